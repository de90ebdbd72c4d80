import type { Command } from 'commander'
import { processConfig } from '../platform/config.ts'
import { checks, type Diagnosis } from './doctor/diagnosis.ts'
import { examine } from './doctor/examine.ts'
import { plain, wrapped } from './terminal.ts'

/** `baymark doctor`: looks at everything a hub needs, and says what to do. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('look at everything a hub needs, and say what to do; works while a hub runs')
    .option('--json', 'print each diagnosis as one line of JSON')
    .addHelpText(
      'after',
      `
Looks at settings, versions, clocks, writing to disk, rights, Redis, TLS and
the hub that runs on DATA_DIR. Changes nothing. Exit code 0: nothing fails
(there may be warnings); 1: something fails.`,
    )
    .action(doctor)
}

async function doctor({ json }: { readonly json?: boolean }): Promise<void> {
  const found = await examine(processConfig)
  if (json) for (const diagnosis of found) process.stdout.write(`${JSON.stringify(diagnosis)}\n`)
  else process.stdout.write(`${found.map(told).join('')}\n${summary(found)}\n`)
  if (found.some(({ state }) => state === 'fail')) process.exitCode = 1
}

const marks = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const

const widest = Math.max(...checks.map((check) => check.length))

function told({ check, state, says, advice }: Diagnosis): string {
  const begin = `${marks[state]}  ${check.padEnd(widest)}  `
  const indent = ' '.repeat(begin.length)
  const what = wrapped(plain(says), indent, begin)
  return advice === null ? what : what + wrapped(plain(advice), `${indent}  `, `${indent}→ `)
}

function summary(found: readonly Diagnosis[]): string {
  const count = (state: Diagnosis['state']) => found.filter((each) => each.state === state).length
  const [fails, warnings] = [count('fail'), count('warn')]
  if (fails + warnings === 0) return 'All is well.'
  const warned = warnings === 1 ? '1 warning' : `${warnings} warnings`
  if (fails === 0) return `Nothing fails; ${warned}.`
  return `${fails === 1 ? '1 thing fails' : `${fails} things fail`}; ${warned}.`
}
