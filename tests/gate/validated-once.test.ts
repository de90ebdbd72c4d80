import 'reflect-metadata'
import { expect, onTestFinished, test, vi } from 'vitest'
import { Documents } from '../../src/api/documents/documents.ts'
import { openHubForTest } from '../support/hub.ts'
import { everyDoor } from './every-door.ts'

test('a document is parsed and validated once for all doors, and Apollo is given it as it is', async () => {
  const hub = await openHubForTest()
  const admitted = vi.spyOn(Documents.prototype, 'validOf')
  const handedOn = vi.spyOn(Documents.prototype, 'validByHash')
  onTestFinished(() => {
    admitted.mockRestore()
    handedOn.mockRestore()
  })
  const query = '{ hub { name } } # once'
  for (const { ask } of Object.values(everyDoor))
    expect((await ask(hub, { query })).data).toEqual({ hub: { name: 'Baymark' } })
  const [first, ...others] = admitted.mock.results.map(({ value }) => value)
  expect(others).toHaveLength(Object.keys(everyDoor).length - 1)
  for (const other of others) expect(other).toBe(first)
  // GET and POST came by Apollo, which found what it would otherwise have parsed.
  expect(handedOn.mock.results.map(({ value }) => value)).toEqual([first.document, first.document])
})
