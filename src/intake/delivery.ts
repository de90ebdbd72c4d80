import { HubError } from '../kernel/errors.ts'
import type { Queryable } from '../platform/database.ts'
import { sql } from '../platform/sql.ts'
import type { DeliveryReport } from './report.ts'

/** What came: a file of a source, or rows that were posted. */
export type DeliveryForm = 'file' | 'rows'

/** A delivery as it is recorded before anything is read from it. */
export type Delivery = {
  readonly id: string
  readonly source: string
  readonly idempotencyKey: string
  readonly digest: string
  readonly form: DeliveryForm
  readonly name: string
  /** Until when nobody but its publisher sees what it says; null where it speaks at once. */
  readonly embargoUntil: Date | null
}

/** What is known of a delivery that has come: this attempt's row, and its outcome where it is complete. */
export type Received = { readonly delivery: Delivery; readonly outcome: DeliveryReport | null }

const columns = sql`d.id, d.source, d.idempotency_key as "idempotencyKey", d.digest, d.form, d.name,
  d.embargo_until as "embargoUntil"`

/**
 * Records a delivery, or finds the one that came before under the same key. Throws IDEMPOTENCY_CONFLICT where the
 * key was used for other content.
 */
export async function receive(database: Queryable, delivery: Delivery, size: number): Promise<Received> {
  await database.query(
    sql`insert into original (digest, size, name, received_at)
        values (${delivery.digest}, ${size}, ${delivery.name}, clock_timestamp()) on conflict do nothing`,
  )
  await database.query(
    sql`insert into delivery (id, source, idempotency_key, digest, form, name, received_at, embargo_until)
        values (${delivery.id}, ${delivery.source}, ${delivery.idempotencyKey}, ${delivery.digest},
          ${delivery.form}, ${delivery.name}, clock_timestamp(),
          ${delivery.embargoUntil?.toISOString() ?? null}::timestamptz) on conflict do nothing`,
  )
  const [known] = await database.query<Delivery & { readonly report: DeliveryReport | null }>(
    sql`select ${columns}, t.report from delivery d left join delivery_outcome t on t.delivery_id = d.id
        where d.source = ${delivery.source} and d.idempotency_key = ${delivery.idempotencyKey}`,
  )
  if (known === undefined) throw new Error('a delivery that was recorded is not there')
  const { report, ...row } = known
  if (row.digest === delivery.digest && row.embargoUntil?.getTime() === delivery.embargoUntil?.getTime()) {
    // Sent again, it is under way again: cut off now, it is completed at the next start.
    await database.query(sql`delete from delivery_returned where delivery_id = ${row.id}`)
    return { delivery: row, outcome: report }
  }
  throw new HubError({
    code: 'IDEMPOTENCY_CONFLICT',
    message:
      'This idempotency key was used for a delivery with other content or another embargo. Use a new key for new ' +
      'content; repeat a key only to repeat the same delivery.',
    expected: contentOf(row),
    came: contentOf(delivery),
  })
}

function contentOf({ digest, embargoUntil }: Delivery): string {
  const held = embargoUntil === null ? '' : `, held until ${embargoUntil.toISOString()}`
  return `content with the SHA-256 ${digest}${held}`
}

/** Says whether a delivery came under this key before. */
export async function isRecorded(
  database: Queryable,
  source: string,
  idempotencyKey: string,
): Promise<boolean> {
  const rows = await database.query(
    sql`select 1 from delivery d where d.source = ${source} and d.idempotency_key = ${idempotencyKey}`,
  )
  return rows.length > 0
}

/**
 * The report of an earlier delivery of the very same file, or null. One that came before a release of the source was
 * withdrawn does not count: what it said, or found said already, may have to be said again.
 */
export async function sameFileBefore(
  database: Queryable,
  delivery: Delivery,
): Promise<DeliveryReport | null> {
  const rows = await database.query<{ readonly report: DeliveryReport }>(
    sql`select t.report from delivery d join delivery_outcome t on t.delivery_id = d.id
        where d.source = ${delivery.source} and d.digest = ${delivery.digest} and d.form = 'file'
          and d.id <> ${delivery.id} and t.report->>'state' <> 'REFUSED'
          and t.report->'counts'->>'quarantined' = '0'
          and not exists (select 1 from commit c where c.kind = 'WITHDRAWAL'
            and starts_with(c.release_id, ${`${delivery.source}/`}) and c.recorded_at >= d.received_at)
        order by t.completed_at limit 1`,
  )
  return rows[0]?.report ?? null
}

/** Keeps what became of a delivery and gives what is kept: of two attempts at once, the first report stays. */
export async function complete(database: Queryable, report: DeliveryReport): Promise<DeliveryReport> {
  await database.query(
    sql`insert into delivery_outcome (delivery_id, completed_at, report)
        values (${report.id}, clock_timestamp(), ${JSON.stringify(report)}::jsonb) on conflict do nothing`,
  )
  const [kept] = await database.query<{ readonly report: DeliveryReport }>(
    sql`select t.report from delivery_outcome t where t.delivery_id = ${report.id}`,
  )
  return kept?.report ?? report
}

/**
 * Notes that the sender of a delivery was told that it failed. It is taken in when it is sent again, and not before:
 * by then its sender may have sent something newer.
 */
export async function giveBack(database: Queryable, deliveryId: string): Promise<void> {
  await database.query(
    sql`insert into delivery_returned (delivery_id, returned_at) values (${deliveryId}, clock_timestamp())
        on conflict do nothing`,
  )
}

/** Deliveries that were recorded, never completed and never given back: the process ended in between. */
export async function unfinished(database: Queryable): Promise<readonly Delivery[]> {
  return database.query<Delivery>(
    sql`select ${columns} from delivery d
        where not exists (select 1 from delivery_outcome t where t.delivery_id = d.id)
          and not exists (select 1 from delivery_returned b where b.delivery_id = d.id)
        order by d.received_at`,
  )
}
