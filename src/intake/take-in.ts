import { setImmediate as pause } from 'node:timers/promises'
import type { Announcer } from '../history/announce/announcer.ts'
import type { Committer } from '../history/commit.ts'
import type { Tail } from '../history/tail.ts'
import type { Clock } from '../kernel/clock.ts'
import { type ErrorTrace, traceOf } from '../kernel/error-trace.ts'
import { HubError } from '../kernel/errors.ts'
import { type Ids, idOfName } from '../kernel/ids.ts'
import type { Permits } from '../kernel/permits.ts'
import type { Position } from '../kernel/position.ts'
import type { Database, Queryable } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Originals } from '../platform/originals.ts'
import {
  complete,
  type Delivery,
  type DeliveryForm,
  giveBack,
  isRecorded,
  receive,
  sameFileBefore,
  unfinished,
} from './delivery.ts'
import { checkEmbargo, checkKey, checkPostable, checkPublished, storedName } from './delivery-checks.ts'
import type { BatchCounts, IntakeSource, NounIntake } from './noun-intake.ts'
import { type KeptPost, postedRows, serialized } from './posted.ts'
import { hold } from './quarantine.ts'
import type { DeliveredRelease, DeliveryReport, Finding, PostedRelease } from './report.ts'
import { type IncomingRow, type ReleaseClaims, type Sorted, sortRows } from './sorting.ts'

/** A source as intake needs it: how its files are read, and which noun its facts are. */
export type SourceForIntake = IntakeSource & { readonly noun: string; readonly feed: string }

/** What a feed makes of a file. */
export type RowsOfFile = {
  readonly refused: boolean
  readonly findings: readonly Finding[]
  /** The header of the column that says a field; without it findings about rows name fields. */
  readonly columnOf?: (field: string) => string | undefined
  readonly rows: AsyncIterable<IncomingRow>
}

/** A release that is about to begin, as the catalogue writes it. */
export type ReleaseToWrite = {
  readonly source: string
  readonly name: string
  readonly period: string | null
  readonly publishedAt: Date | null
  readonly embargoUntil: Date | null
  readonly note: string | null
  readonly evidence: string | null
  readonly deliveryId: string
}

/** What intake is wired with. */
export type IntakeParts = {
  readonly database: Database
  readonly commit: Committer
  readonly originals: Originals
  readonly announcer: Announcer
  readonly tail: Tail
  readonly clock: Clock
  readonly ids: Ids
  readonly metrics: Metrics
  readonly log: Log
  readonly nouns: ReadonlyMap<string, NounIntake>
  /** The source with a code as it is now, or null. */
  readonly findSource: (code: string) => Promise<SourceForIntake | null>
  /** One writer of this node at a time waits for the lock: the other connections are left to readers. */
  readonly writer: Permits
  readonly readFile: (source: SourceForIntake, bytes: Uint8Array) => RowsOfFile
  readonly writeRelease: (
    transaction: Queryable,
    position: Position,
    release: ReleaseToWrite,
  ) => Promise<string>
}

/** A file to take in. */
export type IncomingFile = {
  readonly source: string
  readonly bytes: Uint8Array
  readonly name: string
  readonly idempotencyKey: string
  /** Until when nobody but its publisher sees what it says; null or left away where it speaks at once. */
  readonly embargoUntil?: Date | null
}

/** What is taken in, whatever its form. */
type Incoming = IncomingFile & { readonly form: DeliveryForm }

/** How many findings a report holds; all are counted, and all errors stand with their held rows. */
const findingsShown = 100

/** How long an answer waits for this node's own tail, in milliseconds. */
const tailPatience = 10_000

/** What became of deliveries that had been cut off: completed, waiting for the node with their original, or failed. */
export type Resumed = {
  readonly completed: number
  readonly elsewhere: readonly string[]
  readonly failed: readonly { readonly id: string; readonly reason: ErrorTrace }[]
}

/** How often, and how many milliseconds apart at most, a failure that was told to a sender is tried to be noted. */
const giveBackAttempts = 600
const giveBackPause = 1_000

/** After how many changed figures the embedded store is vacuumed: replaced rows slow reads down until then. */
const tidyAfter = 5_000

/** Takes deliveries in: file or rows → claims → checks → quarantine or facts, a commit per release. */
export class Intake {
  readonly #parts: IntakeParts
  #untidy = 0

  constructor(parts: IntakeParts) {
    this.#parts = parts
  }

  /** Takes a file in; resolves when everything it says is committed or held back. The same file again changes nothing. */
  async takeFile(file: IncomingFile): Promise<DeliveryReport> {
    return this.#take(await this.#sourceOf(file.source), { ...file, form: 'file' })
  }

