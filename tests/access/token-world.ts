import { onTestFinished } from 'vitest'
import type { Access } from '../../src/access/access.ts'
import { openTokenGate, type TokenGate } from '../../src/access/token/token-gate.ts'
import { tokenSettingsOf } from '../../src/access/token/token-settings.ts'
import { HubError } from '../../src/kernel/errors.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { Log } from '../../src/platform/log.ts'
import { IdentityProvider, type TokenChanges } from './identity-provider.ts'
import { type MovedClock, movedClock } from './moved-clock.ts'

/** A gate for tokens beside the provider it trusts, on a clock that a test moves. */
export type World = {
  readonly provider: IdentityProvider
  readonly gate: TokenGate
  readonly clock: MovedClock
  /** A token of the provider by the world's clock. */
  readonly token: (changes?: TokenChanges) => Promise<string>
  /** Resolves when the gate has logged something that has these words. */
  readonly logged: (words: string) => Promise<void>
}

/** Opens a provider and a gate for the running test. */
export async function openWorld(environment: Readonly<Record<string, string>> = {}): Promise<World> {
  const provider = await IdentityProvider.open()
  onTestFinished(() => provider[Symbol.asyncDispose]())
  const settings = tokenSettingsOf(
    readConfig({ OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: 'baymark', ...environment }),
  )
  if (settings === null) throw new Error('the settings take no tokens')
  const clock = movedClock()
  const waiting: { readonly words: string; readonly tell: () => void }[] = []
  const hear = (_fields: object, message: string): void => {
    for (const { words, tell } of waiting) if (message.includes(words)) tell()
  }
  const log: Log = { debug: hear, info: hear, warn: hear, error: hear }
  const logged = (words: string) => new Promise<void>((tell) => waiting.push({ words, tell }))
  const gate = openTokenGate(settings, clock, log)
  return { provider, gate, clock, logged, token: (changes) => provider.token(changes, clock.now()) }
}

/** The refusal of what must be refused; throws where it was not. */
export async function refusalOf(access: () => Access | Promise<Access>): Promise<HubError> {
  try {
    await access()
  } catch (error) {
    if (error instanceof HubError) return error
    throw error
  }
  throw new Error('the token was taken')
}

/** A time of a token: so many seconds from now on. */
export const seconds = (clock: MovedClock, from: number) => Math.floor(clock.now().getTime() / 1_000) + from
