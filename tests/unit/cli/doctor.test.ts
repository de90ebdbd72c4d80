import { expect, test } from 'vitest'
import { clockDiagnoses, clockSeen } from '../../../src/cli/doctor/clock-check.ts'
import { databaseDiagnoses } from '../../../src/cli/doctor/database-check.ts'
import type { Diagnosis } from '../../../src/cli/doctor/diagnosis.ts'
import { fsyncDiagnoses } from '../../../src/cli/doctor/fsync-check.ts'
import { hubDiagnoses } from '../../../src/cli/doctor/hub-check.ts'
import { type RedisSeen, redisDiagnoses } from '../../../src/cli/doctor/redis-check.ts'
import { type RightsSeen, rightsDiagnoses } from '../../../src/cli/doctor/rights-check.ts'
import { settingsDiagnoses } from '../../../src/cli/doctor/settings-check.ts'
import { type CertificateSeen, type TlsSeen, tlsDiagnoses } from '../../../src/cli/doctor/tls-check.ts'
import { type VersionsSeen, versionsDiagnoses } from '../../../src/cli/doctor/versions-check.ts'

/** The states of diagnoses, the worst first, and all that they say. */
const stateOf = (found: readonly Diagnosis[]) =>
  (['fail', 'warn', 'ok'] as const).find((state) => found.some((each) => each.state === state))
const words = (found: readonly Diagnosis[]) =>
  found.map(({ says, advice }) => `${says} ${advice ?? ''}`).join('\n')

test('whoever has something to mend is told how', () => {
  const found = [
    ...clockDiagnoses([{ server: 'the database', ahead: 60_000, roundTrip: 1 }]),
    ...fsyncDiagnoses({ server: { fsync: 'off' }, writeLatency: 500 }),
    ...tlsDiagnoses({ ...reached, certificate: { unfit: 'they do not fit' } }),
  ]
  expect(found.length).toBeGreaterThan(3)
  for (const { state, advice } of found) expect([state === 'ok', advice === null]).toEqual([false, false])
})

test.each([
  [0, 2, 'ok'],
  [-900, 2, 'ok'],
  [1_100, 2, 'warn'],
  [1_100, 400, 'ok'],
  [-29_000, 0, 'warn'],
  [-31_000, 10, 'fail'],
  [31_000, 10, 'fail'],
])('a clock that is %d ms ahead, asked within %d ms: %s', (ahead, roundTrip, state) => {
  const found = clockDiagnoses([{ server: 'Redis', ahead, roundTrip }])
  expect(stateOf(found)).toBe(state)
  if (state !== 'ok') expect(words(found)).toContain(ahead > 0 ? 'ahead of' : 'behind')
})

test('a clock is compared with the middle of the round trip', () => {
  expect(clockSeen('Redis', 1_000, 1_500, 1_200)).toEqual({ server: 'Redis', ahead: 400, roundTrip: 200 })
})

