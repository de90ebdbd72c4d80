/** Where in a file something stands: the line on which its row begins, from 1, and the column's header. */
export type Locator = { readonly line: number; readonly column?: string }

/**
 * What is wrong with a file or a row, for the person who sent it. An error holds the file or the row back; a
 * warning does not. The codes are listed in this folder's README.
 */
export type Finding = {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly expected?: string
  readonly came?: string
  readonly column?: string
}

/**
 * What one cell of one row says, before any code was looked up. The fields hold the row's own text without
 * outer blanks, save where the feed fixes a field or maps a code; an empty cell leaves its field out.
 */
export type Draft = {
  readonly noun: string
  /** What splits a file into releases, for example the period; with `oneRelease` the month of its newest day, or nothing. */
  readonly release: string
  /** The file is one release, named by the newest of its rows that are taken. */
  readonly oneRelease?: true
  readonly fields: Readonly<Record<string, string>>
  readonly locator: Locator
  /** Masks in a text what the private cells of the row say: numbers, and with `names` names too. Nothing else knows them. */
  readonly hide?: Hide
}

/** Masks in a text what the private cells of one row say. */
export type Hide = (text: string, what: { readonly names: boolean }) => string

/** One row of a file: its original text, at most 64 KiB of it, with NUL written as \u0000 so that it can be kept. */
export type SourceRow = {
  readonly line: number
  readonly text: string
  readonly drafts: readonly Draft[]
  readonly findings: readonly Finding[]
}

/** A file as its feed reads it. A refused file has no rows; the findings say why. */
export type ReadFile = {
  readonly findings: readonly Finding[]
  readonly refused: boolean
  /** The header, as the file writes it, of the column that says a field; the field where none does; undefined of a refused file. */
  readonly columnOf: (field: string) => string | undefined
  readonly rows: AsyncIterable<SourceRow>
}
