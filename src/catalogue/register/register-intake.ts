import { setImmediate as pause } from 'node:timers/promises'
import type { Batch, LocatedClaim, NounIntake, StagedBatch } from '../../intake/noun-intake.ts'
import type { Finding } from '../../intake/report.ts'
import { HubError } from '../../kernel/errors.ts'
import { maskIdentityNumbers } from '../../kernel/identity-numbers.ts'
import type { Ids } from '../../kernel/ids.ts'
import type { Position } from '../../kernel/position.ts'
import type { Database, Queryable } from '../../platform/database.ts'
import { sql } from '../../platform/sql.ts'
import { groupsOf, type PartyGroups, refOf } from './party-groups.ts'
import type { Json, Register, StatedFact } from './register.ts'
import { spansOf } from './spans.ts'
import {
  closedFindings,
  confirmsAnew,
  countStaged,
  decideSpan,
  type FactRow,
  positionOf,
  type StagedCounts,
  stageFacts,
  sweepStages,
  unstage,
} from './staging-facts.ts'
import { ownersOf, type StagedParties, stageParties } from './staging-parties.ts'
import { redecideRegister } from './writes-anew.ts'
import { writeClaims, writeFacts, writePersons } from './writes-facts.ts'
import { writeOrigins } from './writes-origins.ts'
import { markNeeded, writeParties, writeStatedPersons } from './writes-parties.ts'

/** What intake of registers is wired with. */
export type RegisterParts = {
  readonly ids: Ids
  /** All registers of the hub: whether anybody still speaks of an organization is seen in the tables of all. */
  readonly registers: readonly Register[]
}

type Facts = Batch<StatedFact>

/** How the facts of a register are taken in: by the same promises as observations, one row of its table per fact. */
export function registerIntake(
  register: Register,
  { ids, registers }: RegisterParts,
): NounIntake<StatedFact> {
  return {
    noun: register.noun,
    checker: (database, source) => register.checker(database, source),
    stage: (database, batch) => stage(database, batch, register, { ids, registers }),
    agree: (left, right) => sameJson(left.body, right.body) && left.person?.name === right.person?.name,
    redecide: (database, change) => redecideRegister(database, register, registers, ids, change),
    masked: maskIdentityNumbers,
    sweep: sweepStages,
  }
}

async function stage(
  database: Database,
  batch: Facts,
  register: Register,
  { ids, registers }: RegisterParts,
): Promise<StagedBatch> {
  const { stageId, claims, publishedAt, source, deliveryId } = batch
  const spans = spansOf(claims.length)
  const groups = groupsOf(
    claims.flatMap(({ claim }) => claim.parties),
    ids,
  )
  await unstage(database, stageId)
  const knownAt = await positionOf(database)
  for (const span of spans) {
    const rows = claims
      .slice(span.from, span.to)
      .map((located, index) => rowOf(located, span.from + index, groups, ids))
    await stageFacts(database, stageId, deliveryId, source, rows)
    await decideSpan(database, register, stageId, publishedAt, span)
    await pause()
  }
  const parties = await stageParties(database, stageId, deliveryId, groups)
  const staged = await countStaged(database, stageId)
  const news = async (of: Queryable, { counts, closed }: StagedCounts) =>
    counts.added + counts.revised + counts.stale > closed ||
    (await confirmsAnew(of, register.noun, stageId, publishedAt))
  const anew = await news(database, staged)
  return {
    counts: staged.counts,
    findings: [
      ...(await unmergedOf(database, batch, groups)),
      ...(staged.closed > 0 ? await closedFindings(database, register, stageId) : []),
    ],
    settle: async (transaction) => {
      const alone = (await positionOf(transaction)) === knownAt + 1
      if (!alone)
        for (const span of spans) await decideSpan(transaction, register, stageId, publishedAt, span)
      const settled = await countStaged(transaction, stageId)
      requireAll(settled.all, claims.length)
      return (alone ? anew : await news(transaction, settled)) ? settled.counts : null
    },
    write: async (transaction, position, releaseId) => {
      for (const span of spans) await markNeeded(transaction, register, stageId, span)
      await writeAllParties(transaction, parties, batch, position, releaseId)
      for (const span of spans) {
        await writePersons(transaction, register, stageId, span)
        await writeFacts(transaction, register, stageId, span, position, sql`${releaseId}::text`)
        await writeClaims(transaction, register.noun, stageId, span, position, releaseId)
      }
      await register.written?.(transaction, position)
      await writeOrigins(transaction, register, registers, position, releaseId)
      await unstage(transaction, stageId)
    },
    writeClaims: async (transaction, position, releaseId) => {
      // Whoever they name becomes known when they speak; the whole names of persons are in no claim, so they are kept now.
      for (const span of parties.spans) await writeStatedPersons(transaction, stageId, span, source)
      for (const span of spans) {
        await writePersons(transaction, register, stageId, span)
        await writeClaims(transaction, register.noun, stageId, span, position, releaseId)
      }
      await unstage(transaction, stageId)
    },
    discard: (store) => unstage(store, stageId),
  }
}