  /** As `takeRows`, of a source of figures: what the rows of the graph can say. Throws FILE_EXPECTED of another. */
  async publishRows(release: PostedRelease): Promise<DeliveryReport> {
    checkPostable(await this.#parts.findSource(release.source))
    return this.takeRows(release)
  }

  /** Takes posted rows in as one release, through the same checks as a file. */
  async takeRows(release: PostedRelease): Promise<DeliveryReport> {
    const source = await this.#sourceOf(release.source)
    checkPublished(release.publishedAt, release.embargoUntil ?? null, this.#parts.clock.now())
    const bytes = serialized(release)
    return this.#take(source, { ...release, form: 'rows', bytes, name: release.code ?? 'rows' })
  }

  /**
   * Completes deliveries that a process which ended had begun. One that fails is told and stays open; it holds up
   * neither the others nor the start of the hub.
   */
  async resume(): Promise<Resumed> {
    const { database, originals, nouns } = this.#parts
    const resumed = { completed: 0, elsewhere: [] as string[], failed: [] as Resumed['failed'][number][] }
    for (const delivery of await unfinished(database)) {
      try {
        const bytes = await originals.read(delivery.digest)
        if (bytes === null) resumed.elsewhere.push(delivery.id)
        else {
          await this.#process(await this.#sourceOf(delivery.source), delivery, bytes)
          resumed.completed += 1
        }
      } catch (error) {
        resumed.failed.push({
          id: delivery.id,
          reason: traceOf(error),
        })
      }
    }
    for (const noun of nouns.values()) await noun.sweep(database)
    return resumed
  }

  async #take(source: SourceForIntake, incoming: Incoming): Promise<DeliveryReport> {
    const { form, bytes, name, idempotencyKey, embargoUntil = null } = incoming
    checkKey(idempotencyKey)
    const { database, originals, ids, clock } = this.#parts
    // A retry may come after the embargo that it asks for has ended.
    if (embargoUntil !== null && !(await isRecorded(database, source.code, idempotencyKey)))
      checkEmbargo(embargoUntil, clock.now())
    const digest = await originals.keep(bytes)
    const fresh: Delivery = {
      id: ids.next(),
      source: source.code,
      idempotencyKey,
      digest,
      form,
      name: storedName(name),
      embargoUntil,
    }
    const { delivery, outcome } = await receive(database, fresh, bytes.byteLength)
    if (outcome !== null) return { ...outcome, repeated: true }
    return this.#process(source, delivery, bytes).catch((error: unknown) => {
      void this.#giveBack(delivery.id)
      throw error
    })
  }

  /** Notes that the sender was told of a failure; tries until the store answers, because it may be what failed. */
  async #giveBack(deliveryId: string): Promise<void> {
    for (let attempt = 0; attempt < giveBackAttempts; attempt += 1) {
      const noted = await giveBack(this.#parts.database, deliveryId).then(
        () => true,
        () => false,
      )
      if (noted) return
      await this.#parts.tail.beyond(this.#parts.tail.position, AbortSignal.timeout(giveBackPause))
    }
  }

  async #process(source: SourceForIntake, delivery: Delivery, bytes: Uint8Array): Promise<DeliveryReport> {
    const { database, metrics } = this.#parts
    const before = delivery.form === 'file' ? await sameFileBefore(database, delivery) : null
    if (before !== null) return complete(database, repeatOf(before, delivery))
    const noun = this.#parts.nouns.get(source.noun)
    if (noun === undefined)
      throw new Error(`the source ${source.code} is of the noun ${source.noun}, which nobody takes in`)
    const posted = delivery.form === 'rows' ? postedRows(bytes) : null
    const file: RowsOfFile = posted ?? this.#parts.readFile(source, bytes)
    const sorted = await sortRows(
      file.rows,
      {
        check: await noun.checker(database, source),
        agree: (left, right) => noun.agree(left, right),
        masked: (text) => noun.masked?.(text) ?? text,
        columnOf: file.columnOf ?? noColumn,
      },
      pause,
    )
    await hold(database, delivery.id, source.code, sorted.held)
    const releases: DeliveredRelease[] = []
    const totals = { added: 0, revised: 0, confirmed: 0, stale: 0 }
    const compared: Finding[] = []
    for (const release of file.refused ? [] : sorted.releases) {
      const done = await this.#commit(noun, delivery, release, posted)
      for (const verdict of Object.keys(totals) as (keyof typeof totals)[])
        totals[verdict] += done.counts[verdict]
      compared.push(...done.findings)
      if (done.release !== null) releases.push(done.release)
    }
    const last = releases.at(-1)
    if (last !== undefined) await this.#parts.tail.reach(last.position, tailPatience)
    const report = await complete(
      database,
      reportOf(delivery, file, { ...sorted, findings: [...sorted.findings, ...compared] }, totals, releases),
    )
    await this.#tidy(totals.added + totals.revised)
    this.#parts.log.info(
      { source: source.code, delivery: delivery.id, state: report.state, ...report.counts },
      'a delivery was taken in',
    )
    // Whoever may read the metrics may not know yet that there is something under embargo.
    if (delivery.embargoUntil !== null) return report
    metrics.deliveries.inc({ source: source.code, state: report.state })
    for (const [verdict, count] of Object.entries(totals)) metrics.figures.inc({ verdict }, count)
    return report
  }

  async #tidy(changed: number): Promise<void> {
    this.#untidy += changed
    if (this.#untidy < tidyAfter) return
    this.#untidy = 0
    await this.#parts.database.tidy()
  }

  /** Commits one release of a delivery; repeated after a crash, it finds the commit that was made. */
  async #commit(noun: NounIntake, delivery: Delivery, release: ReleaseClaims, posted: KeptPost | null) {
    const { database, commit, announcer, clock, ids, metrics, writer } = this.#parts
    const publishedAt = posted?.publishedAt ?? null
    const { embargoUntil } = delivery
    const batch = {
      deliveryId: delivery.id,
      stageId: ids.next(),
      source: delivery.source,
      publishedAt: publishedAt ?? embargoUntil,
      claims: release.claims,
    }
    const staged = await noun.stage(database, batch)
    let counts: BatchCounts = staged.counts
    let lockedAt = clock.monotonic()
    const record = await writer.with(() =>
      commit({
        id: idOfName('delivery', delivery.id, release.name),
        kind: embargoUntil === null ? 'RELEASE' : 'CLAIM',
        write: async (transaction, position) => {
          lockedAt = clock.monotonic()
          const settled = await staged.settle(transaction)
          // What is news at the end of an embargo nobody knows before.
          if (settled === null && embargoUntil === null) return null
          counts = settled ?? counts
          const releaseId = await this.#parts.writeRelease(transaction, position, {
            source: delivery.source,
            name: release.name,
            period: onlyOne(release.periods),
            publishedAt,
            embargoUntil,
            note: posted?.note ?? null,
            evidence: onlyOne(release.evidence),
            deliveryId: delivery.id,
          })
          if (embargoUntil === null) {
            await staged.write(transaction, position, releaseId)
            return { releaseId, counts: { ...counts } }
          }
          await staged.writeClaims(transaction, position, releaseId)
          return { releaseId, counts: { claims: release.claims.length } }
        },
      }),
    )
    metrics.lock.observe((clock.monotonic() - lockedAt) / 1_000)
    await staged.discard(database)
    const findings = staged.findings ?? []
    if (record === null) return { release: null, counts, findings }
    announcer.announce(record.position)
    return {
      release: { id: record.releaseId ?? '', position: record.position },
      counts: { ...counts, ...(record.counts as Partial<BatchCounts>) },
      findings,
    }
  }

  async #sourceOf(code: string): Promise<SourceForIntake> {
    const source = code.length <= 100 ? await this.#parts.findSource(code) : null
    if (source !== null) return source
    throw new HubError({
      code: 'UNKNOWN_SOURCE',
      message: 'No source has this code. List `sources { code }` for the known ones.',
      expected: 'the code of a source',
      came: code.slice(0, 80),
    })
  }
}

