import 'reflect-metadata'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { GraphQLSchema } from 'graphql'
import { steps } from '../migrations/steps.ts'
import { limitingAttempts } from './access/attempts.ts'
import { recordingRefusals } from './access/audit/recorded-refusals.ts'
import { AuditTrail } from './access/audit/trail.ts'
import { bootstrapIdOf, gateFor } from './access/credentials.ts'
import { KeyAdministration } from './access/key/key-administration.ts'
import { KeyGate } from './access/key/key-gate.ts'
import { openRevocationSweep } from './access/key/revocation-sweep.ts'
import type { Counting } from './access/read.ts'
import { rememberingConnections } from './access/remembered-connections.ts'
import { openTokenGate } from './access/token/token-gate.ts'
import { tokenSettingsOf } from './access/token/token-settings.ts'
import { accessKeySlice } from './api/access-key-slice.ts'
import type { HubFace } from './api/context.ts'
import { Budgets } from './api/cost/budgets.ts'
import { CostGate } from './api/cost/cost-gate.ts'
import { listSizesOf } from './api/cost/list-sizes.ts'
import { Documents } from './api/documents/documents.ts'
import { readTrustedDocuments, TrustedDocuments } from './api/documents/trusted-documents.ts'
import { failuresFor } from './api/failures.ts'
import { openFront } from './api/front.ts'
import type { GraphParts } from './api/graphql.ts'
import { makeHttp } from './api/http.ts'
import { makeSchema, type ResolverClass } from './api/schema.ts'
import { serveSockets } from './api/websocket.ts'
import { certificateSlice } from './catalogue/certificate/slice.ts'
import { codeListSlice } from './catalogue/code-list/slice.ts'
import { crosswalkSlice } from './catalogue/crosswalk/slice.ts'
import { freshnessSlice } from './catalogue/freshness/slice.ts'
import { indicatorSlice } from './catalogue/indicator/slice.ts'
import { knownCodesOf } from './catalogue/known-codes.ts'
import { organizationSlice } from './catalogue/organization/slice.ts'
import { qualificationSlice } from './catalogue/qualification/slice.ts'
import { readReference, referenceVersion } from './catalogue/reference/reference.ts'
import { referenceRows } from './catalogue/reference-rows.ts'
import { regionSlice } from './catalogue/region/slice.ts'
import type { Register } from './catalogue/register/register.ts'
import { registerIntake } from './catalogue/register/register-intake.ts'
import { releaseSlice } from './catalogue/release/slice.ts'
import { writeRelease } from './catalogue/release/writes.ts'
import { schemeSlice } from './catalogue/scheme/slice.ts'
import { findSource } from './catalogue/source/find.ts'
import { sourceSlice } from './catalogue/source/slice.ts'
import { inUseByAny, writeReference } from './catalogue/writes.ts'
import { creditCounts } from './credit/count/credit-counts.ts'
import { inspectionSlice } from './credit/inspection/slice.ts'
import { jointMeasureSlice } from './credit/joint-measure/slice.ts'
import { creditSlice } from './credit/slice.ts'
import { announceInMemory } from './history/announce/memory.ts'
import { announceByRedis } from './history/announce/redis.ts'
import { type Committer, committerFor, type Deriver } from './history/commit.ts'
import { type DueFacts, openDueSweep } from './history/due-sweep.ts'
import { beginHistory } from './history/head.ts'
import { Tail } from './history/tail.ts'
import { openEmbargoSweep } from './intake/embargo-sweep.ts'
import type { NounIntake } from './intake/noun-intake.ts'
import { withdraw } from './intake/release-changes.ts'
import { Intake } from './intake/take-in.ts'
import { type Clock, systemClock } from './kernel/clock.ts'
import { type Ids, randomIds } from './kernel/ids.ts'
import { Permits } from './kernel/permits.ts'
import type { Certificate } from './platform/certificate.ts'
import { type Config, callerPresets } from './platform/config.ts'
import type { Database } from './platform/database.ts'
import { lockDirectory } from './platform/directory-lock.ts'
import type { Layout } from './platform/layout.ts'
import type { Log } from './platform/log.ts'
import { openMetrics } from './platform/metrics.ts'
import { migrate, pendingSteps } from './platform/migrate.ts'
import { openOriginals } from './platform/originals.ts'
import { openPglite } from './platform/pglite.ts'
import { openPostgres } from './platform/postgres.ts'
import { projectVersion } from './platform/project.ts'
import { RateCounts } from './platform/rate-counts.ts'
import { shareByRedis, unshared } from './platform/rate-share.ts'
import { loadFeeds } from './sources/load-feeds.ts'
import { rowsOfFile } from './sources/rows-of-file.ts'
import { availabilitySlice } from './statistics/availability/slice.ts'
import { catchUpExtents } from './statistics/availability/writes.ts'
import { discrepancySlice } from './statistics/discrepancy/slice.ts'
import { explanationSlice } from './statistics/explanation/slice.ts'
import { codesInUse } from './statistics/known-in-use.ts'
import { previewSlice } from './statistics/preview/slice.ts'
import { statisticsSlice } from './statistics/slice.ts'
import { tableNodes, tableSlice } from './statistics/table/slice.ts'
import { vintageSlice } from './statistics/vintage/slice.ts'
import { CommitLog } from './subscriptions/commit-log.ts'
import { cursorAt } from './subscriptions/points.ts'

