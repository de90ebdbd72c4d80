import { byPurpose, countsGuarded, type Guarded, idsGuarded } from '../access/guarded.ts'
import type { Answer, AnswerByKey, ReadScope, Wanted, WantedByKey } from '../access/read.ts'
import { visible } from '../access/rules.ts'
import { at } from '../history/at.ts'
import { sql } from '../platform/sql.ts'
import { type CreditRow, creditAuditId, creditNoun, creditRecordColumns, creditRecordOf } from './columns.ts'
import { type CreditRecordQuestion, countOfRecords, creditPlaceOf, listOfRecords } from './list-of-records.ts'
import type { CreditRecord } from './terms.ts'

/** What answers about records depend on: they are told by access as much as by their own rows. */
export const creditTags = [creditNoun, 'organization-link'] as const

/** Reads a page of records with the wanted fields. */
export const readCreditRecords = byPurpose(
  async (
    scope: ReadScope,
    question: CreditRecordQuestion,
    wanted: Wanted,
  ): Promise<Guarded<Answer<CreditRecord>>> => {
    const rows = await scope.database.query<CreditRow>(listOfRecords(scope, question, wanted))
    const facts = rows.map((row) => creditRecordOf(row, scope.position, scope.pinned))
    return { rows: facts, tags: creditTags, guarded: idsGuarded(rows, creditAuditId) }
  },
)

/** Counts the records that match. */
export const countCreditRecords = byPurpose(
  async (scope: ReadScope, question: CreditRecordQuestion): Promise<Guarded<Answer<number>>> => {
    const [row] = await scope.database.query<{ readonly count: number }>(countOfRecords(scope, question))
    return { rows: [row?.count ?? 0], tags: creditTags, guarded: countsGuarded(scope.view, 'credit_record') }
  },
)

/** Reads records by the keys of their global ids. */
export const creditRecordsByKey = byPurpose(
  async (
    scope: ReadScope,
    keys: readonly string[],
    wanted: WantedByKey,
  ): Promise<Guarded<AnswerByKey<CreditRecord>>> => {
    const rows = await scope.database.query<CreditRow>(
      sql`select ${creditRecordColumns(wanted, creditPlaceOf(scope))} from credit_record c
        where ${at('c', scope.position)} and ${visible(scope.view, 'credit_record', 'c')}
          and c.id = any(${keys}::text[])`,
    )
    const facts = rows.map(
      (row) => [row.recordId, creditRecordOf(row, scope.position, scope.pinned)] as const,
    )
    return { rows: new Map(facts), tags: creditTags, guarded: idsGuarded(rows, creditAuditId) }
  },
)
