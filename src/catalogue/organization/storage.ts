import { defineEntity, p } from '@mikro-orm/core'
import { versionColumns, wholeNumber } from '../../platform/versioned.ts'
import { statedColumns } from '../register/stated-columns.ts'

/** The versioned table of organizations; `shown_from` and `shown_until` are by now and alike on all versions of one. */
export const organizationTable = defineEntity({
  name: 'OrganizationRow',
  tableName: 'organization',
  properties: {
    id: p.text().primary(),
    ...versionColumns,
    name: p.text(),
    names: p.json().nullable(),
    person: p.boolean(),
    region: p.text().nullable(),
    roles: p.array(),
    origin: p.text(),
    person_id: p.text().nullable(),
    release_id: p.text(),
    revision: p.integer(),
    born_position: wholeNumber(),
    shown_from: p.datetime(),
    shown_until: p.datetime(),
  },
})

/** The numbers of organizations; `id` is `scheme:value`, so that one number leads to one organization. */
export const identifierTable = defineEntity({
  name: 'OrganizationIdentifierRow',
  tableName: 'organization_identifier',
  properties: {
    id: p.text().primary(),
    ...versionColumns,
    organization_id: p.text(),
    scheme: p.text(),
    value: p.text(),
    raw: p.text(),
    check_result: p.text(),
    valid_from: p.text().nullable(),
    valid_to: p.text().nullable(),
    person: p.boolean(),
  },
})

/** Which organization was merged into which; `id` is the merged one's. */
export const organizationLinkTable = defineEntity({
  name: 'OrganizationLinkRow',
  tableName: 'organization_link',
  properties: {
    id: p.text().primary(),
    ...versionColumns,
    into_id: p.text(),
    reason: p.text(),
    made_by: p.text(),
    end_reason: p.text().nullable(),
    ended_by: p.text().nullable(),
  },
})

/** What registers of organizations say; an organization itself is made of all that speak of it. */
export const registerEntryTable = defineEntity({
  name: 'RegisterEntryRow',
  tableName: 'register_entry',
  properties: {
    id: p.text().primary(),
    ...versionColumns,
    organization_id: p.text(),
    ...statedColumns,
  },
})
