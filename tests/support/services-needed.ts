import { describe, inject } from 'vitest'
import { isMissing } from './services.ts'
import { createDatabaseAt } from './services-postgres.ts'

/** What a test may need of the machine it runs on. */
export type Need = 'Postgres' | 'Redis' | 'Chromium' | 'promtool'

/**
 * A suite that needs programs of the machine. Where one is missing, its tests are skipped, and the run says at its end
 * how many and why: the marks in the suite's name are what the reporter counts by.
 */
export function describeWith(needs: readonly Need[], name: string, body: () => void): void {
  const services = inject('services')
  if (!services) {
    throw new Error(
      `vitest.config.ts lists this folder as one whose tests need no server; "${name}" needs ${needs.join(', ')}.`,
    )
  }
  const lacks = needs.some((need) => typeof services[need] !== 'string')
  describe.skipIf(lacks)(`${name} ${needs.map((need) => `[needs ${need}]`).join(' ')}`, body)
}

/** The address (Postgres, Redis) or path (Chromium, promtool) of what the run has. Throws outside `describeWith`. */
export function serviceOf(need: Need): string {
  const service = inject('services')[need]
  if (typeof service === 'string') return service
  const reason = isMissing(service) ? service.reason : 'it was not provided'
  throw new Error(
    `This test needs ${need} (${reason}): wrap it in describeWith(['${need}'], …), which skips it.`,
  )
}

/** An empty database on the run's Postgres, for one test file or one test alone: its address. */
export function createTestDatabase(): Promise<string> {
  return createDatabaseAt(serviceOf('Postgres'))
}
