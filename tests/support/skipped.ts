import type { Reporter, TestCase, TestModule } from 'vitest/node'

/** What became of a test, by its full name. */
export type Outcome = {
  readonly name: string
  readonly state: string
  /** Left out before it ran, by its suite or by the command. A test whose set-up failed was not. */
  readonly leftOut?: boolean
  /** What a test said when it skipped itself. */
  readonly note?: string | undefined
}

/**
 * Closes a run with what was not tested and why, and with one plain line of counts. A missing program must not look
 * like a passed test.
 */
export default class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const outcomes = modules.flatMap((module) => [...module.children.allTests()]).map(outcomeOf)
    const suites = modules.flatMap((module) => [module, ...module.children.allSuites()])
    const broken = suites.filter((suite) => suite.errors().length > 0).length
    console.log(`\n${closingLines(outcomes, broken + unhandledErrors.length).join('\n')}`)
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

function outcomeOf(test: TestCase): Outcome {
  const result = test.result()
  return {
    name: test.fullName,
    state: result.state,
    leftOut: test.options.mode === 'skip' || test.options.mode === 'todo',
    note: result.state === 'skipped' ? result.note : undefined,
  }
}

function reasonOf({ name, leftOut, note }: Outcome): string {
  if (!leftOut) return note ?? 'the set-up of their suite failed'
  const needs = [...name.matchAll(/\[needs ([^\]]+)\]/g)].map((match) => match[1])
  if (needs.length > 0) return `the machine lacks ${[...new Set(needs)].join(' or ')}`
  return 'left out by the suite itself or by the command'
}
