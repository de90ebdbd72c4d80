import { lookNow, type Telling, tells, tellsSql } from '../../access/hidden-now.ts'
import { visible } from '../../access/rules.ts'
import { hubItself } from '../../access/view.ts'
import { changedFacts } from '../../catalogue/changed-facts.ts'
import { at, begunAt, endedAt } from '../../history/at.ts'
import type { Position } from '../../kernel/position.ts'
import type { Queryable } from '../../platform/database.ts'
import { type Sql, sql } from '../../platform/sql.ts'
import type { ChangeStream } from '../../subscriptions/stream.ts'
import { firstTold, tellingSql } from '../streams.ts'
import { type JointMeasureRow, jointMeasureColumns, jointMeasureOf, measureNoun } from './columns.ts'
import type { JointMeasure } from './terms.ts'

/** A measure as streams tell it: as its record is told. */
type ToldMeasure = JointMeasure & { readonly telling: Telling }

/** How joint measures are told to subscribers: they come and go with their records. */
export const jointMeasureStream: ChangeStream<ToldMeasure> = {
  noun: measureNoun,
  changed: async (database, position, after, limit) => {
    const keys = await changedIds(database, position, after, limit)
    const before = await factsAt(database, position - 1, keys)
    return changedFacts(keys, before, await factsAt(database, position, keys))
  },
  state: async (scope, _condition, after, limit) => {
    const rows = await scope.database.query<JointMeasureRow & { readonly telling: Telling }>(
      sql`select ${jointMeasureColumns(scope.view)}, ${telling} as telling
          from joint_measure j join credit_record c on c.id = j.record_id
          where ${at('j', scope.position)} and ${visible(scope.view, 'joint_measure', 'j')}
            and ${at('c', scope.position)} and ${visible(scope.view, 'credit_record', 'c')}
            and ${tellsSql(scope.view, telling, sql`j.source`)} and j.id > ${after ?? ''}
          order by j.id limit ${limit}`,
    )
    return rows.map((row) => ({ key: row.measureId, fact: toldOf(row, scope.position) }))
  },
  matches: () => true,
  sees: (view, measure) => tells(view, measure.telling, measure.source),
  look: (database, view, ids) => {
    const first = sql`greatest(r.born_position, ${firstTold(view, sql`r.record_id`)})`
    return lookNow(database, view, { table: 'joint_measure', ids, first })
  },
}

/** A measure is told as long as its record is; one whose record is not there is told to nobody. */
const telling: Sql = sql`case when j.ended_because is null then ${tellingSql(sql`c.status`)} else 'ENDED' end`

async function changedIds(
  database: Queryable,
  position: Position,
  after: string | null,
  limit: number,
): Promise<readonly string[]> {
  const rows = await database.query<{ readonly id: string }>(
    sql`select k.id from (
          (select b.id from joint_measure b
           where ${begunAt('b', position)} and ${visible(hubItself, 'joint_measure', 'b')} and b.id > ${after ?? ''}
           order by b.id limit ${limit})
          union
          (select e.id from joint_measure e
           where ${endedAt('e', position)} and ${visible(hubItself, 'joint_measure', 'e')} and e.id > ${after ?? ''}
           order by e.id limit ${limit})
          union
          (select m.id from joint_measure m join credit_record c on c.id = m.record_id
           where ${at('m', position)} and ${visible(hubItself, 'joint_measure', 'm')} and m.id > ${after ?? ''}
             and ${begunAt('c', position)} and ${visible(hubItself, 'credit_record', 'c')}
           order by m.id limit ${limit})) k
        order by k.id limit ${limit}`,
  )
  return rows.map(({ id }) => id)
}

async function factsAt(
  database: Queryable,
  position: Position,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ToldMeasure>> {
  const rows = await database.query<JointMeasureRow & { readonly telling: Telling }>(
    sql`select ${jointMeasureColumns(hubItself)}, ${telling} as telling
        from joint_measure j join credit_record c on c.id = j.record_id
        where ${at('j', position)} and ${visible(hubItself, 'joint_measure', 'j')}
          and ${at('c', position)} and ${visible(hubItself, 'credit_record', 'c')} and j.id = any(${ids}::text[])`,
  )
  return new Map(rows.map((row) => [row.measureId, toldOf(row, position)]))
}

function toldOf(row: JointMeasureRow & { readonly telling: Telling }, readAt: Position): ToldMeasure {
  return { ...jointMeasureOf(row, readAt, false), telling: row.telling }
}
