import { byNow, isPublic, newestIsPublic } from '../../access/guarded-rules.ts'
import { tellsSql } from '../../access/hidden-now.ts'
import { visible } from '../../access/rules.ts'
import { hubItself, type View } from '../../access/view.ts'
import { at, begunAt, begunBy, endedAt } from '../../history/at.ts'
import { OPEN, type Position } from '../../kernel/position.ts'
import { type Sql, sql } from '../../platform/sql.ts'

/**
 * What the history says of an organization (alias `o`) at a position, as SQL: told to everybody; held, with its records;
 * or ended with the last of them. By the states that commits wrote and never by the day, as its records are told. As long
 * as everybody may see it, what has ended of it says nothing: it is told from the first on that may be seen.
 */
export function tellingAt(position: Position): Sql {
  const speaks = (alias: string) =>
    sql`(coalesce(${sql.ref(`${alias}.shown_until`)} > ${byNow}, true) or not ${newestIsPublic('o')})`
  return sql`case when o.origin <> 'CREDIT' or 'AUTHORITY' = any(o.roles) then 'OPEN'
    when ${newestIsPublic('o')} and not ${isPublic('organization', 'o')} then 'ENDED' else coalesce(
    (select w.telling from (
      select ${ofRecord(sql`r.status`)} as telling from credit_record r
      where r.organization_id = o.id and ${at('r', position)} and ${visible(hubItself, 'credit_record', 'r')} and ${speaks('r')}
      union all
      select 'OPEN' from inspection i
      where i.organization_id = o.id and ${at('i', position)} and ${visible(hubItself, 'inspection', 'i')} and ${speaks('i')}) w
    where w.telling <> 'ENDED' order by w.telling = 'OPEN' desc limit 1), 'ENDED') end`
}

/** The first position at which the history told an organization (alias `r`, any row of it) to a view; null where it never did. */
export function firstTold(view: View): Sql {
  return sql`case when r.origin <> 'CREDIT' or 'AUTHORITY' = any(r.roles) then r.born_position else least(
    (select min(v.from_position) from credit_record v where v.organization_id = r.id
       and ${begunBy('v', OPEN - 1)} and ${visible(hubItself, 'credit_record', 'v')}
       and ${tellsSql(view, ofRecord(sql`v.status`), sql`''`)}),
    (select min(i.from_position) from inspection i where i.organization_id = r.id
       and ${begunBy('i', OPEN - 1)} and ${visible(hubItself, 'inspection', 'i')})) end`
}

/**
 * The organizations of which a commit changed a row or a link, and those known from credit records alone of which it
 * changed a record or an inspection, with whatever stands for them: by their ids, after a key, in order.
 */
export function changedOrganizations(position: Position, after: string, limit: number): Sql {
  return sql`with recursive touched(id) as (
      select r.organization_id from credit_record r
      where (${begunAt('r', position)} or ${endedAt('r', position)})
        and ${visible(hubItself, 'credit_record', 'r')} and r.organization_id is not null
      union select i.organization_id from inspection i
      where (${begunAt('i', position)} or ${endedAt('i', position)})
        and ${visible(hubItself, 'inspection', 'i')} and i.organization_id is not null
      union select l.into_id from organization_link l
      where (${begunAt('l', position)} or ${endedAt('l', position)}) and ${visible(hubItself, 'organization_link', 'l')}
      union select u.into_id from touched t join organization_link u on u.id = t.id
      where (${at('u', position)} or ${at('u', position - 1)}) and ${visible(hubItself, 'organization_link', 'u')})
    select w.id from (
      (select b.id from organization b where ${begunAt('b', position)}
         and ${visible(hubItself, 'organization', 'b')} and b.id > ${after} order by b.id limit ${limit})
      union
      (select e.id from organization e where ${endedAt('e', position)}
         and ${visible(hubItself, 'organization', 'e')} and e.id > ${after} order by e.id limit ${limit})
      union
      (select k.id from organization_link k where (${begunAt('k', position)} or ${endedAt('k', position)})
         and ${visible(hubItself, 'organization_link', 'k')} and k.id > ${after} order by k.id limit ${limit})
      union
      (select o.id from touched t join organization o on o.id = t.id
       where o.origin = 'CREDIT' and (${at('o', position)} or ${at('o', position - 1)})
         and ${visible(hubItself, 'organization', 'o')} and o.id > ${after} order by o.id limit ${limit})
    ) w order by w.id limit ${limit}`
}

/** What the history says of a record in a state. */
function ofRecord(status: Sql): Sql {
  return sql`case when ${status} = 'PUBLISHED' then 'OPEN'
    when ${status} in ('RECEIVED', 'PENDING', 'NOT_PUBLISHABLE') then 'HELD' else 'ENDED' end`
}
