import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { byPurpose, type Guarded, idsGuarded } from '../access/guarded.ts'
import type { AnswerByKey, ReadScope } from '../access/read.ts'
import { visible } from '../access/rules.ts'
import type { RequestContext } from '../api/context.ts'
import { certificateReads } from '../catalogue/certificate/reads.ts'
import type { Certificate } from '../catalogue/certificate/terms.ts'
import { CertificateType } from '../catalogue/certificate/types.ts'
import { at } from '../history/at.ts'
import { Costs } from '../kernel/graph/cost.ts'
import { sql } from '../platform/sql.ts'
import { type CreditRow, creditAuditId, creditRecordColumns, creditRecordOf } from './columns.ts'
import { creditPlaceOf } from './list-of-records.ts'
import { creditTags } from './reads.ts'
import type { CreditRecord } from './terms.ts'
import { CreditRecordType } from './types.ts'

/** How many certificates have one number at most, and how many records one certificate: more are not shown. */
const most = { certificates: 5, records: 20 } as const

/** `CreditRecord.certificates`. */
@Resolver(() => CreditRecordType)
export class RecordCertificates {
  @Costs({ size: most.certificates })
  @FieldResolver(() => [CertificateType], {
    description: `The certificates that have the number it names, ${most.certificates} at most: bodies number by themselves, so two may have one number.`,
  })
  async certificates(
    @Root() record: CreditRecord,
    @Ctx() context: RequestContext,
  ): Promise<readonly Certificate[]> {
    const { certificateNumber } = record
    if (certificateNumber === null) return []
    return (await context.load(certificatesByNumber, record, certificateNumber)) ?? []
  }
}

/** `Certificate.creditRecords`. */
@Resolver(() => CertificateType)
export class CertificateRecords {
  @Costs({ size: most.records })
  @FieldResolver(() => [CreditRecordType], {
    description: `The credit records that name its number, newest decision first, ${most.records} at most; list \`creditRecords(filter: { certificateNumber: … })\` for more.`,
  })
  async creditRecords(
    @Root() certificate: Certificate,
    @Ctx() context: RequestContext,
  ): Promise<readonly CreditRecord[]> {
    return (await context.load(recordsByCertificate, certificate, certificate.number)) ?? []
  }
}

/** Reads the certificates that have numbers. */
async function certificatesByNumber(
  scope: ReadScope,
  numbers: readonly string[],
): Promise<AnswerByKey<readonly Certificate[]>> {
  const condition = {
    kind: 'test',
    field: 'number',
    operator: 'in',
    compare: 'text',
    operand: numbers,
  } as const
  const question = { condition, after: null, limit: numbers.length * most.certificates }
  const { rows, tags } = await certificateReads.page(scope, question, everyField)
  const byNumber = [...Map.groupBy(rows, ({ number }) => number)]
  return { rows: new Map(byNumber.map(([number, of]) => [number, of.slice(0, most.certificates)])), tags }
}

/** A field that reads do not know asks for all that they have. */
const everyField: ReadonlySet<string> = new Set(['everything'])

/** Reads the records that name numbers of certificates. */
const recordsByCertificate = byPurpose(
  async (
    scope: ReadScope,
    numbers: readonly string[],
  ): Promise<Guarded<AnswerByKey<readonly CreditRecord[]>>> => {
    const rows = await scope.database.query<CreditRow>(
      sql`select r.* from unnest(${numbers}::text[]) k(number) cross join lateral (
            select ${creditRecordColumns('all', creditPlaceOf(scope))} from credit_record c
            where ${at('c', scope.position)} and ${visible(scope.view, 'credit_record', 'c')}
              and c.certificate_number = k.number
            order by coalesce(c.decision_date, '') desc, c.id desc limit ${most.records}) r`,
    )
    const facts = rows.map((row) => creditRecordOf(row, scope.position, scope.pinned))
    const byNumber = Map.groupBy(facts, ({ certificateNumber }) => certificateNumber ?? '')
    return { rows: byNumber, tags: creditTags, guarded: idsGuarded(rows, creditAuditId) }
  },
)