/** Every noun of the hub, in one list: adding one here adds it to tables, graph, streams and intake. */
const slices = [
  regionSlice,
  schemeSlice,
  codeListSlice,
  crosswalkSlice,
  indicatorSlice,
  sourceSlice,
  releaseSlice,
  organizationSlice,
  freshnessSlice,
  statisticsSlice,
  tableSlice,
  discrepancySlice,
  availabilitySlice,
  vintageSlice,
  explanationSlice,
  previewSlice,
  certificateSlice,
  qualificationSlice,
  creditSlice,
  jointMeasureSlice,
  inspectionSlice,
  accessKeySlice,
] as const

/** The tables of this code, and the steps that made them. */
export const layout: Layout = {
  entities: slices.flatMap((slice): readonly unknown[] => slice.entities) as Layout['entities'],
  steps,
}

/** The resolvers of all nouns. */
export const resolvers = slices.flatMap((slice) => [...slice.resolvers]) as readonly ResolverClass[]

/** What each commit writes beside what it was asked to: in this order, under the same lock. */
const derivers: readonly Deriver[] = [discrepancySlice.derive, availabilitySlice.derive, creditSlice.derive]

/** The nouns whose facts sources state whole; intake takes in what stands here. */
const registers: readonly Register[] = [
  organizationSlice.register,
  certificateSlice.register,
  qualificationSlice.register,
  creditSlice.register,
  jointMeasureSlice.register,
  inspectionSlice.register,
]

/** What days change by themselves. */
const due: readonly DueFacts[] = [creditSlice.due, certificateSlice.due, qualificationSlice.due]

/** How long an ending is left to whoever is telling it, and how many are told at once. In milliseconds. */
const untold = { age: 10_000, atOnce: 1_000 }

/** How long the answer of a mutation waits for this node's own tail, in milliseconds. */
const tailPatience = 10_000

/** What a hub is opened with; clock and ids can be others in tests. */
export type HubOptions = {
  readonly config: Config
  readonly administratorKey: string
  readonly log: Log
  readonly clock?: Clock
  readonly ids?: Ids
  /** Why it is opened, for the audit, where it is no node that serves. */
  readonly purpose?: string
  /** Puts other gates in the place of the hub's own: for a measurement of what those cost. */
  readonly gates?: (own: Gates, schema: GraphQLSchema) => Gates
}

/** What stands between a caller and an execution. */
export type Gates = Pick<GraphParts, 'gate' | 'costs' | 'documents'>

/** An open hub: its store, its history, its intake, and its server, which does not listen yet. */
export type Hub = AsyncDisposable & {
  readonly database: Database
  readonly tail: Tail
  readonly intake: Intake
  readonly http: FastifyInstance
  /** What it shows over TLS; null where it speaks plain HTTP. */
  readonly certificate: Certificate | null
  /** Names this opening of the hub; told at `/health/live`. */
  readonly instance: string
}

