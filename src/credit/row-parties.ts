import { codeOf, codesOf, statedParty } from '../catalogue/organization/party.ts'
import { publicText } from '../catalogue/organization/public-text.ts'
import type { OrganizationRole, StatedParty } from '../catalogue/organization/terms.ts'
import { error, type Fields, textIn, warning } from '../catalogue/stated-row.ts'
import type { Hide } from '../intake/noun-intake.ts'
import type { Finding } from '../intake/report.ts'
import { maskIdentityNumbers } from '../kernel/identity-numbers.ts'
import { shown } from '../kernel/text.ts'
import { counterpartyWords } from './kinds.ts'
import { wordIn } from './row-fields.ts'
import type { CounterpartyKind } from './terms.ts'

/** Whom a row is about. */
export type Counterparty = {
  readonly party: StatedParty | null
  readonly person: { readonly name: string; readonly region: string | null } | null
  /** As everybody may see it. */
  readonly name: string
  readonly kind: CounterpartyKind
  /** A text of the row as everybody may see it: without identity numbers, and of persons without their whole name. */
  readonly publicText: (text: string | null) => string | null
}

/** The longest name of a party: more than anybody prints, and few enough for a key. */
const longestName = 200

/** Reads whom a row is about; `hide` as of its draft. Pushes MISSING_FIELD, TOO_LONG, UNKNOWN_COUNTERPARTY_KIND, TAKEN_FOR_PERSON and what codes have. */
export function counterpartyIn(
  fields: Fields,
  region: string | null,
  roles: readonly OrganizationRole[],
  findings: Finding[],
  hide: Hide = (text) => text,
): Counterparty {
  const said = wordIn(fields, 'counterpartyKind', counterpartyWords, 'UNKNOWN_COUNTERPARTY_KIND', findings)
  const whole = textIn(fields, 'name') ?? ''
  const maybePerson = said === null && !isOrganizationName(whole)
  const codes = codesOf(fields)
  const ask = (kind: CounterpartyKind | null) =>
    statedParty({ codes, name: fields['name'], kind, maybePerson, region, roles, origin: 'CREDIT' })
  const first = ask(said)
  const assumed = maybePerson && first.party === null && first.person === null
  const read = assumed ? ask('NATURAL_PERSON') : first
  findings.push(...read.findings)
  if (assumed && whole !== '') findings.push(takenForPerson)
  if (whole === '')
    findings.push(error('MISSING_FIELD', 'The row does not say the name.', 'a name', 'nothing', 'name'))
  if (whole.length > longestName)
    findings.push(
      error('TOO_LONG', `The name has ${whole.length} characters.`, `at most ${longestName}`, '', 'name'),
    )
  const names = read.person !== null || read.party?.person === true
  const kind = kindOf(said, assumed, read.party?.person === true)
  const asEverybody = (text: string) => hide(publicText(text, read), { names })
  return {
    party: read.party,
    person: read.person,
    name: read.name,
    kind,
    publicText: (text) => (text === null ? null : asEverybody(text)),
  }
}

const takenForPerson = warning(
  'TAKEN_FOR_PERSON',
  'The row says no code and no kind of counterparty, and the name is not that of an organization: it is taken for a natural person and masked.',
  'a code, or a kind of counterparty (01–04)',
  'nothing',
  'counterpartyKind',
)

/** A business of a natural person is one whatever the row says: its code tells. */
function kindOf(said: CounterpartyKind | null, assumed: boolean, business: boolean): CounterpartyKind {
  if (said === 'NATURAL_PERSON' || assumed) return 'NATURAL_PERSON'
  if (business) return 'INDIVIDUAL_BUSINESS'
  return said ?? 'LEGAL_PERSON'
}

/** Says whether a name ends as those of organizations do; what is in doubt is a person's. */
function isOrganizationName(name: string): boolean {
  return organizationEnd.test(name.normalize('NFKC').trim())
}

const organizationEnd =
  /(?:公司|集团|厂|店|中心|院|所|室|社|站|场|行|馆|部|局|委|会|队|校|大学|学院|基金|企业|合作社|事务所|支行|分公司|办事处|代表处|\bltd\.?|\blimited|\binc\.?|\bcorp\.?|\bllc|\bgmbh|\blda\.?|\blimitada|\bs\.?a\.?)(?:\([^)]*\))?$/iu

/** Who decided: an organization where the row says its code, else a name. */
export type Authority = { readonly name: string; readonly party: StatedParty | null }

/** Any few digits could be an old registration number: an authority is an organization by a code with a check, or that names its scheme. */
function isShaped(party: StatedParty | null, text: string | null): boolean {
  const [first] = party?.identifiers ?? []
  return (
    first === undefined || first.check !== 'NONE' || (text ?? '').toUpperCase().startsWith(`${first.scheme}:`)
  )
}

function shapeless(text: string, field: string): Finding {
  const message = `${shown(text)} has the form of no code of an authority; it was not read, and the authority stays a name.`
  return warning('WRONG_FORM', message, 'a unified social credit code of 18 characters', text, field)
}

/** Reads an authority from two columns; null, with MISSING_FIELD or TOO_LONG, where the row does not say who it is. */
export function authorityIn(
  fields: Fields,
  nameField: string,
  codeField: string,
  findings: Finding[],
): Authority | null {
  const said = textIn(fields, nameField)?.normalize('NFKC').replace(/\s+/gu, ' ') ?? ''
  const read = statedParty({
    codes: codeOf(fields, codeField),
    name: said === '' ? undefined : said,
    kind: 'LEGAL_PERSON',
    roles: ['AUTHORITY'],
    origin: 'CREDIT',
  })
  // A name without a code is enough for an authority.
  findings.push(...read.findings.filter(({ code }) => code !== 'NO_IDENTIFIER'))
  const party = isShaped(read.party, textIn(fields, codeField)) ? read.party : null
  if (party !== read.party) findings.push(shapeless(textIn(fields, codeField) ?? '', codeField))
  const name = said === '' ? (party?.name ?? '') : maskIdentityNumbers(said)
  if (name === '') {
    findings.push(
      error(
        'MISSING_FIELD',
        'The row does not say which authority.',
        'a name or a code',
        'nothing',
        nameField,
      ),
    )
    return null
  }
  if (name.length <= longestName) return { name, party }
  const message = `${shown(name)} has ${name.length} characters.`
  findings.push(error('TOO_LONG', message, `at most ${longestName} characters`, name, nameField))
  return null
}
