import { Migration } from '@mikro-orm/migrations'
import { versioned } from './versioned-table.ts'

/**
 * Which periods series have figures for: kept by a deriver, which also derives the positions before this step, each at
 * its own. Nothing that was told at them changes: no stream and no answer showed these tables.
 */
export class Availability extends Migration {
  override up(): void {
    for (const statement of [periodNumber, ...extents]) this.addSql(statement)
  }
}

/** The same number as `periodNumber` of src/kernel/period-number.ts. */
const periodNumber = `create or replace function period_number(frequency text, period text) returns integer
  language sql immutable strict parallel safe as $$
    select case frequency
      when 'A' then left(period, 4)::integer
      when 'S' then left(period, 4)::integer * 2 + right(period, 1)::integer - 1
      when 'Q' then left(period, 4)::integer * 4 + right(period, 1)::integer - 1
      when 'M' then left(period, 4)::integer * 12 + right(period, 2)::integer - 1
      when 'W' then (make_date(left(period, 4)::integer, 1, 4) - date '1970-01-01'
        - extract(isodow from make_date(left(period, 4)::integer, 1, 4))::integer + 4) / 7
        + right(period, 2)::integer - 1
      when 'D' then make_date(left(period, 4)::integer, substr(period, 6, 2)::integer, right(period, 2)::integer)
        - date '1970-01-01'
    end
  $$`

const periods = `figures int4multirange not null, missing int4multirange not null`

const extents = [
  'create sequence extent_id',
  ...versioned(
    'extent',
    'bigint',
    `${periods}, figure_count integer not null, missing_count integer not null, first_number integer,
     last_number integer`,
  ),
  ...versioned('series_extent', 'bigint', 'extent_id bigint not null'),
  'create index series_extent_members on series_extent (extent_id) where to_position = 9007199254740991',
  `alter table series_extent set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)`,
  `create unlogged table extent_stage (extent_id bigint not null, stays boolean not null, series bigint[] not null, ${periods})`,
  `create table extent_progress (singleton boolean primary key default true check (singleton), position bigint not null)`,
  'insert into extent_progress (position) values (0)',
]
