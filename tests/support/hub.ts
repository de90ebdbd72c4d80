/// <reference types="vite/client" />
import 'reflect-metadata'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from 'graphql-ws'
import { describe, inject, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { type Hub, openHub } from '../../src/hub.ts'
import { type Clock, systemClock } from '../../src/kernel/clock.ts'
import { readConfig } from '../../src/platform/config.ts'
import { openLog } from '../../src/platform/log.ts'
import { takeSamples } from '../../src/sample-files.ts'
import { putEmbedded } from '../contract/embedded-template.ts'
import { createTestDatabase, describeWith, serviceOf } from './services-needed.ts'

/** The administrator's key of every hub under test. */
export const testKey = 'bm_test_0123456789abcdef0123456789abcdef'

/** Where a hub under test keeps its data and how its nodes hear of each other. */
export type Ground = 'PGlite and memory' | 'Postgres and Redis'

/** What a key for a test is asked for with: as `createAccessKey` takes it. */
export type KeyGrant = {
  readonly role: 'ANALYST' | 'PARTNER' | 'PUBLISHER' | 'SUPERVISOR' | 'ADMINISTRATOR'
  readonly regions?: readonly string[]
  readonly sources?: readonly string[]
  readonly holder?: string
  readonly expiresAt?: string
}

/** A key, and how it is shown at each door. */
export type TestKey = {
  readonly key: string
  readonly keyId: string
  /** For HTTP, and as the payload of `connection_init`. */
  readonly headers: { readonly authorization: string }
}

/** An answer of the graph over HTTP. */
export type GraphAnswer = {
  readonly status: number
  readonly headers: Headers
  readonly data: never
  readonly errors: readonly {
    readonly message: string
    readonly extensions: Readonly<Record<string, unknown>>
  }[]
  readonly extensions: {
    readonly hub: { readonly epoch: string; readonly position: number; readonly cursor: string }
    readonly cost: { readonly estimated: number; readonly actual: number; readonly limit: number }
  }
}

/** A hub under test, really listening on a free port. */
export type TestHub = Hub & {
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  readonly address: string
  /** Asks the graph over HTTP. */
  ask(query: string, variables?: object, headers?: Readonly<Record<string, string>>): Promise<GraphAnswer>
  /** A client of graphql-ws on a socket of its own. */
  client(connectionParams?: Readonly<Record<string, unknown>>): Client
  /** Has an access key created by the administrator; everything but the role may be left away. */
  keyFor(grant: KeyGrant): Promise<TestKey>
  /** Delivers a file over POST /ingest as the administrator; gives the report. */
  deliver(
    source: string,
    content: string | Uint8Array,
    key: string,
  ): Promise<{ readonly status: number; readonly report: Record<string, never> }>
  close(): Promise<void>
}

/** Runs a suite on both grounds; a service that is missing is counted at the end of the run. */
export function describeGrounds(name: string, body: (ground: Ground) => void): void {
  describe(`${name} on PGlite and memory`, () => body('PGlite and memory'))
  describeWith(['Postgres', 'Redis'], `${name} on Postgres and Redis`, () => body('Postgres and Redis'))
}

/**
 * Runs a suite on one ground, and in the long run on both: for what stands on suites that run on both always.
 */
export function describeOneGround(name: string, body: (ground: Ground) => void): void {
  if (import.meta.env.MODE === 'long') describeGrounds(name, body)
  else describe(`${name} on ${shortRunsGround()}`, () => body(shortRunsGround()))
}

/** The ground of the short run: where the run has its servers, theirs, because a hub opens there in a fourth of the time. */
function shortRunsGround(): Ground {
  const services = inject('services')
  const servers = typeof services?.Postgres === 'string' && typeof services?.Redis === 'string'
  return servers ? 'Postgres and Redis' : 'PGlite and memory'
}

/** What a hub under test may be opened with. */
export type TestHubOptions = {
  /** Where none is named it does not matter: that of the short run, and in the long run PGlite and memory. */
  readonly ground?: Ground
  readonly samples?: boolean
  readonly clock?: Clock
  readonly environment?: Readonly<Record<string, string>>
  /** Another node on the data of this one. */
  readonly beside?: TestHub
}

/** Opens a hub in this process; close it with `close`, or let the running test do so with `openHubForTest`. */
export async function openTestHub(options: TestHubOptions = {}): Promise<TestHub> {
  const anyGround = import.meta.env.MODE === 'long' ? 'PGlite and memory' : shortRunsGround()
  const { ground = anyGround, samples = false, clock = systemClock, beside } = options
  const folder = beside?.folder ?? (await mkdtemp(join(tmpdir(), 'baymark-hub-')))
  const database =
    beside?.environment['DATABASE_URL'] ?? (ground === 'PGlite and memory' ? '' : await createTestDatabase())
  if (database === '' && beside === undefined) await putEmbedded(join(folder, 'database'))
  const environment = {
    DATA_DIR: folder,
    DATABASE_URL: database,
    REDIS_URL: ground === 'PGlite and memory' ? '' : serviceOf('Redis'),
    LOG_LEVEL: 'silent',
    // Tests ask more than anybody would; those about budgets set their own.
    RATE_LIMIT: '0',
    RATE_LIMIT_ANONYMOUS: '0',
    ...options.environment,
  }
  const config = readConfig(environment)
  const log = openLog('silent')
  const hub = await openHub({ config, administratorKey: testKey, log, clock })
  if (samples) await takeSamples(hub.intake)
  const address = await hub.http.listen({ port: 0, host: '127.0.0.1' })
  const sockets: Client[] = []
  return {
    ...hub,
    folder,
    environment,
    address,
    ask: (query: string, variables: object = {}, headers: Readonly<Record<string, string>> = {}) =>
      ask(address, query, variables, headers),
    client: (connectionParams: Readonly<Record<string, unknown>> = {}): Client => {
      const client = socketClient(address, connectionParams)
      sockets.push(client)
      return client
    },
    keyFor: (grant: KeyGrant) => keyFor(address, grant),
    deliver: (source: string, content: string | Uint8Array, key: string) =>
      deliver(address, source, content, key),
    close: async () => {
      for (const client of sockets) await client.dispose()
      await hub[Symbol.asyncDispose]()
      if (beside === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Opens a hub for the running test, which closes it when it has ended. */
export async function openHubForTest(options: TestHubOptions = {}): Promise<TestHub> {
  const hub = await openTestHub(options)
  onTestFinished(() => hub.close())
  return hub
}

/** Asks the graph at an address over HTTP POST. */
export async function ask(
  address: string,
  query: string,
  variables: object = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<GraphAnswer> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  })
  const body = (await response.json()) as Omit<GraphAnswer, 'status' | 'headers'>
  return { ...body, status: response.status, headers: response.headers }
}

/** The header by which the administrator is known. */
export const asAdministrator = { authorization: `Bearer ${testKey}` } as const

/** Has a key created by the administrator at an address, for a holder of its own unless one is named. */
async function keyFor(address: string, grant: KeyGrant): Promise<TestKey> {
  const input = { holder: `test ${randomUUID()}`, ...grant }
  const { data, errors } = await ask(
    address,
    'mutation ($input: CreateAccessKeyInput!) { createAccessKey(input: $input) { key accessKey { keyId } } }',
    { input },
    asAdministrator,
  )
  if (errors !== undefined) throw new Error(`no key was created: ${JSON.stringify(errors)}`)
  const { key, accessKey } = (
    data as {
      readonly createAccessKey: { readonly key: string; readonly accessKey: { readonly keyId: string } }
    }
  ).createAccessKey
  return { key, keyId: accessKey.keyId, headers: { authorization: `Bearer ${key}` } }
}

/** A client of graphql-ws at an address. */
export function socketClient(
  address: string,
  connectionParams: Readonly<Record<string, unknown>> = {},
): Client {
  return createClient({
    url: `${address.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
    lazy: true,
  })
}

async function deliver(address: string, source: string, content: string | Uint8Array, key: string) {
  const response = await fetch(`${address}/ingest/${source}`, {
    method: 'POST',
    headers: { ...asAdministrator, 'content-type': 'text/csv', 'idempotency-key': key },
    body: typeof content === 'string' ? content : Buffer.from(content),
  })
  return { status: response.status, report: (await response.json()) as Record<string, never> }
}
