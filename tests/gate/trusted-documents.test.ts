import 'reflect-metadata'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Door, doors } from '../../src/api/documents/admission.ts'
import { QuickAnswers } from '../../src/api/quick-answer.ts'
import { digestOf } from '../../src/kernel/digest.ts'
import { projectFolder } from '../../src/platform/project.ts'
import { asAdministrator, describeOneGround, openTestHub, type TestHub } from '../support/hub.ts'
import { type Answered, addressOf, everyDoor, type Sent } from './every-door.ts'

type Manifest = {
  readonly operations: readonly {
    readonly id: string
    readonly name: string
    readonly type: string
    readonly body: string
  }[]
}

const manifest = JSON.parse(
  readFileSync(join(projectFolder(), 'schema/documents/manifest.json'), 'utf8'),
) as Manifest
const queries = manifest.operations.filter(({ type }) => type === 'query')
const everyWay = Object.entries(everyDoor).map(([door, { ask }]) => ({ door: door as Door, ask }))
const other = '{ hub { name } }'
const start = documentOf('StartPage')

describeOneGround('trusted documents', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground, samples: true })
  })
  afterAll(() => hub.close())

  test('are named by the hash of their bytes', () => {
    expect(manifest.operations.length).toBeGreaterThan(10)
    for (const { id, body, name } of manifest.operations) {
      expect(id).toBe(digestOf(body))
      expect(body).toBe(readFileSync(join(projectFolder(), `schema/documents/${name}.graphql`), 'utf8'))
    }
  })

  for (const { door, ask } of everyWay) {
    test.for(queries)(`$name is answered by its id as by its text, by ${door}`, async ({ id, body }) => {
      const variables = { id: await someFigure(hub) }
      const byText = await ask(hub, { query: body, variables })
      expect(await ask(hub, { documentId: `sha256:${id}`, variables })).toEqual(byText)
      expect(byText.errors).toBeUndefined()
    })

    test.for([
      {
        what: 'an id that no document has',
        sent: { documentId: `sha256:${'0'.repeat(64)}` },
        code: 'DOCUMENT_NOT_FOUND',
      },
      { what: 'an id of another form', sent: { documentId: 'StartPage' }, code: 'BAD_REQUEST' },
      {
        what: 'an id in capitals',
        sent: { documentId: `sha256:${start.id.toUpperCase()}` },
        code: 'BAD_REQUEST',
      },
      {
        what: 'an id beside a text',
        sent: { documentId: `sha256:${start.id}`, query: other },
        code: 'BAD_REQUEST',
      },
      {
        what: 'an id beside a persisted query',
        sent: { documentId: `sha256:${start.id}`, extensions: persisted(start.id) },
        code: 'BAD_REQUEST',
      },
      { what: 'neither id nor text', sent: {}, code: 'BAD_REQUEST' },
    ] as readonly { what: string; sent: Sent; code: string }[])(
      `$what is refused by ${door}`,
      async ({ sent, code }) => {
        const answered = await ask(hub, sent)
        expect(answered.errors?.map(({ extensions }) => extensions.code)).toEqual([code])
        expect(answered.data ?? null).toBeNull()
      },
    )
  }

  test('a stream begins by the id of its document', async () => {
    const changes = documentOf('HubChanges')
    const stream = hub.client().iterate({ query: '', documentId: `sha256:${changes.id}` } as never)
    expect((await stream.next()).value?.data).toMatchObject({ changes: { kind: 'PROGRESS' } })
    await stream.return?.()
  })

  test.for(['GET', 'POST'] as const)(
    'that are asked again and again by id are answered the quick way, by %s',
    async (door) => {
      const spy = vi.spyOn(QuickAnswers.prototype, 'answer')
      onTestFinished(() => spy.mockRestore())
      const answers: Answered[] = []
      for (let turn = 0; turn < 6; turn += 1)
        answers.push(await everyDoor[door].ask(hub, { documentId: `sha256:${start.id}` }))
      expect(spy.mock.settledResults.map(({ value }) => typeof value)).toContain('string')
      for (const answer of answers) expect(answer).toEqual(answers[0])
    },
  )
})

