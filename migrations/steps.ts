import type { MigrationStep } from '../src/platform/layout.ts'
import { Foundation } from './20261122-foundation.ts'
import { Crosswalks } from './20261123-crosswalks.ts'
import { SourceCodeList } from './20261123-source-code-list.ts'
import { SourcePriority } from './20261123-source-priority.ts'
import { Vintages } from './20261123-vintages.ts'
import { Availability } from './20261124-availability.ts'
import { ClaimsOfARelease } from './20261124-claims-of-a-release.ts'
import { Discrepancies } from './20261124-discrepancies.ts'
import { AccessKeys } from './20261125-access.ts'
import { Audit } from './20261125-audit.ts'
import { Registers } from './20261126-registers.ts'

/** Every step of the database's layout, oldest first. A released step is never changed; a new one is added below. */
export const steps: readonly MigrationStep[] = [
  { name: '20261122-foundation', class: Foundation },
  { name: '20261123-source-code-list', class: SourceCodeList },
  { name: '20261123-crosswalks', class: Crosswalks },
  { name: '20261123-source-priority', class: SourcePriority },
  { name: '20261123-vintages', class: Vintages },
  { name: '20261124-discrepancies', class: Discrepancies },
  { name: '20261124-availability', class: Availability },
  { name: '20261124-claims-of-a-release', class: ClaimsOfARelease },
  { name: '20261125-audit', class: Audit },
  { name: '20261125-access', class: AccessKeys },
  { name: '20261126-registers', class: Registers },
]
