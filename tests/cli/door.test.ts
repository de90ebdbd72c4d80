import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDoor } from '../../src/cli/door.ts'
import { readConfig } from '../../src/platform/config.ts'
import { putEmbedded } from '../contract/embedded-template.ts'
import { regionalFile } from '../subscriptions/figures.ts'
import { testKey } from '../support/hub.ts'

test('what a command does by opening the data is recorded like everything else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'baymark-door-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await putEmbedded(join(folder, 'database'))
  const config = readConfig({ DATA_DIR: folder, ADMIN_KEY: testKey, LOG_LEVEL: 'silent' })
  await using door = await openDoor(config, 'baymark ingest')
  const content = regionalFile([['2024-12', '440000', '广东', '743616', '130000']])
  const file = { source: 'cnca-by-region', name: 'a.csv', idempotencyKey: 'once', embargoUntil: null }
  const report = await door.deliver({ ...file, bytes: Buffer.from(content) })
  expect(report.state).toBe('TAKEN')
  await expect(door.deliver({ ...file, source: 'nobody', bytes: Buffer.from(content) })).rejects.toThrow(
    'No source has this code',
  )
  const { audit } = await door.ask<{ audit: { nodes: readonly object[] } }>(
    '{ audit(orderBy: OLDEST_FIRST) { nodes { actor act outcome purpose } } }',
  )
  expect(audit.nodes).toEqual([
    { actor: 'hub', act: 'startNode', outcome: 'OK', purpose: 'baymark ingest' },
    { actor: 'key:test', act: 'deliverFile', outcome: 'OK', purpose: 'baymark ingest' },
    { actor: 'key:test', act: 'deliverFile', outcome: 'UNKNOWN_SOURCE', purpose: 'baymark ingest' },
  ])
})
