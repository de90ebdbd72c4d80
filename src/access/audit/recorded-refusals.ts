import { HubError } from '../../kernel/errors.ts'
import type { Credential, Gate } from '../credentials.ts'
import type { Audit } from './trail.ts'

/** A gate whose refusals the audit knows: by the id of the key that was claimed, never by a secret. */
export function recordingRefusals(gate: Gate, audit: Audit): Gate {
  const refused = (error: unknown, { authorization }: Credential): never => {
    if (error instanceof HubError && authorization !== undefined && authorization !== '') {
      const subjects = [claimed(authorization)]
      const outcome = error.code
      audit.record({ actor: 'anonymous', act: 'useCredential', subjects, purpose: null, outcome })
    }
    throw error
  }
  return {
    ...gate,
    accessOf: (credential) => {
      try {
        const access = gate.accessOf(credential)
        return access instanceof Promise ? access.catch((error) => refused(error, credential)) : access
      } catch (error) {
        return refused(error, credential)
      }
    },
  }
}

/** What a credential says it is: the public part of a key, or its kind. */
function claimed(authorization: string): string {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
  if (token === undefined) return 'other'
  const [, id] = /^bm_([A-Za-z0-9-]{1,64})_/.exec(token) ?? []
  return id === undefined ? 'token' : `key:${id}`
}