/** Opens the store of a configuration; PGlite's folder is locked for this process until it is closed. */
export async function openStore(
  config: Config,
  log: Log,
): Promise<{ readonly database: Database } & AsyncDisposable> {
  await using opening = new AsyncDisposableStack()
  if (config.DATABASE_URL === '') opening.use(await lockDirectory(config.DATA_DIR))
  const database =
    config.DATABASE_URL === ''
      ? await openPglite(join(config.DATA_DIR, 'database'), layout, log)
      : await openPostgres(config.DATABASE_URL, config.DATABASE_CONNECTIONS, layout, log)
  opening.defer(() => database.close())
  const open = opening.move()
  return { database, [Symbol.asyncDispose]: () => open.disposeAsync() }
}

/** Opens a hub whole: migrates, brings the reference data up to date, completes deliveries that were cut off. */
export async function openHub({
  config,
  administratorKey,
  log,
  clock = systemClock,
  ids = randomIds,
  purpose,
  gates = (given) => given,
}: HubOptions): Promise<Hub> {
  await using opening = new AsyncDisposableStack()
  const front = await openFront(config, clock)
  const { database } = opening.use(await openStore(config, log))
  const done = await migrate(
    database,
    steps.map((step) => step.name),
  )
  if (done.length > 0) log.info({ steps: done }, 'the database was brought to the layout of this version')
  const { epoch } = await beginHistory(database, ids.next())
  await catchUpExtents(database)
  const commit = committerFor(database, derivers)
  const reference = { version: referenceVersion, tables: referenceRows(readReference()) }
  const inUse = inUseByAny([codesInUse, creditSlice.codesInUse])
  if ((await writeReference(database, commit, reference, inUse)) === 'older')
    log.warn({}, 'the catalogue was written by a newer Baymark and stays as it is')
  const announcer =
    config.REDIS_URL === '' ? announceInMemory() : announceByRedis(config.REDIS_URL, epoch, log)
  opening.defer(() => announcer.close())
  const keys = opening.use(await KeyGate.open(database, clock, log))
  const tail = await Tail.follow(database, announcer, log, undefined, (version) => keys.reach(version))
  opening.defer(() => tail.close())
  announcer.announce(tail.position)
  const metrics = openMetrics(() => tail.position)
  const instance = ids.next()
  const counted = (state: 'kept' | 'lost', entries: number) => metrics.audited.inc({ state }, entries)
  const audit = opening.use(new AuditTrail({ database, clock, log, instance, counted }))
  const recorded = (act: 'startNode' | 'stopNode') =>
    audit.record({ actor: 'hub', act, subjects: [instance], purpose: purpose ?? null, outcome: 'OK' })
  recorded('startNode')
  opening.defer(() => recorded('stopNode'))
  const feeds = loadFeeds()
  const nouns = new Map<string, NounIntake>([
    ['observation', statisticsSlice.intake(clock) as NounIntake],
    ...registers.map(
      (register) => [register.noun, registerIntake(register, { ids, registers }) as NounIntake] as const,
    ),
  ])
  const writer = new Permits(1)
  const intake = new Intake({
    database,
    commit,
    writer,
    originals: openOriginals(join(config.DATA_DIR, 'originals')),
    announcer,
    tail,
    clock,
    ids,
    metrics,
    log,
    nouns,
    findSource: (code) => findSource(database, code),
    readFile: (source, bytes) => rowsOfFile(feeds, source.feed, bytes),
    writeRelease,
  })
  const changes = { database, commit, announcer, tail, nouns, releases: releaseSlice.changes, writer }
  const followed: Committer = async (request) => {
    const record = await writer.with(() => commit(request))
    if (record === null) return null
    announcer.announce(record.position)
    await tail.reach(record.position, tailPatience)
    return record
  }
  const { completed, elsewhere, failed } = await intake.resume()
  if (completed > 0) log.warn({ deliveries: completed }, 'deliveries that had been cut off were completed')
  if (elsewhere.length > 0)
    log.warn({ deliveries: elsewhere }, 'deliveries wait for the node that has their originals')
  for (const delivery of failed) log.error(delivery, 'a delivery that had been cut off cannot be completed')
  opening.use(await openEmbargoSweep({ ...changes, nextEmbargoes: releaseSlice.nextEmbargoes, metrics, log }))
  const accessKeys = new KeyAdministration({
    database,
    commit: followed,
    announcer,
    gate: keys,
    bootstrapId: bootstrapIdOf(administratorKey),
    clock,
    ids,
    log,
  })
  opening.use(await openRevocationSweep({ database, tell: (id) => accessKeys.tell(id), log }))
  const complete = async (all: boolean) => {
    for (const id of await creditSlice.endings.untold(database, all ? 0 : untold.age, untold.atOnce))
      await creditSlice.endings.tell(database, followed, id)
  }
  opening.use(await openDueSweep({ database, commit: followed, tail, due, complete, ids, log }))
  const closing = new AbortController()
  const kept = keptBy(database, [creditCounts()])
  const hub: HubFace = {
    version: projectVersion(),
    tail,
    streams: slices.flatMap((slice) => [...slice.streams]) as unknown as HubFace['streams'],
    nodes: new Map([
      ...slices.flatMap((slice) => Object.entries<unknown>(slice.nodes)),
      ...Object.entries(tableNodes(kept)),
    ]) as HubFace['nodes'],
    knownCodes: knownCodesOf(database),
    kept,
    cursorAt: (position) => cursorAt(tail, position),
    publish: (release) => intake.publishRows(release),
    withdraw: (withdrawal) => withdraw(changes, withdrawal),
    accessKeys,
    commit: followed,
    audit,
  }
  const tokenSettings = tokenSettingsOf(config)
  const tokens = tokenSettings === null ? null : openTokenGate(tokenSettings, clock, log)
  const counts = new RateCounts(clock)
  const share = opening.use(
    config.REDIS_URL === ''
      ? unshared()
      : shareByRedis({ url: config.REDIS_URL, epoch, node: instance, counts, log }),
  )
  const schema = await makeSchema(resolvers)
  const publicAccess = config.PUBLIC_ACCESS === 'on'
  const gate = gateFor({ administratorKey, keys, tokens, publicAccess })
  const trusted = new TrustedDocuments(readTrustedDocuments())
  const own: Gates = {
    // Counted together, so that whoever guesses on is known and fills nothing.
    gate: rememberingConnections(recordingRefusals(limitingAttempts(gate, clock), audit)),
    documents: new Documents(schema, trusted, config.DOCUMENTS),
    costs: new CostGate({
      schema,
      sizesAt: listSizesOf(hub.knownCodes),
      limit: config.COST_LIMIT,
      budgets: new Budgets({
        counts,
        share,
        perCredential: { set: config.RATE_LIMIT, preset: callerPresets.RATE_LIMIT },
        perNetwork: { set: config.RATE_LIMIT_ANONYMOUS, preset: callerPresets.RATE_LIMIT_ANONYMOUS },
      }),
    }),
  }
  const parts = {
    schema,
    ...gates(own, schema),
    hub,
    tail,
    database,
    sources: { tail, database, log: new CommitLog(database), clock },
    front,
    failures: failuresFor(ids, log, (code) => metrics.errors.inc({ code })),
    metrics,
    log,
    clock,
    closing: closing.signal,
    intake,
    announcer,
    deliveryLimit: config.BODY_LIMIT,
    pendingSteps: () => pendingSteps(database),
    instance,
  }
  const http = await makeHttp(parts)
  opening.defer(() => http.close())
  opening.use(serveSockets(http.server, parts))
  opening.defer(() => closing.abort())
  const open = opening.move()
  return {
    database,
    tail,
    intake,
    http,
    certificate: front.certificate,
    instance,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

/** Makes what a noun keeps for the life of the hub once, when it is first asked for. */
function keptBy(database: Database, counted: readonly Counting[]): HubFace['kept'] {
  const made = new Map<unknown, unknown>()
  return <Value>(make: (from: Database, of: readonly Counting[]) => Value): Value => {
    if (!made.has(make)) made.set(make, make(database, counted))
    return made.get(make) as Value
  }
}
