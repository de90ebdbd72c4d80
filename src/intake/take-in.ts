import { setImmediate as pause } from 'node:timers/promises'
import type { Announcer } from '../history/announce/announcer.ts'
import { commit } from '../history/commit.ts'
import type { Tail } from '../history/tail.ts'
import type { Clock } from '../kernel/clock.ts'
import { HubError } from '../kernel/errors.ts'
import { type Ids, idOfName } from '../kernel/ids.ts'
import { Permits } from '../kernel/permits.ts'
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
  receive,
  sameFileBefore,
  unfinished,
} from './delivery.ts'
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
  readonly rows: AsyncIterable<IncomingRow>
}

/** A release that is about to begin, as the catalogue writes it. */
export type ReleaseToWrite = {
  readonly source: string
  readonly name: string
  readonly period: string | null
  readonly publishedAt: Date | null
  readonly note: string | null
  readonly evidence: string | null
  readonly deliveryId: string
}

/** What intake is wired with. */
export type IntakeParts = {
  readonly database: Database
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
}

/** How many findings a report holds; all are counted, and all errors stand with their held rows. */
const findingsShown = 100

/** How long an answer waits for this node's own tail, in milliseconds. */
const tailPatience = 10_000

/** How far a publisher's clock may be ahead of ours, in milliseconds. */
const clockSkew = 60_000

/** What became of deliveries that had been cut off: completed, waiting for the node with their original, or failed. */
export type Resumed = {
  readonly completed: number
  readonly elsewhere: readonly string[]
  readonly failed: readonly { readonly id: string; readonly reason: string }[]
}

/** How often, and how many milliseconds apart at most, a failure that was told to a sender is tried to be noted. */
const giveBackAttempts = 600
const giveBackPause = 1_000

/** After how many changed figures the embedded store is vacuumed: replaced rows slow reads down until then. */
const tidyAfter = 5_000

/** Takes deliveries in: file or rows → claims → checks → quarantine or facts, a commit per release. */
export class Intake {
  readonly #parts: IntakeParts
  /** One writer of this node at a time waits for the lock: the other connections are left to readers. */
  readonly #writer = new Permits(1)
  #untidy = 0

  constructor(parts: IntakeParts) {
    this.#parts = parts
  }

  /** Takes a file in; resolves when everything it says is committed or held back. The same file again changes nothing. */
  async takeFile(file: IncomingFile): Promise<DeliveryReport> {
    const { source, bytes, name, idempotencyKey } = file
    return this.#take(await this.#sourceOf(source), 'file', bytes, name, idempotencyKey)
  }

