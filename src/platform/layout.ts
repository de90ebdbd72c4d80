import type { AnyEntity, EntitySchema } from '@mikro-orm/core'
import { type Migration, Migrator } from '@mikro-orm/migrations'
import type { AbstractSqlDriver, Configuration } from '@mikro-orm/sql'

/** One step of the database's layout: a name that never changes once released, and what it does. */
export type MigrationStep = {
  readonly name: string
  readonly class: new (driver: AbstractSqlDriver, config: Configuration) => Migration
}

/** The tables as the code knows them, and the steps that made them, oldest first. */
export type Layout = {
  readonly entities: readonly EntitySchema<AnyEntity>[]
  readonly steps: readonly MigrationStep[]
}

/** The options of MikroORM that both stores share. */
export function ormOptions(layout: Layout) {
  return {
    entities: [...layout.entities],
    extensions: [Migrator],
    migrations: {
      tableName: 'migration',
      migrationsList: layout.steps.map((step) => ({ name: step.name, class: step.class })),
      snapshot: false,
      transactional: true,
      allOrNothing: true,
    },
  }
}
