import { onlyPublic } from '../access/field-classes.ts'
import {
  codeJson,
  dayJson,
  idJson,
  type JsonLists,
  jsonLists,
  textJson,
} from '../catalogue/organization/json-of-facts.ts'
import type { JsonFields } from '../platform/json-of-fields.ts'
import { type Sql, sql } from '../platform/sql.ts'
import { type CreditRecordQuestion, listOfRecords } from './list-of-records.ts'
import { creditTags } from './reads.ts'

const money = (column: string): JsonFields & { readonly missing: Sql } => ({
  plain: onlyPublic('MoneyAmount', {
    yuan: sql`'"' || ${sql.ref(`t.${column}`)} || '"'`,
    tenThousandYuan: sql`'"' || trim_scale(${sql.ref(`t.${column}`)} * 0.0001) || '"'`,
    __typename: sql.lit('"MoneyAmount"'),
  }),
  missing: sql`${sql.ref(`t.${column}`)} is null`,
})

/** SQL of fields over the alias `t` of a list's rows and `p` of what an id ends with. */
const recordJson: JsonFields = {
  plain: onlyPublic('CreditRecord', {
    id: idJson('credit-record', 'recordId'),
    kind: sql`'"' || t.kind || '"'`,
    status: sql`'"' || t.status || '"'`,
    counterparty: textJson('counterparty'),
    counterpartyKind: sql`'"' || t."counterpartyKind" || '"'`,
    authority: textJson('authority'),
    decisionNumber: textJson('decisionNumber'),
    decisionDate: dayJson('decisionDate'),
    certificateNumber: textJson('certificateNumber'),
    severity: sql`coalesce('"' || t.severity || '"', 'null')`,
    rule: textJson('rule'),
    ruleVersion: textJson('ruleVersion'),
    publicityFrom: dayJson('publicityFrom'),
    publicityUntil: dayJson('publicityUntil'),
    earliestRepair: dayJson('earliestRepair'),
    disputed: sql`case when t.disputed then 'true' else 'false' end`,
    disputeNote: textJson('disputeNote'),
    revision: sql`t.revision::text`,
    position: sql`t.position::text`,
    __typename: sql.lit('"CreditRecord"'),
  }),
  below: {
    fine: money('fine'),
    confiscated: money('confiscated'),
    region: codeJson('Region', 'region'),
    scheme: codeJson('Scheme', 'scheme'),
    source: codeJson('Source', 'source'),
  },
}

/** The records of organizations as the database writes them. */
export const recordJsonLists: JsonLists = jsonLists<CreditRecordQuestion>({
  name: 'records',
  fields: recordJson,
  tags: creditTags,
  list: listOfRecords,
})