  /** Takes posted rows in as one release, through the same checks as a file. */
  async takeRows(release: PostedRelease): Promise<DeliveryReport> {
    const source = await this.#sourceOf(release.source)
    checkPublished(release.publishedAt, this.#parts.clock.now())
    return this.#take(source, 'rows', serialized(release), release.code ?? 'rows', release.idempotencyKey)
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
          reason: error instanceof Error ? error.message : String(error),
        })
      }
    }
    for (const noun of nouns.values()) await noun.sweep(database)
    return resumed
  }

  async #take(
    source: SourceForIntake,
    form: DeliveryForm,
    bytes: Uint8Array,
    name: string,
    idempotencyKey: string,
  ): Promise<DeliveryReport> {
    checkKey(idempotencyKey)
    const { database, originals, ids } = this.#parts
    const digest = await originals.keep(bytes)
    const fresh: Delivery = {
      id: ids.next(),
      source: source.code,
      idempotencyKey,
      digest,
      form,
      name: storedName(name),
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
    const file = posted ?? this.#parts.readFile(source, bytes)
    const sorted = await sortRows(file.rows, await noun.checker(database, source), pause)
    await hold(database, delivery.id, source.code, sorted.held)
    const releases: DeliveredRelease[] = []
    const totals = { added: 0, revised: 0, confirmed: 0, stale: 0 }
    for (const release of file.refused ? [] : sorted.releases) {
      const done = await this.#commit(noun, delivery, release, posted)
      for (const verdict of Object.keys(totals) as (keyof typeof totals)[])
        totals[verdict] += done.counts[verdict]
      if (done.release !== null) releases.push(done.release)
    }
    const last = releases.at(-1)
    if (last !== undefined) await this.#parts.tail.reach(last.position, tailPatience)
    const report = await complete(database, reportOf(delivery, file, sorted, totals, releases))
    await this.#tidy(totals.added + totals.revised)
    this.#parts.log.info(
      { source: source.code, name: delivery.name, state: report.state, ...report.counts },
      'a delivery was taken in',
    )
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
    const { database, announcer, clock, ids, metrics } = this.#parts
    const publishedAt = posted?.publishedAt ?? null
    const batch = {
      deliveryId: delivery.id,
      stageId: ids.next(),
      source: delivery.source,
      publishedAt,
      claims: release.claims,
    }
    const staged = await noun.stage(database, batch)
    let counts: BatchCounts = staged.counts
    let lockedAt = clock.monotonic()
    const record = await this.#writer.with(() =>
      commit(database, {
        id: idOfName('delivery', delivery.id, release.name),
        kind: 'RELEASE',
        write: async (transaction, position) => {
          lockedAt = clock.monotonic()
          const settled = await staged.settle(transaction)
          if (settled === null) return null
          counts = settled
          const releaseId = await this.#parts.writeRelease(transaction, position, {
            source: delivery.source,
            name: release.name,
            period: onlyOne(release.periods),
            publishedAt,
            note: posted?.note ?? null,
            evidence: onlyOne(release.evidence),
            deliveryId: delivery.id,
          })
          await staged.write(transaction, position, releaseId)
          return { releaseId, counts: { ...counts } }
        },
      }),
    )
    metrics.lock.observe((clock.monotonic() - lockedAt) / 1_000)
    await staged.discard(database)
    if (record === null) return { release: null, counts }
    announcer.announce(record.position)
    return {
      release: { id: record.releaseId ?? '', position: record.position },
      counts: { ...counts, ...(record.counts as Partial<BatchCounts>) },
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
  }
}

/** The report of a delivery whose file had been taken in before: it did nothing. */
function repeatOf(before: DeliveryReport, delivery: Delivery): DeliveryReport {
  const counts = { rows: before.counts.rows, added: 0, revised: 0, confirmed: 0, stale: 0, quarantined: 0 }
  return { ...before, id: delivery.id, state: 'UNCHANGED', repeated: true, counts, releases: [] }
}

function checkKey(key: string): void {
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return
  throw new HubError({
    code: 'IDEMPOTENCY_KEY_MISSING',
    message:
      'A delivery needs an idempotency key: 1 to 200 printable ASCII characters without blanks, the same again on a retry.',
    expected: '1 to 200 characters, like a UUID',
    came: key === '' ? 'nothing' : `${key.length} characters`,
  })
}

/** A release of the future would win over every later one: it is a mistake of the date. */
function checkPublished(publishedAt: Date | null, now: Date): void {
  if (publishedAt === null || publishedAt.getTime() <= now.getTime() + clockSkew) return
  const expected = `an instant up to now, ${now.toISOString()}`
  const came = publishedAt.toISOString()
  throw new HubError({
    code: 'BAD_USER_INPUT',
    message: `publishedAt lies in the future: expected ${expected}; came ${came}.`,
    expected,
    came,
  })
}

/** The name of a file as it may be kept: its last part, at most 200 characters. */
function storedName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  return (
    last
      .replace(/\p{Cc}/gu, '')
      .toWellFormed()
      .slice(0, 200) || 'unnamed'
  )
}

function onlyOne(values: ReadonlySet<string>): string | null {
  return values.size === 1 ? ([...values][0] ?? null) : null
}
