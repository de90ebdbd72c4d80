/** A piece of SQL with its values bound apart, made by the `sql` template. */
export type Sql<_Row = unknown> = Piece

/** SQL text with `$1 …` and the values that belong there. */
export type Statement = { readonly text: string; readonly values: readonly unknown[] }

/**
 * The template of all SQL: `sql\`select … where id = ${id}\``. What is put in is bound as a value, never written into
 * the text, unless it is itself a piece of SQL.
 */
export function sql<Row = unknown>(texts: TemplateStringsArray, ...inner: readonly unknown[]): Sql<Row> {
  return new Piece(texts, inner)
}

/** Pieces or values one after the other, a comma between them unless another piece is given. */
sql.join = (parts: readonly unknown[], between: Sql = comma): Sql => {
  const texts = parts.length === 0 ? [''] : Array.from({ length: parts.length + 1 }, () => '')
  const separated = parts.map((part, index) =>
    index === 0 ? part : new Piece(['', '', ''], [between, part]),
  )
  return new Piece(texts, separated)
}

/** A name of a column, `alias.column` or `column`, as the database quotes it. */
sql.ref = <Row = unknown>(name: string): Sql<Row> => new Piece([name.split('.').map(quoted).join('.')], [])

/** A name of a table. */
sql.table = (name: string): Sql => sql.ref(name)

/** A number or text of our own written into the statement, so that the planner sees it. */
sql.lit = (value: number | string): Sql =>
  new Piece([typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`], [])

/** SQL of our own from elsewhere, as it is. Never a caller's text. */
sql.raw = (text: string): Sql => new Piece([text], [])

/** Writes a piece of SQL out as text and values. */
export function statementOf(piece: Sql): Statement {
  const values: unknown[] = []
  return { text: written(piece, values), values }
}

/** Texts with what stands between them: one text more than inner parts. */
class Piece {
  readonly texts: readonly string[]
  readonly inner: readonly unknown[]

  constructor(texts: readonly string[], inner: readonly unknown[]) {
    this.texts = texts
    this.inner = inner
  }
}

/** What stands between joined pieces unless told otherwise. */
const comma = new Piece([', '], [])

function written({ texts, inner }: Piece, values: unknown[]): string {
  let text = texts[0] ?? ''
  for (const [index, part] of inner.entries()) {
    text += part instanceof Piece ? written(part, values) : `$${values.push(part)}`
    text += texts[index + 1] ?? ''
  }
  return text
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