test.each([
  [{ fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' }, 1, 'ok', 'syncs what it commits'],
  [{ fsync: 'on', full_page_writes: 'on', synchronous_commit: 'remote_apply' }, 1, 'ok', 'takes 1.0 ms'],
  [{ fsync: 'off' }, 1, 'fail', 'fsync = on'],
  [{ full_page_writes: 'off' }, 1, 'fail', 'full_page_writes = on'],
  [{ synchronous_commit: 'off' }, 1, 'fail', 'are lost in a crash'],
  [{ synchronous_commit: 'on' }, 80, 'warn', 'takes 80 ms'],
  ['embedded' as const, 1, 'warn', 'not against a power cut'],
  [null, null, undefined, ''],
])('writing with %j and a disk of %d ms: %s', (server, writeLatency, state, said) => {
  const found = fsyncDiagnoses({ server, writeLatency })
  expect(stateOf(found)).toBe(state)
  expect(words(found)).toContain(said)
})

const rights: RightsSeen = {
  dataDir: { path: './data', mode: 0o700, writable: true, freeBytes: 50e9 },
  adminKeyMode: 0o600,
  role: { name: 'baymark', superuser: false, mayCreate: true, foreign: [] },
}
const folder = (other: Partial<RightsSeen['dataDir']>) => ({
  ...rights,
  dataDir: { ...rights.dataDir, ...other },
})
const role = (other: object) => ({
  ...rights,
  role: { name: 'baymark', superuser: false, mayCreate: true, foreign: [], ...other },
})

test.each([
  ['as they should be', rights, 'ok', 'for the hub’s user alone'],
  ['no folder yet', folder({ mode: null, writable: false }), 'ok', 'made at the first start'],
  ['a folder of the group', folder({ mode: 0o750 }), 'ok', ''],
  ['a folder that all may read', folder({ mode: 0o755 }), 'warn', 'chmod 700 ./data'],
  ['a folder of somebody else', folder({ writable: false }), 'fail', 'chown'],
  ['little room', folder({ freeBytes: 0.5e9 }), 'warn', '0.5 GB'],
  ['no room', folder({ freeBytes: 1e6 }), 'fail', '0.0 GB'],
  ['a key that the group may read', { ...rights, adminKeyMode: 0o640 }, 'fail', 'chmod 600 ./data/admin-key'],
  ['no key and no server', { ...rights, adminKeyMode: null, role: null }, 'ok', ''],
  ['a superuser', role({ superuser: true }), 'warn', 'a user of its own'],
  ['a user who may not create', role({ mayCreate: false }), 'fail', 'GRANT CREATE'],
  ['tables of somebody else', role({ foreign: ['head', 'commit'] }), 'fail', 'head, commit'],
] as const)('rights: %s', (_what, seen, state, said) => {
  const found = rightsDiagnoses(seen)
  expect(stateOf(found)).toBe(state)
  expect(words(found)).toContain(said)
})

const versions: VersionsSeen = {
  node: '24.21.0',
  postgres: 180_001,
  redis: '7.2.4',
  steps: { pending: [], unknown: [] },
  buildFits: true,
}

test.each([
  [{}, 'ok', 'Node 24.21.0, Postgres 18.1, Redis 7.2.4'],
  [{ node: '22.18.0' }, 'ok', ''],
  [{ node: '22.17.9' }, 'fail', 'too old'],
  [{ node: '20.9.0' }, 'fail', 'too old'],
  [{ postgres: 140_012 }, 'fail', 'Postgres 14 is too old'],
  [{ postgres: 150_000 }, 'ok', ''],
  [{ redis: '6.0.16' }, 'fail', 'Redis 6.0.16'],
  [{ redis: '6.2.0' }, 'ok', ''],
  [{ redis: null, postgres: null, steps: null, buildFits: null }, 'ok', 'Node 24.21.0:'],
  [{ steps: { pending: ['20261125-audit'], unknown: [] } }, 'warn', '20261125-audit'],
  [{ steps: { pending: [], unknown: ['20300101-later'] } }, 'fail', 'a newer Baymark'],
  [{ buildFits: false }, 'warn', 'npm run build'],
])('versions with %j: %s', (other, state, said) => {
  const found = versionsDiagnoses({ ...versions, ...other })
  expect(stateOf(found)).toBe(state)
  expect(words(found)).toContain(said)
})

const redis: RedisSeen = {
  state: 'seen',
  version: '7.2.4',
  latency: 0.4,
  publishes: true,
  listening: 2,
  hubRuns: true,
  maxmemory: 0,
  used: 5e6,
  policy: 'noeviction',
}

test.each([
  [redis, 'ok', '2 nodes listening'],
  [{ ...redis, listening: 0 }, 'fail', 'another REDIS_URL'],
  [{ ...redis, listening: 0, hubRuns: false }, 'ok', ''],
  [{ ...redis, publishes: false }, 'fail', 'did not come back'],
  [{ ...redis, latency: 90 }, 'warn', 'answers in 90 ms'],
  [{ ...redis, maxmemory: 1e6, used: 0.95e6 }, 'warn', '95 % of maxmemory, policy noeviction'],
  [{ ...redis, maxmemory: 1e6, used: 0.5e6 }, 'ok', ''],
  [{ state: 'away', reason: 'ECONNREFUSED' } as const, 'fail', 'ECONNREFUSED'],
  [{ state: 'not set', severalNodes: false } as const, 'ok', 'one node needs none'],
  [{ state: 'not set', severalNodes: true } as const, 'ok', 'within a second'],
])('Redis, seen as %j: %s', (seen, state, said) => {
  const found = redisDiagnoses(seen)
  expect(stateOf(found)).toBe(state)
  expect(words(found)).toContain(said)
})

const now = new Date('2026-11-23T00:00:00Z')
const certificate: CertificateSeen = {
  names: 'hub.example',
  validFrom: new Date('2026-01-01T00:00:00Z'),
  validTo: new Date('2027-06-01T00:00:00Z'),
  selfSigned: false,
  chainHolds: true,
  chainLength: 2,
  keyMode: 0o600,
}
const reached: TlsSeen = {
  host: '0.0.0.0',
  ownMachine: false,
  proxies: false,
  insecure: false,
  certificate,
  now,
}
const shows = (other: Partial<CertificateSeen>) => ({ ...reached, certificate: { ...certificate, ...other } })

test.each([
  ['a good one', reached, 'ok', 'hub.example, until 2027-06-01'],
  ['it has ended', shows({ validTo: new Date('2026-11-22T00:00:00Z') }), 'fail', 'ended on 2026-11-22'],
  ['it ends soon', shows({ validTo: new Date('2026-12-20T00:00:00Z') }), 'warn', 'ends in 27 days'],
  ['it begins later', shows({ validFrom: new Date('2026-12-01T00:00:00Z') }), 'fail', 'begins on 2026-12-01'],
  ['its chain is in disorder', shows({ chainHolds: false }), 'fail', 'do not follow'],
  ['its issuer is missing', shows({ chainLength: 1 }), 'warn', 'fullchain'],
  ['it signs itself', shows({ selfSigned: true, chainLength: 1 }), 'warn', 'self-signed'],
  ['others may read its key', shows({ keyMode: 0o644 }), 'fail', 'chmod 600'],
  ['it does not fit', { ...reached, certificate: { unfit: 'do not fit' } }, 'fail', 'do not fit'],
  ['none, and one machine', { ...reached, certificate: null, ownMachine: true }, 'ok', 'only this machine'],
  ['none, and a proxy', { ...reached, certificate: null, proxies: true }, 'ok', 'TRUSTED_PROXIES'],
  ['none, told so', { ...reached, certificate: null, insecure: true }, 'warn', 'in the clear'],
  ['none', { ...reached, certificate: null }, 'fail', 'refuses to start'],
] as const)('the certificate: %s', (_what, seen, state, said) => {
  const found = tlsDiagnoses(seen)
  expect(stateOf(found)).toBe(state)
  expect(words(found)).toContain(said)
})

test.each([
  [{ state: 'none' } as const, 'ok', 'none runs'],
  [{ state: 'silent', reason: 'it says nothing' } as const, 'fail', 'it says nothing'],
  [hub({}), 'ok', 'at position 48'],
  [hub({ head: 50 }), 'ok', ''],
  [hub({ head: 60 }), 'warn', '12 positions behind'],
  [hub({ head: 60, sameDatabase: false }), 'fail', 'another database'],
  [hub({ status: 'degraded', troubles: ['its announcements: late'] }), 'warn', 'announcements'],
  [hub({ status: 'not ready', troubles: ['its database: away'] }), 'fail', 'its database: away'],
])('the hub, seen as %j: %s', (seen, state, said) => {
  const found = hubDiagnoses(seen)
  expect(stateOf(found)).toBe(state)
  expect(words(found)).toContain(said)
})

function hub(other: object) {
  const seen = {
    state: 'runs',
    address: 'http://127.0.0.1:4000',
    status: 'ready',
    position: 48,
    head: 48,
  } as const
  return { ...seen, troubles: [], sameDatabase: true, ...other }
}

test.each([
  [{}, 'ok', 'are valid'],
  [{ problems: ['PORT: expected …'] }, 'fail', 'nothing else was looked at'],
  [{ nearMisses: ['REDIS_URI is not a setting'] }, 'warn', 'REDIS_URI'],
  [{ adminKey: `bm_admin_${'a'.repeat(40)}` }, 'fail', 'weak'],
  [{ adminKey: 'bm_admin_0123456789abcdef' }, 'fail', 'weak'],
  [{ adminKey: 'bm_admin_k3J9_xQ2-vT7mZ1pL8wR5dY0' }, 'ok', ''],
])('settings with %j: %s', (other, state, said) => {
  const found = settingsDiagnoses({ problems: [], nearMisses: [], adminKey: '', dataDir: './data', ...other })
  expect(stateOf(found)).toBe(state)
  expect(words(found)).toContain(said)
  expect(words(found)).not.toContain('k3J9')
})

test.each([
  [{ state: 'embedded', seen: 'opened' } as const, 'ok', 'embedded'],
  [{ state: 'reached', roundTrip: 1.2 } as const, 'ok', '1.2 ms'],
  [{ state: 'reached', roundTrip: 45 } as const, 'warn', '45 ms'],
  [{ state: 'away', embedded: false, reason: 'ECONNREFUSED' } as const, 'fail', 'DATABASE_URL'],
  [{ state: 'away', embedded: true, reason: 'held' } as const, 'fail', 'Stop the process'],
])('the database, seen as %j: %s', (reachedSo, state, said) => {
  const found = databaseDiagnoses(reachedSo)
  expect(stateOf(found)).toBe(state)
  expect(words(found)).toContain(said)
})
