const open = '9007199254740991'

/** The columns and indexes that every versioned table has. */
export function versioned(table: string, idType: string, columns: string): readonly string[] {
  return [
    `create table ${table} (
      id ${idType} not null,
      from_position bigint not null,
      to_position bigint not null default ${open},
      ${columns},
      primary key (id, from_position),
      check (from_position < to_position)
    )`,
    `create unique index ${table}_open on ${table} (id) where to_position = ${open}`,
    `create index ${table}_begun on ${table} (from_position, id)`,
    `create index ${table}_ended on ${table} (to_position, id) where to_position < ${open}`,
  ]
}
