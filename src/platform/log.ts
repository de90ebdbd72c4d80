import { destination, pino } from 'pino'
import { masked } from './masked.ts'

/** What the hub writes its log with: JSON lines, no variables of operations and no credentials in them. */
export type Log = {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Fields that nobody means to log. Should one get there, it is blanked. */
const blanked = [
  'authorization',
  'body',
  'document',
  'headers',
  'key',
  'password',
  'query',
  'secret',
  'token',
  'url',
  'variables',
]

/**
 * A log on standard error from a level on; `silent` writes nothing. What goes in is chosen where it is logged (errors as
 * `traceOf` describes them); blanked fields and masked secrets are the second net.
 */
export function openLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: blanked.flatMap((name) => [name, `*.${name}`]), censor: '…' },
      hooks: { streamWrite: masked },
    },
    destination({ fd: 2, sync: true }),
  )
}
