import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { organizationRegister } from '../../src/catalogue/organization/entry-register.ts'
import type { OrganizationOrigin, StatedParty } from '../../src/catalogue/organization/terms.ts'
import type { Register, StatedFact } from '../../src/catalogue/register/register.ts'
import { registerIntake } from '../../src/catalogue/register/register-intake.ts'
import { releaseSlice } from '../../src/catalogue/release/slice.ts'
import { writeRelease } from '../../src/catalogue/release/writes.ts'
import { announceInMemory } from '../../src/history/announce/memory.ts'
import { committerFor } from '../../src/history/commit.ts'
import { Tail } from '../../src/history/tail.ts'
import type { NounIntake } from '../../src/intake/noun-intake.ts'
import { endEmbargo, withdraw } from '../../src/intake/release-changes.ts'
import type { DeliveryReport, PostedRow } from '../../src/intake/report.ts'
import { Intake } from '../../src/intake/take-in.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { randomIds } from '../../src/kernel/ids.ts'
import { Permits } from '../../src/kernel/permits.ts'
import type { Database } from '../../src/platform/database.ts'
import { openMetrics } from '../../src/platform/metrics.ts'
import { openOriginals } from '../../src/platform/originals.ts'
import { sql } from '../../src/platform/sql.ts'
import { quiet } from '../contract/stores.ts'

/** A party of a row: `scheme:value` of its numbers, `+` between them. */
function partyOf(codes: string | undefined, name: string, origin: OrganizationOrigin): StatedParty | null {
  if (codes === undefined || codes === '') return null
  const identifiers = codes.split('+').map((code) => {
    const [scheme = '', value = ''] = code.split(':')
    const held = { value, raw: value, check: 'NONE' as const, validFrom: null, validTo: null }
    return { scheme: scheme as 'CN-USCC', ...held }
  })
  const person = identifiers.some(({ value }) => value.startsWith('92'))
  return {
    ref: codes.split('+')[0] ?? '',
    identifiers,
    name: person ? `${name.slice(0, 1)}***` : name,
    names: null,
    person,
    personalName: person ? name : null,
    region: null,
    roles: origin === 'CERTIFICATE' ? ['CERTIFIED'] : [],
    origin,
  }
}

function factOf(fields: PostedRow, origin: OrganizationOrigin): StatedFact {
  const party = partyOf(fields['about'], fields['name'] ?? '', origin)
  const person = fields['person']
  return {
    key: fields['number'] ?? '',
    body: {
      number: fields['number'] ?? '',
      about: party?.ref ?? null,
      says: fields['says'] ?? null,
      fine: fields['fine'] ?? null,
      counterparty: person === undefined ? (party?.name ?? '') : `${person.slice(0, 1)}*`,
    },
    parties: party === null ? [] : [party],
    person: person === undefined ? null : { name: person, region: null },
  }
}

const checkerOf = (origin: OrganizationOrigin) => async () => (draft: { readonly fields: PostedRow }) => {
  const claim = factOf(draft.fields, origin)
  return { claim, findings: [], key: claim.key }
}

/** Records that are disputed and repaired by the hub, about persons too. */
export const plainRecords: Register = {
  noun: 'credit-record',
  origin: 'CREDIT',
  table: 'credit_record',
  columns: {
    organization_id: { party: 'about' },
    person_id: { person: true },
    counterparty: { field: 'counterparty', as: 'text' },
    counterparty_kind: { sql: () => sql`'LEGAL_PERSON'` },
    kind: { sql: () => sql`'COMMENDATION'` },
    authority: { sql: () => sql`'示例'` },
    decision_number: { field: 'number', as: 'text' },
    status: { sql: () => sql`'PUBLISHED'` },
    fine: { field: 'fine', as: 'numeric' },
    disputed: { sql: () => sql`false` },
    detail: { sql: (stated) => sql`jsonb_build_object('says', ${sql.ref(`${stated}.body`)}->>'says')` },
  },
  kept: ['disputed', 'dispute_note'],
  closed: sql`f.status = 'REPAIRED'`,
  checker: checkerOf('CREDIT'),
}

/** Certificates, whose facts end where nobody says them. */
export const plainCertificates: Register = {
  noun: 'certificate',
  origin: 'CERTIFICATE',
  table: 'certificate',
  columns: {
    number: { field: 'number', as: 'text' },
    scheme: { sql: () => sql`'TOTAL'` },
    holder_id: { party: 'about' },
    status: { sql: () => sql`'VALID'` },
    scope: { field: 'says', as: 'text' },
  },
  checker: checkerOf('CERTIFICATE'),
}

const registers = [plainRecords, plainCertificates, organizationRegister]

/** An intake of registers over a store, without a hub around it. */
export type RegisterIntake = AsyncDisposable & {
  readonly intake: Intake
  /** Posts rows as a release of the source that is called like the noun. */
  post(
    noun: string,
    code: string,
    rows: readonly PostedRow[],
    dates?: { readonly publishedAt?: string; readonly embargoUntil?: Date },
  ): Promise<DeliveryReport>
  withdraw(noun: string, code: string): Promise<{ readonly revised: number; readonly ended: number }>
  endEmbargo(noun: string, code: string): Promise<unknown>
}

/** Opens an intake whose sources are called like their nouns. */
export async function openRegisters(database: Database): Promise<RegisterIntake> {
  await using opening = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'baymark-registers-'))
  opening.defer(() => rm(folder, { recursive: true, force: true }))
  const announcer = announceInMemory()
  const tail = await Tail.follow(database, announcer, quiet)
  opening.defer(() => tail.close())
  const commit = committerFor(database, [])
  const writer = new Permits(1)
  const nouns = new Map(
    registers.map((register) => [
      register.noun,
      registerIntake(register, { ids: randomIds, registers }) as NounIntake,
    ]),
  )
  const changes = { database, commit, announcer, tail, nouns, releases: releaseSlice.changes, writer }
  const intake = new Intake({
    database,
    commit,
    writer,
    originals: openOriginals(folder),
    announcer,
    tail,
    clock: systemClock,
    ids: randomIds,
    metrics: openMetrics(() => tail.position),
    log: quiet,
    nouns,
    findSource: async (code) => ({
      code,
      noun: code.split('.')[0] ?? '',
      feed: '',
      frequency: 'A',
      codeList: null,
    }),
    readFile: () => {
      throw new Error('rows are posted here')
    },
    writeRelease,
  })
  const open = opening.move()
  return {
    intake,
    post: (noun, code, rows, dates = {}) =>
      intake.takeRows({
        source: noun,
        idempotencyKey: `${noun}-${code}`,
        code,
        publishedAt: dates.publishedAt === undefined ? null : new Date(dates.publishedAt),
        embargoUntil: dates.embargoUntil ?? null,
        note: null,
        rows,
      }),
    withdraw: async (source, code) => (await withdraw(changes, { source, code, reason: 'a test' })).counts,
    endEmbargo: async (source, code) => endEmbargo(changes, `${source}/${code}`),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}
