import type { TestProject } from 'vitest/node'
import { findChromium, findPromtool } from '../../src/setup/system-binaries.mjs'
import { isMissing, type Missing } from './services.ts'
import type { Need } from './services-needed.ts'
import { startPostgres } from './services-postgres.ts'
import { startRedis } from './services-redis.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Per need: the address or path of what the run has, or why it has none. */
    services: Readonly<Record<Need, string | Missing>>
  }
}

/** Vitest's global set-up: one Postgres and one Redis for the whole run, which no test may stop. */
export default async function startServices(project: TestProject): Promise<() => Promise<void>> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
  project.provide('services', {
    Postgres: isMissing(postgres) ? postgres : postgres.url(),
    Redis: isMissing(redis) ? redis : redis.url,
    Chromium: findChromium() ?? { missing: 'Chromium', reason: 'no chromium or google-chrome on PATH' },
    promtool: findPromtool() ?? { missing: 'promtool', reason: 'not on PATH' },
  })
  return async () => {
    for (const service of [postgres, redis]) {
      if (!isMissing(service)) await service[Symbol.asyncDispose]()
    }
  }
}
