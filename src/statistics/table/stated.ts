import { setImmediate as turnEnds } from 'node:timers/promises'
import type { ReadScope } from '../../access/read.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import { HubError } from '../../kernel/errors.ts'
import type { Frequency, Period } from '../../kernel/period.ts'
import type { ObservationStatus } from '../terms.ts'
import { countedFigures, speaksOf } from './measured.ts'
import { type StatedKey, type StatedQuestion, type StatedRow, statedSql } from './stated-sql.ts'
import { StatedSums } from './sums.ts'

/** What a source said of one period. */
export type Stated = {
  readonly value: Decimal | null
  readonly status: ObservationStatus
  readonly publishedAt: Date | null
}

/** How many figures one table may be made of. */
export const figureLimit = 1_000_000

/**
 * What the sources said, as far as it has been read: figures by source, indicator, region, scheme and period. Whoever
 * asks for a key that has not been read makes it wanted; `settled` reads all that is wanted in one statement.
 */
export class StatedFigures {
  readonly #scope: ReadScope
  readonly #question: StatedQuestion
  readonly #figures = new Map<string, ReadonlyMap<Period, Stated>>()
  readonly #units = new Map<string, string>()
  readonly #spoken = new Map<string, Set<Period>>()
  #wanted = new Map<string, StatedKey>()
  #loading: Promise<void> | null = null
  readonly #reading = new Set<Promise<void>>()
  #count = 0
  #loads = 0

  /** Of each key only its newest value and what came after it, in the same range; null where that is never enough. */
  readonly newest: StatedFigures | null

  /** Sums over regions that the database makes; null where the figures themselves are wanted. */
  readonly sums: StatedSums | null

