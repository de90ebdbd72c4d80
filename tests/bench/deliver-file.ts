/** The administrator's key of the bench's hub. */
export const benchKey = 'bm_bench_0123456789abcdef0123456789abcdef'

/** What a delivery did, as far as the bench looks. */
export type Delivered = {
  readonly state: string
  readonly counts: Readonly<Record<'rows' | 'added' | 'revised' | 'confirmed' | 'quarantined', number>>
}

/** Posts a file of the national tables by region; throws the report of one that was not taken whole. */
export async function deliverFile(address: string, content: string, key: string): Promise<Delivered> {
  const response = await fetch(`${address}/ingest/cnca-by-region`, {
    method: 'POST',
    headers: { authorization: `Bearer ${benchKey}`, 'content-type': 'text/csv', 'idempotency-key': key },
    body: content,
  })
  const report = (await response.json()) as Delivered
  if (response.status !== 200 || report.state !== 'TAKEN' || report.counts.quarantined > 0)
    throw new Error(
      `The hub did not take the file (${response.status}): ${JSON.stringify(report).slice(0, 1_000)}`,
    )
  return report
}

/** The header of such a file. */
export const fileHeader = 'period,region_code,region_name_zh,certificates,organisations,source'
