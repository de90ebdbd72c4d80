/** What may be written down of an error: what kind it is and where it happened, and nothing that anybody sent. */
export type ErrorTrace = {
  readonly name: string
  /** The code that the system, the database or a library gave it. */
  readonly code?: string
  /** What the engine says of our own mistake, where its words hold no value. */
  readonly says?: string
  /** The table, column and constraint that the database names. */
  readonly of?: string
  /** The places in the code, the innermost first. */
  readonly at: readonly string[]
  readonly cause?: ErrorTrace
}

/** How many places are kept, and how many causes below one another. */
const most = { places: 12, causes: 4 }

/**
 * Describes an error for the log. Messages are left out: a database quotes the value that it refuses, a parser the text, our own
 * errors what they were given. The places say what the message would to whoever can read the code.
 */
export function traceOf(error: unknown): ErrorTrace {
  return traced(error, most.causes)
}

function traced(error: unknown, causes: number): ErrorTrace {
  if (!(error instanceof Error)) return { name: `a thrown ${typeof error}`, at: [] }
  const { code, table, column, constraint } = error as unknown as Readonly<Record<string, unknown>>
  const says = phrases.find((phrase) => phrase.test(error.message))
  const of = [table, column, constraint].filter(isName).join(' ')
  return {
    name: isName(error.name) ? error.name : 'Error',
    ...(isName(code) ? { code } : {}),
    ...(says === undefined ? {} : { says: error.message.replace(/'[^']*'|"[^"]*"/g, '…') }),
    ...(of === '' ? {} : { of }),
    at: placesOf(error),
    ...(error.cause === undefined || causes === 0 ? {} : { cause: traced(error.cause, causes - 1) }),
  }
}

/** What the engine says of code that is wrong. What stands in quotes may be a key that somebody sent. */
const phrases: readonly RegExp[] = [
  /^Cannot (?:read|set) properties of (?:undefined|null)(?: \((?:reading|setting) '[^']*'\))?$/,
  /^[\w.$]{1,80} is not (?:a function|iterable|defined|a constructor)$/,
  /^Cannot access '\w{1,60}' before initialization$/,
  /^Assignment to constant variable\.$/,
  /^Maximum call stack size exceeded$/,
  /^Invalid (?:time value|array length|string length)$/,
]

/** A name or code that somebody wrote into a program: a word. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && /^\w{1,60}$/.test(value)
}

/** A place in a file of ours or of a package. Code that was made at run time is named after what callers wrote, so it has none. */
const place =
  /^ {4}at (?:[^\n]* )?\(?(?:file:\/\/)?[^\n() ]*?((?:src|migrations|tests|node_modules)\/[\w@./+-]{1,200}\.[cm]?[jt]s:\d+:\d+)\)?$/

function placesOf({ stack = '', message }: Error): readonly string[] {
  // A message may have lines that look like places.
  const lines = (message === '' ? stack : stack.replace(message, '')).split('\n').slice(1)
  return lines
    .filter((line) => !line.includes('eval at'))
    .flatMap((line) => place.exec(line)?.[1] ?? [])
    .slice(0, most.places)
}
