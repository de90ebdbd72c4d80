/** What is looked at, in the order in which it is told. */
export const checks = [
  'settings',
  'versions',
  'database',
  'clock',
  'fsync',
  'rights',
  'redis',
  'tls',
  'hub',
] as const

/** One thing that was looked at: how it is, what was seen, and what to do where something is to be done. */
export type Diagnosis = {
  readonly check: (typeof checks)[number]
  readonly state: 'ok' | 'warn' | 'fail'
  readonly says: string
  /** What to do; null where nothing is. */
  readonly advice: string | null
}

/** Makes the diagnoses of one check. */
export function diagnosesOf(check: Diagnosis['check']) {
  return {
    ok: (says: string): Diagnosis => ({ check, state: 'ok', says, advice: null }),
    warn: (says: string, advice: string): Diagnosis => ({ check, state: 'warn', says, advice }),
    fail: (says: string, advice: string): Diagnosis => ({ check, state: 'fail', says, advice }),
  }
}
