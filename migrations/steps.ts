import type { MigrationStep } from '../src/platform/layout.ts'
import { Foundation } from './20261122-foundation.ts'

/** Every step of the database's layout, oldest first. A released step is never changed; a new one is added below. */
export const steps: readonly MigrationStep[] = [{ name: '20261122-foundation', class: Foundation }]