describe('where DOCUMENTS is trusted', () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ samples: true, environment: { DOCUMENTS: 'trusted' } })
    // What somebody with a credential asks again and again becomes known, and what they register is registered.
    for (let turn = 0; turn < 5; turn += 1) await hub.ask(other, {}, asAdministrator)
    const registering = { query: other, extensions: persisted(digestOf(other)) }
    expect((await everyDoor.POST.ask(hub, registering, asAdministrator)).data).toBeDefined()
  })
  afterAll(() => hub.close())

  for (const { door, ask } of everyWay) {
    test(`the anonymous run no other document by ${door}`, async () => {
      const [error, ...more] = (await ask(hub, { query: other })).errors ?? []
      expect(error?.extensions.code).toBe('DOCUMENT_NOT_TRUSTED')
      expect(more).toEqual([])
      const changed = await ask(hub, { query: `${start.body} ` })
      expect(changed.errors?.[0]?.extensions.code).toBe('DOCUMENT_NOT_TRUSTED')
      const beside = await ask(hub, { query: '{ __schema { queryType { name } } hub { name } }' })
      expect(beside.errors?.[0]?.extensions.code).toBe('DOCUMENT_NOT_TRUSTED')
    })

    test(`what others registered is not there for the anonymous, by ${door}`, async () => {
      const { errors } = await ask(hub, { extensions: persisted(digestOf(other)) })
      expect(errors?.[0]?.message).toBe('PersistedQueryNotFound')
      const sent = await ask(hub, { query: other, extensions: persisted(digestOf(other)) })
      expect(sent.errors?.[0]?.extensions.code).toBe('DOCUMENT_NOT_TRUSTED')
    })

    test(`the anonymous run trusted documents by id, by hash and by text, by ${door}`, async () => {
      const answers = await Promise.all([
        ask(hub, { documentId: `sha256:${start.id}` }),
        ask(hub, { extensions: persisted(start.id) }),
        ask(hub, { query: start.body, extensions: persisted(start.id) }),
        ask(hub, { query: start.body }),
      ])
      expect(answers[0]).toMatchObject({ data: { hub: {} } })
      for (const answer of answers) expect(answer).toEqual(answers[0])
    })

    test(`tools look at the schema by ${door}`, async () => {
      const { data } = await ask(hub, { query: getIntrospectionQuery({ schemaDescription: true }) })
      expect(data).toMatchObject({ __schema: { queryType: { name: 'Query' } } })
    })

    test(`somebody with a credential runs any document by ${door}`, async () => {
      expect((await ask(hub, { query: other }, asAdministrator)).data).toEqual({ hub: { name: 'Baymark' } })
      const byHash = await ask(hub, { extensions: persisted(digestOf(other)) }, asAdministrator)
      expect(byHash.data).toEqual({ hub: { name: 'Baymark' } })
    })
  }
})

describe('a GET by hash', () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ samples: true })
  })
  afterAll(() => hub.close())
  const get = (sent: Sent, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${hub.address}${addressOf(sent)}`, { headers: { 'apollo-require-preflight': 'true', ...headers } })

  test.for([
    { what: 'by id', sent: { documentId: `sha256:${start.id}` } },
    { what: 'as a persisted query', sent: { extensions: persisted(start.id) } },
  ])('may be kept by caches for the anonymous, who ask again each time, $what', async ({ sent }) => {
    // The first answers come from Apollo, the last the quick way: all say the same.
    for (let turn = 0; turn < 5; turn += 1) {
      const first = await get(sent)
      expect(first.status).toBe(200)
      expect(first.headers.get('cache-control')).toBe('public, no-cache')
      for (const name of ['accept', 'accept-language', 'authorization'])
        expect(first.headers.get('vary')?.split(', ')).toContain(name)
      const again = await get(sent, { 'if-none-match': first.headers.get('etag') ?? '' })
      expect(again.status).toBe(304)
      expect(again.headers.get('cache-control')).toBe('public, no-cache')
      expect(await again.text()).toBe('')
    }
  })

  test('is for nobody else where it came with a credential, or its document by text', async () => {
    const own = await get({ documentId: `sha256:${start.id}` }, asAdministrator)
    expect(own.headers.get('cache-control')).toBe('private, no-cache')
    const byText = await get({ query: other })
    expect(byText.headers.get('cache-control')).toBe('private, no-cache')
  })

  test('that is refused is not kept', async () => {
    const unknown = await get({ documentId: `sha256:${'0'.repeat(64)}` })
    expect([unknown.status, unknown.headers.get('cache-control')]).toEqual([404, 'no-store'])
    const wrong = await get({ query: '{ nothing }' })
    expect([wrong.status, wrong.headers.get('cache-control')]).toEqual([400, 'no-store'])
  })

  test('runs no mutation', async () => {
    const query = 'mutation { __typename }'
    const extensions = persisted(digestOf(query))
    const registered = await everyDoor.POST.ask(hub, { query, extensions })
    expect(registered.data).toEqual({ __typename: 'Mutation' })
    const refused = await get({ extensions }, asAdministrator)
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'POST'])
  })

  test('that a browser could have been tricked into is refused first', async () => {
    const response = await fetch(`${hub.address}${addressOf({ documentId: `sha256:${start.id}` })}`)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'CSRF_PREVENTION' } }] })
  })
})

test('every way into the graph is asked', () => {
  expect(everyWay.map(({ door }) => door).toSorted()).toEqual(Object.keys(doors).toSorted())
})

function documentOf(name: string) {
  const found = manifest.operations.find((operation) => operation.name === name)
  if (found === undefined) throw new Error(`${name} is not in the manifest`)
  return found
}

function persisted(sha256Hash: string) {
  return { persistedQuery: { version: 1, sha256Hash } }
}

async function someFigure(hub: TestHub): Promise<string> {
  const { data } = await hub.ask('{ observations(first: 1) { nodes { id } } }')
  return (data as { observations: { nodes: [{ id: string }] } }).observations.nodes[0].id
}