async function writeAllParties(
  transaction: Queryable,
  { spans }: StagedParties,
  { stageId, source }: Facts,
  position: Position,
  releaseId: string,
): Promise<void> {
  for (const span of spans) await writeParties(transaction, stageId, span, position, source, releaseId)
}

function rowOf(
  { claim, line, column, original }: LocatedClaim<StatedFact>,
  seq: number,
  { groupOf }: PartyGroups,
  ids: Ids,
): FactRow {
  const { person } = claim
  return {
    seq,
    key: claim.key,
    body: claim.body,
    parties:
      claim.parties.length === 0
        ? null
        : claim.parties.map(({ personalName: _, ...party }) => ({
            ...party,
            personId: groupOf.get(party.ref)?.personId ?? null,
          })),
    line,
    column_name: column,
    original: withoutNames(original, claim),
    fresh_id: ids.next(),
    person_name: person?.name ?? null,
    person_region: person?.region ?? null,
    person_id: person === null ? null : ids.next(),
  }
}

/** The row as a claim keeps it: the whole name of a person is kept apart, so that it can be erased. */
function withoutNames(original: string, { person, parties }: StatedFact): string {
  const whole = [person?.name, ...parties.map(({ personalName }) => personalName)]
  return whole.reduce<string>(
    (text, name) => (name === undefined || name === null || name === '' ? text : text.replaceAll(name, '*')),
    original,
  )
}

/** Rows whose numbers belong to different organizations: those are never made one, and whoever delivered learns of it. */
async function unmergedOf(
  database: Queryable,
  { claims }: Facts,
  { groupOf }: PartyGroups,
): Promise<readonly Finding[]> {
  const several = claims.flatMap(({ claim, line }) =>
    claim.parties
      .filter(({ identifiers }) => identifiers.length > 1)
      .map((party) => ({ party, line, refs: party.identifiers.map(refOf) })),
  )
  if (several.length === 0) return []
  const owners = await ownersOf(database, [...new Set(several.flatMap(({ refs }) => refs))])
  return several.flatMap(({ party, line, refs }) => {
    const known = new Set(refs.flatMap((ref) => owners.get(ref) ?? []))
    const here = new Set(refs.map((ref) => groupOf.get(ref)?.freshId))
    if (known.size < 2 && here.size < 2) return []
    return [
      {
        code: 'SEVERAL_ORGANIZATIONS',
        severity: 'warning' as const,
        message:
          'The numbers of this row belong to different organizations. They stay apart; the row is about that of its first number.',
        expected: 'numbers of one organization',
        came: party.identifiers.map(({ scheme }) => scheme).join(', '),
        line,
      },
    ]
  })
}

/** The stage is unlogged: a server that crashed in between has emptied it, and nothing may be decided on the rest. */
function requireAll(staged: number, claims: number): void {
  if (staged === claims) return
  throw new HubError({
    code: 'UNAVAILABLE',
    message:
      'The database lost what had been prepared, because it was started anew. Send the same delivery again.',
    expected: `${claims} prepared facts`,
    came: String(staged),
  })
}

function sameJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') return false
  if (Array.isArray(left) || Array.isArray(right))
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => sameJson(item, right[index]))
    )
  const one = left as Readonly<Record<string, Json>>
  const other = right as Readonly<Record<string, Json>>
  const fields = Object.keys(one)
  return (
    fields.length === Object.keys(other).length && fields.every((field) => sameJson(one[field], other[field]))
  )
}
