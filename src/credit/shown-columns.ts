import { p } from '@mikro-orm/core'

/** When everybody may see a fact, by now and alike on all its versions; null where nobody may. */
export const shownColumns = {
  shown_from: p.datetime().nullable(),
  shown_until: p.datetime().nullable(),
}

/** Whom a fact is about: an organization, a natural person, or a name alone. */
export const counterpartyColumns = {
  organization_id: p.text().nullable(),
  person_id: p.text().nullable(),
  counterparty: p.text(),
  counterparty_kind: p.text(),
}
