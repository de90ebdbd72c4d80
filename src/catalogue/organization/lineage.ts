import { visible } from '../../access/rules.ts'
import type { View } from '../../access/view.ts'
import { at } from '../../history/at.ts'
import type { Position } from '../../kernel/position.ts'
import { type Sql, sql } from '../../platform/sql.ts'

/** For whom links are followed, and at which position. */
export type LinkPlace = { readonly view: View; readonly position: Position }

/** How many links are followed one after the other: more than anybody merges, so that no circle runs for ever. */
const longest = 20

/**
 * SQL of an array: the organization, what it was merged into, what that was merged into, and so on; the last stands for
 * itself. Empty where the id is null.
 */
export function lineageOf({ view, position }: LinkPlace, id: Sql): Sql {
  return sql`array(with recursive up(id, depth) as (
      select ${id}, 0 where ${id} is not null
      union all
      select l.into_id, u.depth + 1 from up u join organization_link l on l.id = u.id
      where u.depth < ${sql.lit(longest)} and ${at('l', position)} and ${visible(view, 'organization_link', 'l')})
    select up.id from up order by up.depth)`
}

/** SQL of an array: the organizations with these ids (an array of texts) and all that were merged into one of them. */
export function memberIdsOf({ view, position }: LinkPlace, ids: Sql): Sql {
  return sql`array(with recursive down(id) as (
      select asked.id collate "C" from unnest(${ids}) asked(id)
      union
      select l.id from down d join organization_link l on l.into_id = d.id
      where ${at('l', position)} and ${visible(view, 'organization_link', 'l')})
    select down.id from down)`
}
