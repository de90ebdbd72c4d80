import { gateFor, type KeyAccess, type RememberingGate } from '../../../src/access/credentials.ts'
import { refusedCredential } from '../../../src/access/refused-credential.ts'

/** A database without keys: asked for one, it refuses as the gate of keys does. */
export const noKeys: KeyAccess = {
  accessOf: () => {
    throw refusedCredential('a key that this hub does not know')
  },
  atHand: () => null,
}

/** A gate that knows one key, that of the settings. */
export function bootstrapGate(administratorKey: string): RememberingGate {
  return gateFor({ administratorKey, keys: noKeys, tokens: null, publicAccess: true })
}
