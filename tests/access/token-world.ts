import { onTestFinished } from 'vitest'
import type { Access } from '../../src/access/access.ts'
import { openTokenGate, type TokenGate } from '../../src/access/token/token-gate.ts'
import { tokenSettingsOf } from '../../src/access/token/token-settings.ts'
import { HubError } from '../../src/kernel/errors.ts'
import { readConfig } from '../../src/platform/config.ts'
import { openLog } from '../../src/platform/log.ts'
import { IdentityProvider, type TokenChanges } from './identity-provider.ts'
import { type MovedClock, movedClock } from './moved-clock.ts'

export type World = {
  readonly provider: IdentityProvider
  readonly gate: TokenGate
  readonly clock: MovedClock
  /** A token of the provider by the world's clock. */
  readonly token: (changes?: TokenChanges) => Promise<string>
}

export async function openWorld(environment: Readonly<Record<string, string>> = {}): Promise<World> {
  const provider = await IdentityProvider.open()
  onTestFinished(() => provider[Symbol.asyncDispose]())
  const settings = tokenSettingsOf(
    readConfig({ OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: 'baymark', ...environment }),
  )
  if (settings === null) throw new Error('the settings take no tokens')
  const clock = movedClock()
  const gate = openTokenGate(settings, clock, openLog('silent'))
  return { provider, gate, clock, token: (changes) => provider.token(changes, clock.now()) }
}

export async function refusalOf(access: () => Access | Promise<Access>): Promise<HubError> {
  try {
    await access()
  } catch (error) {
    if (error instanceof HubError) return error
    throw error
  }
  throw new Error('the token was taken')
}

export const seconds = (clock: MovedClock, from: number) => Math.floor(clock.now().getTime() / 1_000) + from
