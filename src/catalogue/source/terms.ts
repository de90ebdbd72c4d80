import type { Fact } from '../../access/read.ts'
import type { Names } from '../../kernel/language.ts'
import type { Frequency } from '../../kernel/period.ts'

/** Where facts come from, as a plain fact. */
export type Source = Fact & {
  readonly id: string
  readonly code: string
  readonly names: Names
  readonly publisher: Names
  readonly address: string | null
  /** The noun of its facts, like `observation`. */
  readonly noun: string
  /** Null where it publishes as things happen: facts other than figures have none. */
  readonly frequency: Frequency | null
  /** The mapping by which its files are read. */
  readonly feed: string
  /** The code list its schemes stand in; null where they stand in none. */
  readonly codeList: string | null
  /** 1 is preferred where several sources say one figure; null at positions before the catalogue said so. */
  readonly priority: number | null
  readonly note: Names | null
  readonly provenance: string
}
