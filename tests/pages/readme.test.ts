import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settings } from '../../src/platform/config.ts'
import { projectFolder } from '../../src/platform/project.ts'
import { ask, socketClient } from '../support/hub.ts'
import { type OpenedHub, openHub } from './open-hub.ts'

/** What the README tells a new user to do is done here, word for word, on a hub of its own. */
const readme = readFileSync(join(projectFolder(), 'README.md'), 'utf8')

let hub: OpenedHub
beforeAll(async () => {
  hub = await openHub({}, 'empty')
}, 120_000)
afterAll(() => hub?.close())

test('the README leads through its parts in the order of a first visit', () => {
  const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, text]) => text)
  expect(headings).toEqual([
    'Baymark',
    'Start',
    'What you see',
    'The first query',
    'The first subscription',
    'A new figure arrives',
    'Tables that say what they know',
    'Publish, compare, take back',
    'Organizations and their credit',
    'Access keys',
    'Ask by id, and what it costs',
    'Who did what',
    'Running it in public',
    'Where to go next',
  ])
})

test('the first query and its curl answer 603226', async () => {
  const [query] = blocks('graphql')
  const { data } = await ask(hub.address, query ?? '')
  expect(data).toEqual({
    observations: { edges: [{ node: { value: '603226', release: { source: { code: 'cnca-by-region' } } } }] },
  })
  const curl = blocks('sh').find((block) => block.startsWith('curl'))
  const command = curl?.replace('http://127.0.0.1:4000', hub.address) ?? 'false'
  const { stdout } = await promisify(execFile)('sh', ['-c', command])
  expect(stdout).toContain('"603226"')
})

test('the subscription tells the new figures when the README’s command takes them in', async () => {
  const [, subscription] = blocks('graphql')
  const client = socketClient(hub.address)
  const frames = client.iterate<{ observationChanges: Frame }>({ query: subscription ?? '' })
  const joined = (await frames.next()).value?.data?.observationChanges
  expect(joined?.kind).toBe('PROGRESS')
  const [command = ''] = blocks('sh').filter((block) => block.startsWith('npx baymark ingest'))
  const [, file = '', source = ''] = /ingest (\S+) --source (\S+)/.exec(command) ?? []
  await hub.ingest(join(projectFolder(), file), source)
  const told: Frame | null | undefined = (await frames.next()).value?.data?.observationChanges
  expect(told?.kind).toBe('DELTA')
  expect(told?.changes.map(({ op, before, node }) => ({ op, before, ...node }))).toEqual([
    { op: 'ENTERED', before: null, period: '2024-12', value: '743616', indicator: { code: 'certificates' } },
  ])
  await frames.return?.()
  await client.dispose()
})

test('the table, its explanation and what there is answer as the README says', async () => {
  const table = await answer('{\n  statistics')
  expect(table).toMatchObject({
    statistics: {
      totals: [
        {
          cells: [
            { value: '3252830', composition: { kind: 'SUM', value: '3252830', agrees: true } },
            { value: '917234', composition: { kind: 'BOUNDED', value: null, agrees: true } },
          ],
        },
      ],
    },
  })
  const told = await answer('{ explain')
  expect(told).toMatchObject({ explain: { kind: 'BOUNDED', lower: '2979538' } })
  const there = await answer('{ availability')
  expect(JSON.stringify(there)).toContain('{"indicator":"certificates","period":"2022-08"}')
})

test('the table that is followed begins with its rows', async () => {
  const client = socketClient(hub.address)
  const query = blocks('graphql').find((block) => block.includes('liveStatistics')) ?? ''
  const frames = client.iterate<{ liveStatistics: Frame }>({ query })
  const first = (await frames.next()).value?.data?.liveStatistics
  expect(first?.kind).toBe('SNAPSHOT')
  expect(first?.changes.length).toBeGreaterThan(10)
  await frames.return?.()
  await client.dispose()
})

test('what is published makes the sources disagree, and taken back it does not', async () => {
  const disagree = async () => {
    const { discrepancies } = (await answer('{ discrepancies')) as { discrepancies: { nodes: object[] } }
    return discrepancies.nodes
  }
  expect(await answer('mutation {\n  publishRelease')).toMatchObject({
    publishRelease: { releases: [{ id: 'cnca-by-region/2022-08.2' }], counts: { revised: 1 }, findings: [] },
  })
  expect(await disagree()).toMatchObject([{ size: { absolute: '47170' } }])
  expect(await answer('mutation {\n  withdrawRelease')).toMatchObject({
    withdrawRelease: { counts: { revised: 1, ended: 0 } },
  })
  expect(await disagree()).toEqual([])
})