  constructor(scope: ReadScope, question: StatedQuestion) {
    this.#scope = scope
    this.#question = question
    const { periods, latest } = question
    this.newest =
      latest && !('list' in periods)
        ? new StatedFigures(scope, {
            ...question,
            periods: { ...periods, newest: true },
            latest: false,
            summed: false,
          })
        : null
    this.sums =
      question.summed && 'list' in periods
        ? new StatedSums(scope, question, periods.list, (indicator, unit) => this.#checkUnit(indicator, unit))
        : null
  }

  /** The figures of a key by period; undefined while they have not been read, and wanted from then on. */
  of(key: StatedKey): ReadonlyMap<Period, Stated> | undefined {
    if (!speaksOf(key.source, key.indicator, this.#question.outline.measures)) return nothing
    const name = nameOf(key)
    const figures = this.#figures.get(name)
    if (figures === undefined) this.#wanted.set(name, key)
    return figures
  }

  /** Says whether any figure of an indicator and a period was read of a source: where none was, all periods are alike. */
  speaksIn(source: string, indicator: string, period: Period): boolean {
    if (this.#spoken.get(`${source}/${indicator}`)?.has(period)) return true
    return this.sums?.speaksIn(source, indicator, period) ?? false
  }

  /** The unit the figures of an indicator are counted in; null where none was read. */
  unitOf(indicator: string): string | null {
    return this.#units.get(indicator) ?? this.newest?.unitOf(indicator) ?? null
  }

  /**
   * Gives an answer once it is no longer pending: reads what it wanted and asks again. Whoever waits in the same turn
   * shares one statement. Throws TOO_MANY_CELLS beyond the limit, MIXED_UNITS where a column would mix two.
   */
  async settled<Answer>(ask: () => Answer | undefined): Promise<Answer> {
    for (;;) {
      const answer = ask()
      if (answer !== undefined) return answer
      const wanting = [this, this.newest, this.sums].filter((store) => store?.wants)
      if (wanting.length === 0) throw new Error('an answer is pending although all that it wanted was read')
      await Promise.all(wanting.map((store) => store?.load()))
    }
  }

  /** How often something has been read: while it is the same, what was not there is still not there. */
  get loads(): number {
    return this.#loads + (this.sums?.loads ?? 0)
  }

  /** Something that was asked for has not been read, or is being read. */
  get wants(): boolean {
    return this.#wanted.size > 0 || this.#reading.size > 0
  }

  /** Reads what is wanted when this turn ends; all who wait for it in the same turn share one statement. */
  load(): Promise<unknown> {
    if (this.#wanted.size === 0 && this.#loading === null) return Promise.race(this.#reading)
    this.#loading ??= this.#loadSoon()
    return this.#loading
  }

  async #loadSoon(): Promise<void> {
    await turnEnds()
    this.#loading = null
    const reading = this.#load()
    this.#reading.add(reading)
    await reading.finally(() => this.#reading.delete(reading))
  }

  async #load(): Promise<void> {
    const wanted = this.#wanted
    this.#wanted = new Map()
    const keys = [...wanted.values()]
    const { measures } = this.#question.outline
    const [stored, counted] = [
      keys.filter(({ source }) => !measures.has(source)),
      keys.filter(({ source }) => measures.has(source)),
    ]
    const [rows] = await Promise.all([this.#read(stored), this.#countAll(counted)])
    this.#loads += 1
    for (const key of stored) this.#figures.set(nameOf(key), nothing)
    for (const row of rows) {
      this.#checkUnit(row.indicator, row.unit)
      const name = nameOf(row)
      const width = widths[row.frequency]
      const figures = new Map(this.#figures.get(name))
      const spoken = this.#spokenOf(row)
      for (const text of row.figures.split(';')) {
        const period = text.slice(0, width)
        figures.set(period, statedOf(text, width, this.#question.dated))
        spoken.add(period)
      }
      this.#figures.set(name, figures)
      this.#count += figures.size
    }
    if (this.#count > figureLimit) throw tooManyFigures(this.#count)
  }

  async #countAll(keys: readonly StatedKey[]): Promise<void> {
    const { unit, outline, counted } = this.#question
    for (const [source, all] of Map.groupBy(keys, (key) => key.source)) {
      const measure = outline.measures.get(source)
      const own = all.filter(
        ({ indicator }) => unit === null || outline.indicators.get(indicator)?.unit === unit,
      )
      for (const key of all) this.#figures.set(nameOf(key), nothing)
      if (measure === undefined || own.length === 0) continue
      const found = await countedFigures(this.#scope, outline, measure, own, counted)
      for (const [index, key] of own.entries()) {
        const figures = found[index] ?? nothing
        const spoken = this.#spokenOf(key)
        for (const period of figures.keys()) spoken.add(period)
        this.#figures.set(nameOf(key), figures)
        this.#count += figures.size
      }
    }
  }

  async #read(keys: readonly StatedKey[]): Promise<readonly StatedRow[]> {
    if (keys.length === 0) return []
    return this.#scope.database.query<StatedRow>(statedSql(this.#scope, keys, this.#question))
  }

  #spokenOf({ source, indicator }: StatedKey): Set<Period> {
    const key = `${source}/${indicator}`
    const spoken = this.#spoken.get(key) ?? new Set()
    this.#spoken.set(key, spoken)
    return spoken
  }

  #checkUnit(indicator: string, unit: string): void {
    const known = this.#units.get(indicator)
    if (known === undefined) this.#units.set(indicator, unit)
    else if (known !== unit) throw mixedUnits(indicator, known, unit)
  }
}

const nothing: ReadonlyMap<Period, Stated> = new Map()

/** How long the text of a period is, by frequency. */
const widths: Readonly<Record<Frequency, number>> = { A: 4, S: 7, Q: 7, M: 7, W: 8, D: 10 }

function statedOf(text: string, width: number, dated: boolean): Stated {
  const status = text.charAt(width) as ObservationStatus
  const end = dated ? text.indexOf('@', width) : text.length
  const value = text.slice(width + 1, end)
  const instant = dated ? text.slice(end + 1) : ''
  return {
    value: value === '' ? null : value,
    status,
    publishedAt: instant === '' ? null : new Date(Number(instant) * 1_000),
  }
}

function nameOf({ source, indicator, region, scheme }: StatedKey): string {
  return `${source}/${indicator}/${region}/${scheme}`
}

function tooManyFigures(count: number): HubError {
  return new HubError({
    code: 'TOO_MANY_CELLS',
    message: `The table would be made of more than ${figureLimit} figures (${count} so far). Narrow \`where.period\`, \`where.region\` or \`where.scheme\`, or ask for fewer indicators.`,
    expected: `at most ${figureLimit} figures`,
    came: `${count} or more`,
  })
}

function mixedUnits(indicator: string, one: string, other: string): HubError {
  return new HubError({
    code: 'MIXED_UNITS',
    message: `Figures of ${indicator} are counted in ${one} and in ${other}, which cannot stand in one column. Name one of them in \`where.unit\`.`,
    expected: `where: { unit: "${one}" } or where: { unit: "${other}" }`,
    came: `${one} and ${other}`,
  })
}
