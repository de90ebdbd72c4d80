import 'reflect-metadata'
import { expect, test } from 'vitest'
import { readReference, referenceVersion } from '../../../src/catalogue/reference/reference.ts'
import { type ReferenceRow, referenceRows } from '../../../src/catalogue/reference-rows.ts'
import { writeReference } from '../../../src/catalogue/writes.ts'
import { committerFor } from '../../../src/history/commit.ts'
import { codesInUse } from '../../../src/statistics/known-in-use.ts'
import { figure, publish } from '../../subscriptions/figures.ts'
import { describeGrounds, openHubForTest } from '../../support/hub.ts'

/** The reference data of this code without some regions. */
function without(...codes: readonly string[]): ReadonlyMap<string, readonly ReferenceRow[]> {
  const tables = referenceRows(readReference())
  const regions = (tables.get('region') ?? []).filter(({ id }) => !codes.includes(id))
  return new Map([...tables, ['region', regions]])
}

describeGrounds('reference data that is renewed', (ground) => {
  test('ends the codes it no longer has, but none that a series uses', async () => {
    const hub = await openHubForTest({ ground })
    await publish(hub.address, { key: 'one', rows: [figure('440000', '2024-01', '1')] })
    const renewed = { version: referenceVersion + 1, tables: without('440000', '710000') }
    expect(await writeReference(hub.database, committerFor(hub.database, []), renewed, codesInUse)).toBe(
      'written',
    )
    expect(await writeReference(hub.database, committerFor(hub.database, []), renewed, codesInUse)).toBe(
      'there',
    )
    await hub.tail.look()
    const answer = await hub.ask(`{ regions(codes: ["440000", "710000"]) { code }
      observations { nodes { region { code name(language: "en") } } } }`)
    expect(answer.errors).toBeUndefined()
    expect(answer.data).toMatchObject({
      regions: [{ code: '440000' }],
      observations: { nodes: [{ region: { code: '440000', name: 'Guangdong' } }] },
    })
  })

  test('is not taken back by an older program that starts on the same data', async () => {
    const hub = await openHubForTest({ ground })
    const newer = { version: referenceVersion + 1, tables: without('710000') }
    expect(await writeReference(hub.database, committerFor(hub.database, []), newer, codesInUse)).toBe(
      'written',
    )
    const older = { version: referenceVersion, tables: without() }
    expect(await writeReference(hub.database, committerFor(hub.database, []), older, codesInUse)).toBe(
      'older',
    )
    await hub.tail.look()
    const { data } = await hub.ask('{ region(code: "710000") { code } }')
    expect(data).toEqual({ region: null })
  })
})
