import { visible } from '../../access/rules.ts'
import { hubItself } from '../../access/view.ts'
import { at, begunAt, endedAt } from '../../history/at.ts'
import type { Position } from '../../kernel/position.ts'
import { type Sql, sql } from '../../platform/sql.ts'

/**
 * SQL of an array: the organizations that stand for another one since a position, because a commit merged or split there.
 * What is stated of them is told anew by that commit: watchlists follow links.
 */
export function relinkedAt(position: Position): Sql {
  return sql`array(with recursive moved(id) as (
      select l.id from organization_link l
      where (${begunAt('l', position)} or ${endedAt('l', position)}) and ${visible(hubItself, 'organization_link', 'l')}
      union
      select m.id from moved d join organization_link m on m.into_id = d.id
      where (${at('m', position)} or ${at('m', position - 1)}) and ${visible(hubItself, 'organization_link', 'm')})
    select moved.id from moved)`
}