function reportOf(
  delivery: Delivery,
  file: { readonly refused: boolean; readonly findings: readonly Finding[] },
  sorted: Sorted,
  totals: BatchCounts,
  releases: readonly DeliveredRelease[],
): DeliveryReport {
  const findings = [...file.findings, ...sorted.findings]
  return {
    id: delivery.id,
    source: delivery.source,
    state: file.refused ? 'REFUSED' : releases.length > 0 ? 'TAKEN' : 'UNCHANGED',
    digest: delivery.digest,
    repeated: false,
    counts: { rows: sorted.rows, ...totals, quarantined: sorted.held.length },
    releases,
    findings: findings.slice(0, findingsShown),
    findingCount: findings.length,
    embargoUntil: delivery.embargoUntil?.toISOString() ?? null,
  }
}

/** The report of a delivery whose file had been taken in before: it did nothing. */
function repeatOf(before: DeliveryReport, delivery: Delivery): DeliveryReport {
  const counts = { rows: before.counts.rows, added: 0, revised: 0, confirmed: 0, stale: 0, quarantined: 0 }
  return { ...before, id: delivery.id, state: 'UNCHANGED', repeated: true, counts, releases: [] }
}

const noColumn = (): undefined => undefined

function onlyOne(values: ReadonlySet<string>): string | null {
  return values.size === 1 ? ([...values][0] ?? null) : null
}
