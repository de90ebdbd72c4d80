/** A ready operation of `schema/documents`, as the chooser offers it. */
export type Example = {
  /** The operation's name, which is also the file's. */
  readonly name: string
  readonly kind: 'query' | 'subscription'
  /** What it shows, from the comment in its first line. */
  readonly shows: string
  readonly document: string
}

/** Reads examples out of files (path → text), in the order of their names. Files that are no example are left out. */
export function readExamples(files: Readonly<Record<string, string>>): readonly Example[] {
  return Object.values(files)
    .flatMap(readExample)
    .toSorted((a, b) => a.name.localeCompare(b.name))
}

function readExample(document: string): readonly Example[] {
  const shows = /^#\s*(.+)/.exec(document)?.[1]
  const operation = /^(query|subscription)\s+(\w+)/m.exec(document)
  const [, kind, name] = operation ?? []
  if (shows === undefined || name === undefined || (kind !== 'query' && kind !== 'subscription')) return []
  return [{ name, kind, shows, document }]
}
