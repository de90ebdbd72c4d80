import type { GraphQLResolveInfo } from 'graphql'
import { onlyPublic } from '../access/field-classes.ts'
import type { AnswerByKey, ReadScope } from '../access/read.ts'
import { factsOfOrganizations } from '../catalogue/organization/facts-of-organizations.ts'
import type { ShownList } from '../catalogue/organization/page-of-facts.ts'
import { keptWith } from '../kernel/graph/kept.ts'
import { type PlainList, plainList } from '../kernel/graph/plain-list.ts'
import { type JsonFields, jsonOfFields } from '../platform/json-of-fields.ts'
import { type Sql, sql } from '../platform/sql.ts'
import { type CreditRecordQuestion, listOfRecords } from './list-of-records.ts'
import { creditTags } from './reads.ts'

/**
 * Reads a page of the records of each of several organizations as JSON texts, by `nestedKey`: the same records as
 * `recordsOfOrganizations` gives to whoever has no purpose, and for nobody else.
 */
export async function recordsAsJson(scope: ReadScope, keys: readonly string[]): Promise<AnswerByKey<string>> {
  const found = await factsOfOrganizations<ShownList<CreditRecordQuestion>, { readonly json: string }>(
    scope,
    keys,
    ({ question, wanted, fields }, organizations) => {
      const node = jsonOfFields(fields, recordJson)
      if (node === null) throw new Error('records were to be read as JSON that the database cannot write')
      return sql`select '[' || coalesce(string_agg(${node}, ','), '') || ']' as json
          from (${listOfRecords(scope, question, new Set(wanted), organizations)}) t
          cross join (select ${scope.pinned ? `@${scope.position}` : ''}::text as pin) p`
    },
  )
  return { rows: new Map([...found].map(([key, [row]]) => [key, row?.json ?? '[]'])), tags: creditTags }
}

/** What an operation shows of a list of records, where the database can write all of it; null where it cannot. */
export function plainRecords(info: GraphQLResolveInfo): PlainList | null {
  return keptWith(info, 'plain records', () => {
    const list = plainList(info)
    return list !== null && jsonOfFields(list.fields, recordJson) !== null ? list : null
  })
}

const text = (column: string): Sql => sql`coalesce(to_json(${sql.ref(`t.${column}`)})::text, 'null')`

const money = (column: string): JsonFields & { readonly missing: Sql } => ({
  plain: onlyPublic('MoneyAmount', {
    yuan: sql`'"' || ${sql.ref(`t.${column}`)} || '"'`,
    tenThousandYuan: sql`'"' || trim_scale(${sql.ref(`t.${column}`)} * 0.0001) || '"'`,
    __typename: sql.lit('"MoneyAmount"'),
  }),
  missing: sql`${sql.ref(`t.${column}`)} is null`,
})

const code = (type: string, column: string): JsonFields & { readonly missing: Sql } => ({
  plain: onlyPublic(type, {
    id: sql`to_json(${sql.lit(`${column}/`)} || ${sql.ref(`t.${column}`)} || p.pin)::text`,
    code: sql`to_json(${sql.ref(`t.${column}`)})::text`,
    __typename: sql.lit(`"${type}"`),
  }),
  missing: sql`${sql.ref(`t.${column}`)} is null`,
})

/** SQL of fields over the alias `t` of a list's rows and `p` of what an id ends with. */
const recordJson: JsonFields = {
  plain: onlyPublic('CreditRecord', {
    id: sql`to_json('credit-record/' || t."recordId" || p.pin)::text`,
    kind: sql`'"' || t.kind || '"'`,
    status: sql`'"' || t.status || '"'`,
    counterparty: text('counterparty'),
    counterpartyKind: sql`'"' || t."counterpartyKind" || '"'`,
    authority: text('authority'),
    decisionNumber: text('decisionNumber'),
    decisionDate: text('decisionDate'),
    certificateNumber: text('certificateNumber'),
    severity: sql`coalesce('"' || t.severity || '"', 'null')`,
    rule: text('rule'),
    ruleVersion: text('ruleVersion'),
    publicityFrom: text('publicityFrom'),
    publicityUntil: text('publicityUntil'),
    earliestRepair: text('earliestRepair'),
    disputed: sql`case when t.disputed then 'true' else 'false' end`,
    disputeNote: text('disputeNote'),
    revision: sql`t.revision::text`,
    position: sql`t.position::text`,
    __typename: sql.lit('"CreditRecord"'),
  }),
  below: {
    fine: money('fine'),
    confiscated: money('confiscated'),
    region: code('Region', 'region'),
    scheme: code('Scheme', 'scheme'),
    source: code('Source', 'source'),
  },
}
