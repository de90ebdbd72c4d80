import { expect, test } from 'vitest'
import { readReference, referenceVersion } from '../../../src/catalogue/reference/reference.ts'
import { referenceRows } from '../../../src/catalogue/reference-rows.ts'
import { writeReference } from '../../../src/catalogue/writes.ts'
import { committerFor } from '../../../src/history/commit.ts'
import { codesInUse } from '../../../src/statistics/known-in-use.ts'
import { figure, publish } from '../../subscriptions/figures.ts'
import { openHubForTest } from '../../support/hub.ts'

const table = `query($unit: String) { statistics(input: { indicators: ["certificates"], groupBy: [PROVINCE, MONTH],
  where: { unit: $unit } }) { rows { nodes { key cells { unit value } } } } }`

test('figures that are counted in two units stand in no column together, and each unit has its own', async () => {
  const hub = await openHubForTest()
  await publish(hub.address, { key: 'one', rows: [figure('440000', '2024-01', '7')] })
  const tables = referenceRows(readReference())
  const indicators = (tables.get('indicator') ?? []).map((row) => ({ ...row, unit: 'thousand-certificates' }))
  const renewed = { version: referenceVersion + 1, tables: new Map([...tables, ['indicator', indicators]]) }
  await writeReference(hub.database, committerFor(hub.database, []), renewed, codesInUse)
  await hub.tail.look()
  await publish(hub.address, { key: 'two', rows: [figure('440000', '2024-02', '8')] })

  const { errors } = await hub.ask(table)
  expect(errors?.[0]).toMatchObject({
    message:
      'Figures of certificates are counted in certificate and in thousand-certificates, which cannot stand in one column. Name one of them in `where.unit`.',
    extensions: { code: 'MIXED_UNITS', came: 'certificate and thousand-certificates' },
  })
  const one = await hub.ask(table, { unit: 'certificate' })
  expect(one.data).toEqual({
    statistics: {
      rows: { nodes: [{ key: '440000/TOTAL/2024-01/-', cells: [{ unit: 'certificate', value: '7' }] }] },
    },
  })
  const other = await hub.ask(table, { unit: 'thousand-certificates' })
  expect(other.data).toMatchObject({
    statistics: { rows: { nodes: [{ cells: [{ unit: 'thousand-certificates', value: '8' }] }] } },
  })
})
