/** A program that this machine does not have, and where it was looked for. */
export type Missing = { readonly missing: string; readonly reason: string }

/** A private server process of a test, which may be stopped, killed and started again at the same address. */
export type PrivateService = AsyncDisposable & {
  /** Starts it again on its data after `stop` or `kill`; resolves when it accepts connections. */
  start(): Promise<void>
  /** Ends it in order and keeps its data. */
  stop(): Promise<void>
  /** Ends it and all its children at once, without a word, as a power cut would. Resolves when they are gone. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Freezes it with all its children: connections stay open and nothing answers. */
  pause(): void
  /** Lets it go on after `pause`. */
  resume(): void
}

export function isMissing(service: object): service is Missing {
  return 'missing' in service
}
