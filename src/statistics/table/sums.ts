import { setImmediate as turnEnds } from 'node:timers/promises'
import type { ReadScope } from '../../access/read.ts'
import { visible } from '../../access/rules.ts'
import { at } from '../../history/at.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import type { Period } from '../../kernel/period.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import type { StatedKey, StatedQuestion } from './stated-sql.ts'

/** Whose figures are added: those of one indicator and scheme in one source, of all members of a region. */
export type SumKey = StatedKey & {
  readonly regions: readonly string[]
}

/** The exact sum over all regions of a key in a period, and whether a figure of it begins a new series. */
export type StatedSum = { readonly value: Decimal; readonly breaks: boolean }

type SumRow = {
  readonly scheme: string
  readonly period: Period
  readonly value: Decimal
  readonly breaks: boolean
  readonly unit: string
}

/**
 * Sums that the database makes of what each region of a key says: only of the periods in which every one of them says a
 * value, in one unit and one series each. Where a sum is not here, the figures themselves have to be looked at.
 */
export class StatedSums {
  readonly #scope: ReadScope
  readonly #question: StatedQuestion
  readonly #periods: readonly Period[]
  readonly #checkUnit: (indicator: string, unit: string) => void
  readonly #sums = new Map<string, Map<Period, StatedSum>>()
  readonly #spoken = new Set<string>()
  #wanted = new Map<string, SumKey>()
  #loading: Promise<void> | null = null
  #loads = 0

  constructor(
    scope: ReadScope,
    question: StatedQuestion,
    periods: readonly Period[],
    checkUnit: (indicator: string, unit: string) => void,
  ) {
    this.#scope = scope
    this.#question = question
    this.#periods = periods
    this.#checkUnit = checkUnit
  }

  /** The sums of a key by period; undefined while they have not been read, and wanted from then on. */
  of(key: SumKey): ReadonlyMap<Period, StatedSum> | undefined {
    const name = nameOf(key)
    const sums = this.#sums.get(name)
    if (sums === undefined) this.#wanted.set(name, key)
    return sums
  }

  /** Says whether a sum of an indicator and a period was read of a source: where none was, this store knows of no figure. */
  speaksIn(source: string, indicator: string, period: Period): boolean {
    return this.#spoken.has(`${source}/${indicator}/${period}`)
  }

  get loads(): number {
    return this.#loads
  }

  get wants(): boolean {
    return this.#wanted.size > 0 || this.#loading !== null
  }

  /** Reads what is wanted when this turn ends; all who wait share it. Throws MIXED_UNITS as the figures would. */
  load(): Promise<void> {
    this.#loading ??= this.#loadSoon().finally(() => {
      this.#loading = null
    })
    return this.#loading
  }

  async #loadSoon(): Promise<void> {
    await turnEnds()
    const groups = Map.groupBy(
      this.#wanted.values(),
      ({ source, indicator, region }) => `${source}/${indicator}/${region}`,
    )
    for (const name of this.#wanted.keys()) this.#sums.set(name, new Map())
    this.#wanted = new Map()
    await Promise.all([...groups.values()].map((keys) => this.#read(keys)))
    this.#loads += 1
  }

  async #read(keys: readonly SumKey[]): Promise<void> {
    const [first] = keys
    if (first === undefined) return
    const schemes = keys.map(({ scheme }) => scheme)
    const rows = await this.#scope.database.query<SumRow>(
      sumsSql(this.#scope, { ...first, schemes }, this.#periods, this.#question),
    )
    for (const { scheme, period, value, breaks, unit } of rows) {
      this.#checkUnit(first.indicator, unit)
      this.#spoken.add(`${first.source}/${first.indicator}/${period}`)
      this.#sums.get(nameOf({ ...first, scheme }))?.set(period, { value: withoutZeros(value), breaks })
    }
  }
}

/**
 * Sums by scheme and period. That each region has one series there is counted over the series, which are few, and not
 * over the figures: counting distinct regions of each sum would sort them all.
 */
function sumsSql(
  { view, position }: ReadScope,
  { source, indicator, regions, schemes }: Omit<SumKey, 'scheme'> & { readonly schemes: readonly string[] },
  periods: readonly Period[],
  { unit, frequencies }: StatedQuestion,
): Sql {
  return sql`with there as materialized (
      select s.id, s.scheme, s.unit, count(*) over (partition by s.scheme, s.region) as twins from series s
      where s.indicator = ${indicator} and s.source = ${source} and s.frequency = ${frequencies.get(source) ?? 'M'}
        and s.scheme = any(${schemes}::text[]) and s.region = any(${regions}::text[])
        and ${at('s', position)} and ${visible(view, 'series', 's')}
        and ${unit === null ? sql`true` : sql`s.unit = ${unit}`})
    select t.scheme, o.period, sum(o.value)::text as value, bool_or(o.status = 'B') as breaks, min(t.unit) as unit
    from there t cross join lateral (
      select said.period, said.value, said.status from unnest(${periods}::text[]) p(period) cross join lateral (
        select o.period, o.value, o.status from observation o
        where o.series_id = t.id and o.period = p.period
          and ${at('o', position)} and ${visible(view, 'observation', 'o')} limit 1) said) o
    group by t.scheme, o.period
    having count(o.value) = ${regions.length} and max(t.twins) = 1 and min(t.unit) = max(t.unit)`
}

function nameOf({ source, indicator, region, scheme }: StatedKey): string {
  return `${source}/${indicator}/${region}/${scheme}`
}

/** As sums are written everywhere: no zeros at the end. */
function withoutZeros(value: Decimal): Decimal {
  return value.includes('.') ? value.replace(/\.?0+$/, '') : value
}
