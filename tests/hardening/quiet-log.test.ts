import { once } from 'node:events'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type HubProcess, openHubProcess, start } from '../faults/hub-process.ts'
import { asAdministrator, testKey } from '../support/hub.ts'
import { createTestDatabase, describeWith } from '../support/services-needed.ts'
import { closeCodeOf, frame, opcodes, socketByHand } from './frames-by-hand.ts'
import { sendRaw } from './raw-connection.ts'

/** A text that is nowhere in the code, the data or the machine. */
const mark = 'zq7marked4x9personal'
const secret = `bm_${mark}_${mark}${mark}`
const json = { 'content-type': 'application/json' }

const post = (body: unknown, headers: Readonly<Record<string, string>> = {}): RequestInit => ({
  method: 'POST',
  headers: { ...json, ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const asked = { query: `query Q($code: String!) { region(code: $code) { code } }`, variables: { code: mark } }

/** Every place of a request where somebody may put what nobody else should read. */
const requests: readonly (readonly [path: string, init: RequestInit])[] = [
  ['/graphql', post(asked)],
  ['/graphql', post({ ...asked, operationName: mark })],
  ['/graphql', post({ query: `{ region(code: "${mark}") { code } }` })],
  ['/graphql', post({ query: `{ ${mark} { code } }` })],
  ['/graphql', post({ query: `query ${mark} { region(code: 3) { code } }` })],
  ['/graphql', post({ query: `{ region(code: "${mark}` })],
  ['/graphql', post({ ...asked, variables: { code: { [mark]: mark } } })],
  ['/graphql', post({ ...asked, variables: { code: `${mark}\u0000` } })],
  [
    '/graphql',
    post({ query: `{ observations(filter: { region: { contains: "${mark}" } }) { totalCount } }` }),
  ],
  ['/graphql', post({ query: `{ node(id: "observation/${mark}") { id } }` })],
  [
    '/graphql',
    post({ query: `mutation { publishRelease(input: { source: "${mark}" }) { id } }` }, asAdministrator),
  ],
  ['/graphql', post(`{"query": "${mark}`)],
  ['/graphql', post(mark, { 'content-type': `text/${mark}` })],
  ['/graphql', post(asked, { authorization: `Bearer ${secret}` })],
  ['/graphql', post(asked, { authorization: `Basic ${mark}` })],
  ['/graphql', post(asked, { authorization: `Bearer eyJ${mark}.eyJ${mark}.${mark}` })],
  [
    '/graphql',
    post(asked, { cookie: `session=${mark}`, 'x-forwarded-for': mark, referer: `https://${mark}/` }),
  ],
  [
    '/graphql',
    post(asked, { 'baymark-min-position': mark, 'accept-language': mark, accept: mark, [mark]: mark }),
  ],
  [`/graphql?query=${mark}`, { headers: { 'apollo-require-preflight': mark } }],
  [`/graphql?query={hub{name}}&variables=${mark}`, { headers: { 'apollo-require-preflight': mark } }],
  [`/${mark}?${mark}=${mark}`, {}],
  [`/assets/${mark}`, {}],
  [`/%${mark}`, {}],
  ['/graphql', { method: 'PROPFIND', headers: { [mark]: mark } }],
  [`/ingest/${mark}?name=${mark}.csv`, post(mark, { ...asAdministrator, 'idempotency-key': mark })],
  [
    `/ingest/cnca-by-region?name=${mark}.csv`,
    post(`${mark},${mark}\n`, { ...asAdministrator, 'idempotency-key': `${mark}1` }),
  ],
  [
    '/ingest/cnca-by-region',
    post(mark, { ...asAdministrator, 'idempotency-key': `${mark}2`, 'baymark-embargo-until': mark }),
  ],
]

const messages: readonly unknown[] = [
  mark,
  { type: mark },
  { type: 'subscribe', id: mark, payload: asked },
  { type: 'subscribe', id: `${mark}1`, payload: { query: `{ ${mark}` } },
  {
    type: 'subscribe',
    id: `${mark}2`,
    payload: { query: `subscription { changes(after: "${mark}") { kind } }` },
  },
]

describeWith(['Postgres'], 'the log of a hub, at its most talkative', () => {
  let hub: HubProcess
  let database = ''
  beforeAll(async () => {
    database = await createTestDatabase()
    hub = await openHubProcess({ DATABASE_URL: database, LOG_LEVEL: 'debug', NODE_ENV: 'development' })
  })
  afterAll(() => hub.close())

  test('holds nothing of what was sent, whatever fails, and no secret', async () => {
    await sendEverything(hub.address)
    const client = new Client({ connectionString: database })
    await client.connect()
    // Nothing that a caller sends breaks the hub. So its tables are taken away, and made to quote what they are given.
    await client.query('alter table region rename to region_gone')
    await client.query(`create function quote() returns trigger language plpgsql as
      $$ begin raise exception 'this cannot be written: %', new using detail = new::text; end $$`)
    await client.query('create trigger quote before insert on delivery for each row execute function quote()')
    await client.end()
    const broken = await fetch(`${hub.address}/graphql`, post(asked))
    expect(await broken.text()).toMatch(/The hub made a mistake\. Give its operator this id: [0-9a-f-]{36}\./)
    await sendEverything(hub.address)
    const told = [
      await (await fetch(`${hub.address}/metrics`)).text(),
      await (await fetch(`${hub.address}/health/ready`)).text(),
      await (await fetch(`${hub.address}/health/live`)).text(),
    ].join('\n')
    const { said } = await hub.end('SIGTERM')
    // That something was logged at all, and what an operator needs of it.
    expect(said).toMatch(/"code":"UNAUTHENTICATED","msg":"a request was refused"/)
    expect(said).toMatch(/"id":"[0-9a-f-]{36}","error":\{"name":"\w+","code":"42P01","at":\["[^\]]*"src\//)
    expect(said).toMatch(/"code":"P0001"/)
    expect(said).toMatch(/"code":"WS_ERR_UNSUPPORTED_MESSAGE_LENGTH"/)
    expect(`${said}${told}`).not.toContain(mark)
    expect(`${said}${told}`).not.toContain('cannot be written')
    expect(`${said}${told}`).not.toContain(testKey)
    const { password } = new URL(database)
    if (password !== '') expect(`${said}${told}`).not.toContain(`:${password}@`)
    // One JSON object a line after the welcome, and no stack by anybody else.
    for (const line of said.split('\n').filter((text) => text.startsWith('{'))) JSON.parse(line)
    expect(said).not.toMatch(/^\s+at /m)
  })

  test('and a start that fails shows no password of an address', async () => {
    const own = { ...hub.settings, PORT: '0', LOG_LEVEL: 'debug' }
    const unreachable = `postgres://${mark}:${mark}@127.0.0.1:1/${mark}`
    const ended = await start('main.js', [], { ...own, DATABASE_URL: unreachable }).ended
    expect(ended).toMatchObject({ code: 1, said: expect.stringContaining('DATABASE_URL') })
    expect(ended.said).not.toContain(mark)
    const settings = { ADMIN_KEY: mark, REDIS_URL: `http://:${mark}@x`, DATABASE_URL: `mysql://${mark}` }
    const refused = await start('main.js', [], { ...own, ...settings }).ended
    expect(refused).toMatchObject({
      code: 2,
      said: expect.stringMatching(/DATABASE_URL[\s\S]*REDIS_URL[\s\S]*ADMIN_KEY/),
    })
    expect(refused.said).not.toContain(mark)
    const help = await start('cli/program.js', ['--help'], { ...own, ADMIN_KEY: secret }).ended
    expect(help.said).not.toContain(mark)
  })
})

test.each([{}, { NODE_ENV: 'development' }])(
  'no answer shows where it went wrong with %o',
  async (environment) => {
    const hub = await openHubProcess(environment)
    try {
      for (const [path, init] of requests) {
        const answer = await fetch(`${hub.address}${path}`, init)
        expect(await answer.text()).not.toMatch(/node_modules|build\/src|src\/api|stacktrace|\n {4}at /)
      }
      const { said } = await hub.end('SIGTERM')
      expect(said).not.toContain(mark)
    } finally {
      await hub.close()
    }
  },
)

/** Sends the marked text by every way there is; answers are of no interest. */
async function sendEverything(address: string): Promise<void> {
  for (const [path, init] of requests) await (await fetch(`${address}${path}`, init)).text()
  await sendRaw(address, `${mark}\r\n\r\n`)
  await sendRaw(address, `GET /${mark} HTTP/1.1\r\n${mark}\r\n\r\n`)
  const credentials = [undefined, `Bearer ${secret}`, mark, { [mark]: mark }]
  for (const authorization of credentials)
    for (const message of messages) await say(address, authorization, message)
  const large = await socketByHand(address)
  large.write(frame(opcodes.text, mark.repeat(4_000), true))
  await closeCodeOf(large)
  large.destroy()
}

/** Says one thing on a socket of its own and waits until it was answered or closed. */
async function say(address: string, authorization: unknown, message: unknown): Promise<void> {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/graphql?${mark}`, 'graphql-transport-ws')
  socket.on('error', () => undefined)
  await once(socket, 'open')
  const closed = once(socket, 'close')
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization, [mark]: mark } }))
  await Promise.race([once(socket, 'message'), closed])
  if (socket.readyState === WebSocket.OPEN) {
    const answered = once(socket, 'message')
    socket.send(typeof message === 'string' ? message : JSON.stringify(message))
    await Promise.race([answered, closed])
  }
  socket.close(1000, mark)
  await closed
}
