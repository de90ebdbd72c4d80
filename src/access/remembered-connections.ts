import type { Access } from './access.ts'
import type { Gate } from './credentials.ts'

/** What a connection showed last, and what that was found to be. */
type Shown = { readonly authorization: string; readonly access: Access }

/**
 * Puts a memory before a gate: a connection that shows the same key again need not prove it again while it holds. Only the
 * very bytes that were proven on the same connection count, so there is nothing to guess at. Tokens are proven each time,
 * because their provider may take back what they are proven by.
 */
export function rememberingConnections(gate: Gate): Gate {
  const shown = new WeakMap<object, Shown>()
  return {
    accessOf: (credential) => {
      const { authorization, connection } = credential
      if (!authorization || connection === undefined) return gate.accessOf(credential)
      const last = shown.get(connection)
      if (last?.authorization === authorization && last.access.ended() === null) {
        last.access.used()
        return last.access
      }
      const access = gate.accessOf(credential)
      // One that has to be looked up is at hand the next time.
      if (!(access instanceof Promise) && isOfKey(access)) shown.set(connection, { authorization, access })
      return access
    },
  }
}

function isOfKey({ view }: Access): boolean {
  return 'actor' in view && view.actor.kind === 'key'
}
