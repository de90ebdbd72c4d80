import { sql } from '../../platform/sql.ts'
import { codeReads } from '../code-reads.ts'
import type { Indicator } from './terms.ts'

/** The reads of indicators. */
export const indicatorReads = codeReads<Indicator>({
  table: 'indicator',
  noun: 'indicator',
  columns: sql`r.id as code, r.names, r.descriptions, r.unit, r.value_type as "valueType", r.minimum,
    r.collection, r.additivity, r.tolerance, r.provenance`,
  filterColumns: {},
  filterRow: (indicator) => indicator,
})
