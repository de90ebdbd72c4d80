import type { Reporter, TestModule } from 'vitest/node'

/** What became of each test, by its full name; `note` is what a test said when it skipped itself. */
export type Outcome = { readonly name: string; readonly state: string; readonly note?: string | undefined }

/**
 * Closes a run with what was not tested and why, and with one plain line of counts. A missing program must not look
 * like a passed test.
 */
export default class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const outcomes = modules
      .flatMap((module) => [...module.children.allTests()])
      .map((test): Outcome => {
        const result = test.result()
        return {
          name: test.fullName,
          state: result.state,
          note: result.state === 'skipped' ? result.note : undefined,
        }
      })
    const brokenModules = modules.filter((module) => module.errors().length > 0).length
    console.log(`\n${closingLines(outcomes, brokenModules + unhandledErrors.length).join('\n')}`)
  }
}

/** The closing lines of a run, the counts last. Errors outside of tests count as failures. */
export function closingLines(outcomes: readonly Outcome[], errors: number): readonly string[] {
  const skipped = outcomes.filter((outcome) => outcome.state === 'skipped')
  const count = (state: string) => outcomes.filter((outcome) => outcome.state === state).length
  const lines = [...Map.groupBy(skipped, reasonOf)].map(
    ([reason, tests]) => `SKIPPED: ${tests.length} ${tests.length === 1 ? 'test' : 'tests'}: ${reason}`,
  )
  return [
    ...lines,
    `${count('passed')} passed, ${count('failed') + errors} failed, ${skipped.length} skipped`,
  ]
}

function reasonOf({ name, note }: Outcome): string {
  const needs = [...name.matchAll(/\[needs ([^\]]+)\]/g)].map((match) => match[1])
  if (needs.length > 0) return `the machine lacks ${[...new Set(needs)].join(' or ')}`
  return note ?? 'left out by the test itself or by the command'
}
