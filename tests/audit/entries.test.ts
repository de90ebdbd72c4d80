import { buildSchema } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../src/platform/sql.ts'
import { figures } from '../subscriptions/figures.ts'
import { asAdministrator, describeGrounds, openTestHub, type TestHub } from '../support/hub.ts'
import { brokenEntries } from './chain-model.ts'
import { readAudit } from './read-audit.ts'
import { smallestCall } from './smallest-call.ts'

const publish = `mutation ($input: PublishReleaseInput!) { publishRelease(input: $input) { id releases { id } } }`
const release = (idempotencyKey: string) => ({
  input: { source: 'cnca-by-region', idempotencyKey, code: idempotencyKey, rows: figures(2, 2001) },
})

describeGrounds('the audit', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground })
  })
  afterAll(() => hub.close())
  const last = async (act: string) => (await readAudit(hub.address)).findLast((entry) => entry.act === act)

  test('begins with the start of its node', async () => {
    const [first] = await readAudit(hub.address)
    expect(first).toMatchObject({ seq: 1, actor: 'hub', act: 'startNode', subjects: [hub.instance] })
  })

  test('knows who published what, for which purpose', async () => {
    const headers = { ...asAdministrator, 'baymark-purpose': encodeURIComponent('月度数据 2001') }
    const { data, errors } = await hub.ask(publish, release('first'), headers)
    expect(errors).toBe(undefined)
    const { publishRelease: report }: { publishRelease: { id: string } } = data
    expect(await last('publishRelease')).toMatchObject({
      actor: 'key:test',
      subjects: expect.arrayContaining(['cnca-by-region/first', report.id]),
      purpose: '月度数据 2001',
      outcome: 'OK',
      times: 1,
    })
  })

  test('knows the purpose that a socket gave when it connected', async () => {
    const client = hub.client({ ...asAdministrator, purpose: '一次修订 over a socket' })
    const answers = client.iterate({ query: publish, variables: release('by-socket') })
    expect((await answers.next()).value?.errors).toBe(undefined)
    expect(await last('publishRelease')).toMatchObject({
      subjects: expect.arrayContaining(['cnca-by-region/by-socket']),
      purpose: '一次修订 over a socket',
    })
    const nameless = hub.client({ ...asAdministrator, purpose: 7 }).iterate({ query: '{ hub { name } }' })
    await expect(nameless.next()).rejects.toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }])
  })

  test('knows what was refused', async () => {
    const mutation = `mutation { withdrawRelease(input: { source: "cnca-by-region", code: "none", reason: "a reason" }) { position } }`
    await hub.ask(mutation, {}, asAdministrator)
    expect(await last('withdrawRelease')).toMatchObject({
      actor: 'key:test',
      subjects: ['cnca-by-region/none'],
      outcome: 'UNKNOWN_RELEASE',
    })
  })

  test('keeps the digest of what is no id, and no contents', async () => {
    const mutation = `mutation { withdrawRelease(input: { source: "张三 440101199001011234", code: "x y", reason: "a reason" }) { position } }`
    await hub.ask(mutation, {}, asAdministrator)
    const entry = await last('withdrawRelease')
    expect(entry?.subjects).toEqual([expect.stringMatching(/^sha256:[0-9a-f]{64}$/)])
    expect(JSON.stringify(await readAudit(hub.address))).not.toContain('a reason')
  })

  test('knows deliveries, also refused ones', async () => {
    const { report } = await hub.deliver('cnca-by-region', 'no header\n', 'broken')
    expect(await last('deliverFile')).toMatchObject({
      actor: 'key:test',
      subjects: expect.arrayContaining(['cnca-by-region', report['id']]),
      outcome: 'DELIVERY_REFUSED',
    })
    await hub.deliver('nobody', 'no header\n', 'broken')
    expect(await last('deliverFile')).toMatchObject({ subjects: ['nobody'], outcome: 'UNKNOWN_SOURCE' })
  })

  test('knows who looked at a release under embargo', async () => {
    const { input } = release('held')
    const embargoUntil = new Date(Date.now() + 3_600_000).toISOString()
    const held = { input: { ...input, embargoUntil, rows: figures(1, 2002) } }
    await hub.ask(publish, held, asAdministrator)
    const preview = `{ release(source: "cnca-by-region", code: "held") { preview { totalCount } } }`
    await hub.ask(preview, {}, { ...asAdministrator, 'baymark-purpose': 'a look before it speaks' })
    expect(await last('previewRelease')).toMatchObject({
      actor: 'key:test',
      subjects: ['cnca-by-region/held'],
      purpose: 'a look before it speaks',
    })
  })

  test('counts credentials that are refused together, by the id that was claimed', async () => {
    for (const secret of ['0123456789abcdee', '0123456789abcded', '0123456789abcdec'])
      await hub.ask('{ hub { name } }', {}, { authorization: `Bearer bm_test_${secret}` })
    const entries = (await readAudit(hub.address)).filter(({ act }) => act === 'useCredential')
    expect(entries).toHaveLength(1)
    expect(entries[0]).toMatchObject({
      actor: 'anonymous',
      subjects: ['key:test'],
      outcome: 'UNAUTHENTICATED',
    })
    expect(entries[0]?.times).toBe(3)
    expect(JSON.stringify(entries)).not.toContain('0123456789abcde')
  })

  test('is not filled by the anonymous', async () => {
    for (let turn = 0; turn < 20; turn += 1) await hub.ask(publish, release(`anonymous-${turn}`))
    const entries = (await readAudit(hub.address)).filter(
      ({ actor, act }) => actor === 'anonymous' && act === 'publishRelease',
    )
    expect(entries).toHaveLength(1)
    expect(entries[0]).toMatchObject({ outcome: 'UNAUTHENTICATED', times: 20 })
  })

  test('knows who read it', async () => {
    await readAudit(hub.address)
    expect(await last('readAudit')).toMatchObject({
      actor: 'key:test',
      subjects: [expect.stringMatching(/^1-\d+$/)],
    })
  })

  test('is for administrators', async () => {
    const { data, errors } = await hub.ask('{ audit { nodes { seq } } }')
    expect(data).toBe(null)
    expect(errors[0]?.extensions['code']).toBe('UNAUTHENTICATED')
  })

  test('finds who did something to one id, newest first', async () => {
    const { data } = await hub.ask(
      `{ audit(subject: "cnca-by-region/first", filter: { outcome: { eq: "OK" } }) { totalCount nodes { act seq } } }`,
      {},
      asAdministrator,
    )
    const { audit }: { audit: { totalCount: number; nodes: { act: string }[] } } = data
    expect(audit.nodes.map(({ act }) => act)).toEqual(['publishRelease'])
    expect(audit.totalCount).toBe(1)
  })

  test('refuses a purpose that cannot be read', async () => {
    for (const purpose of ['%E4%B8', 'x'.repeat(201), '%00', '%20']) {
      const { status, errors } = await hub.ask('{ hub { name } }', {}, { 'baymark-purpose': purpose })
      expect([status, errors[0]?.extensions['code']]).toEqual([400, 'BAD_REQUEST'])
    }
  })

  test('is one chain that anybody can recompute', async () => {
    const entries = await readAudit(hub.address)
    expect(entries.length).toBeGreaterThan(10)
    expect(brokenEntries(entries)).toEqual([])
  })

  test('cannot be changed, emptied or shortened by the hub’s own user', async () => {
    for (const statement of [
      sql`update audit set actor = 'nobody' where seq = 1`,
      sql`delete from audit where seq = 1`,
      sql`truncate audit`,
      sql`delete from audit_head`,
    ])
      await expect(hub.database.query(statement)).rejects.toThrow('only grows')
  })

  test('has every mutation of the graph in it, whatever it is', async () => {
    const schema = buildSchema(await (await fetch(`${hub.address}/schema.graphql`)).text())
    const names = Object.keys(schema.getMutationType()?.getFields() ?? {})
    expect(names.length).toBeGreaterThan(2)
    const known = (await readAudit(hub.address)).length
    for (const name of names) {
      const { status } = await hub.ask(smallestCall(schema, name), {}, asAdministrator)
      expect([name, status]).toEqual([name, 200])
    }
    const since = (await readAudit(hub.address)).slice(known).map(({ act }) => act)
    for (const name of names) expect(since).toContain(name)
  })
})
