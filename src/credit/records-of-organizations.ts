import { byPurpose, countsGuarded, type Guarded, idsGuarded } from '../access/guarded.ts'
import type { AnswerByKey, ReadScope } from '../access/read.ts'
import { factsOfOrganizations, type NestedList } from '../catalogue/organization/facts-of-organizations.ts'
import { type CreditRow, creditAuditId, creditRecordOf } from './columns.ts'
import { type CreditRecordQuestion, countOfRecords, listOfRecords } from './list-of-records.ts'
import { creditTags } from './reads.ts'
import type { CreditRecord } from './terms.ts'

type Asked = NestedList<CreditRecordQuestion>

/** Reads a page of the records of each of several organizations and of all that were merged into it, by `nestedKey`. */
export const recordsOfOrganizations = byPurpose(
  async (
    scope: ReadScope,
    keys: readonly string[],
  ): Promise<Guarded<AnswerByKey<readonly CreditRecord[]>>> => {
    const found = await factsOfOrganizations<Asked, CreditRow>(
      scope,
      keys,
      ({ question, wanted }, organizations) => listOfRecords(scope, question, new Set(wanted), organizations),
    )
    const facts = [...found].map(
      ([key, rows]) => [key, rows.map((row) => creditRecordOf(row, scope.position, scope.pinned))] as const,
    )
    const guarded = idsGuarded([...found.values()].flat(), creditAuditId)
    return { rows: new Map(facts), tags: creditTags, guarded }
  },
)

/** Counts the records of each of several organizations, by `nestedKey`. */
export const countsOfOrganizations = byPurpose(
  async (scope: ReadScope, keys: readonly string[]): Promise<Guarded<AnswerByKey<number>>> => {
    const found = await factsOfOrganizations<Asked, { readonly count: number }>(
      scope,
      keys,
      ({ question }, organizations) => countOfRecords(scope, question, organizations),
    )
    const counts = [...found].map(([key, [row]]) => [key, row?.count ?? 0] as const)
    return { rows: new Map(counts), tags: creditTags, guarded: countsGuarded(scope.view, 'credit_record') }
  },
)
