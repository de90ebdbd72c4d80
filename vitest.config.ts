import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/support/longest-first.ts'

const require = createRequire(import.meta.url)

/** Folders whose tests need no server: running them starts none. */
const alone = ['architecture', 'setup', 'sources', 'unit'].map((folder) => `tests/${folder}/**/*.test.ts`)

export default defineConfig(({ mode }) => ({
  // graphql must load once: its ESM and CJS copies refuse each other's schemas.
  resolve: { alias: [{ find: /^graphql$/, replacement: require.resolve('graphql') }] },
  test: {
    testTimeout: mode === 'long' ? 30 * 60_000 : 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // The code under test keeps no state in its modules: loading it once per worker saves two minutes.
    isolate: false,
    reporters: ['default', './tests/support/skipped.ts'],
    projects: [
      { extends: true, test: { name: 'alone', include: alone } },
      {
        extends: true,
        test: {
          name: 'served',
          include: ['tests/**/*.test.ts'],
          exclude: alone,
          globalSetup: './tests/support/global-services.ts',
        },
      },
    ],
  },
}))