test('an organization of the samples is found and watched; only a record that is there is repaired', async () => {
  type List = { readonly nodes: readonly { readonly id: string }[] }
  type Found = { readonly id: string; readonly certificates: List; readonly creditRecords: List }
  const { organization } = (await answer('{\n  organization(')) as { organization: Found }
  expect(organization.certificates.nodes).not.toEqual([])
  const watchlist = blocks('graphql').find((block) => block.includes('creditRecordChanges')) ?? ''
  const query = watchlist.replace('organization/…', organization.id)
  const client = socketClient(hub.address)
  const frames = client.iterate<{ creditRecordChanges: Frame }>({ query })
  const first = (await frames.next()).value?.data?.creditRecordChanges
  expect(first?.kind).toBe('SNAPSHOT')
  // How many are public hangs on the day that this runs.
  const ids = organization.creditRecords.nodes.map(({ id }) => id)
  expect(first?.changes.map((change: object) => 'id' in change && change.id).sort()).toEqual(ids.sort())
  await frames.return?.()
  await client.dispose()
  const repair = blocks('graphql').find((block) => block.includes('repairCreditRecord')) ?? ''
  const authorization = `Bearer ${await hub.key()}`
  const { errors } = await ask(hub.address, repair, {}, { authorization })
  expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['UNKNOWN_CREDIT_RECORD'])
})

test('a key is created, listed and taken back', async () => {
  const { createAccessKey } = (await answer('mutation {\n  createAccessKey')) as { createAccessKey: Created }
  const { keyId } = createAccessKey.accessKey
  const asPublisher = { authorization: `Bearer ${createAccessKey.key}` }
  expect((await ask(hub.address, '{ viewer { role sources } }', {}, asPublisher)).data).toEqual({
    viewer: { role: 'publisher', sources: ['cnca-by-region'] },
  })
  const [list = ''] = readme.match(/accessKeys \{.*\} \}/) ?? []
  expect(await answerTo(`{ ${list} }`)).toMatchObject({
    accessKeys: { nodes: [{ keyId, holder: 'The statistics desk', role: 'PUBLISHER', status: 'LIVE' }] },
  })
  const revocation = blocks('graphql').find((block) => block.includes('revokeAccessKey')) ?? ''
  expect(await answerTo(revocation.replace('…', keyId))).toMatchObject({
    revokeAccessKey: { status: 'REVOKED' },
  })
  expect((await ask(hub.address, '{ viewer { role } }', {}, asPublisher)).status).toBe(401)
})

test('a trusted document answers by the id that the README names', async () => {
  const curl = blocks('sh').find((block) => block.includes('documentId')) ?? 'false'
  const { stdout } = await promisify(execFile)('sh', [
    '-c',
    curl.replace('http://127.0.0.1:4000', hub.address),
  ])
  expect(JSON.parse(stdout)).toMatchObject({
    data: { observations: { edges: [{ node: { value: '603226' } }] } },
    extensions: { cost: { limit: 500_000 } },
  })
})

test.each([
  ['npx baymark audit list', 'withdrawRelease  OK  by key:administrator'],
  ['npx baymark audit verify', 'The chain is whole'],
  ['npx baymark doctor', 'Nothing fails'],
])('%s finds what there is', async (beginning, found) => {
  const command = blocks('sh').find((block) => block.startsWith(beginning)) ?? ''
  expect(await hub.command(...command.split(' ').slice(2))).toContain(found)
})

test('every command is run here, or by the tests of the set-up', () => {
  const run =
    /^(npm start|npm test|curl -s '?http:\/\/127\.0\.0\.1:4000\/graphql|npx baymark (ingest|audit|doctor))\b/
  for (const block of blocks('sh')) expect(block).toMatch(run)
})

test('every setting that is named is one', () => {
  const named = [...readme.matchAll(/\b([A-Z]+_[A-Z_]+|PORT|HOST|DOCUMENTS)=/g)].map(([, name]) => name)
  expect(named.length).toBeGreaterThan(5)
  expect(Object.keys(settings)).toEqual(expect.arrayContaining(named))
})

type Created = { readonly key: string; readonly accessKey: { readonly keyId: string } }

/** What the block that begins so answers to an administrator. */
async function answer(beginning: string): Promise<unknown> {
  return answerTo(blocks('graphql').find((each) => each.startsWith(beginning)) ?? '')
}

async function answerTo(document: string): Promise<unknown> {
  const authorization = `Bearer ${await hub.key()}`
  const { data, errors } = await ask(hub.address, document, {}, { authorization })
  expect(errors).toBeUndefined()
  return data
}

type Frame = {
  readonly kind: string
  readonly changes: readonly { readonly op: string; readonly before: object | null; readonly node: object }[]
}

/** The code blocks of a language, in their order. */
function blocks(language: string): readonly string[] {
  const pattern = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm')
  return [...readme.matchAll(pattern)].map(([, block = '']) => block.trim())
}
