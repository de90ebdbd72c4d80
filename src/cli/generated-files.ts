import 'reflect-metadata'
import { documentLimits } from '../api/documents/document-limits.ts'
import { manifestText, readTrustedDocuments } from '../api/documents/trusted-documents.ts'
import { makeSchema, schemaText } from '../api/schema.ts'
import { resolvers } from '../hub.ts'
import { errorCodes } from '../kernel/error-codes.ts'
import { settings } from '../platform/config.ts'

/** The files of schema/ that are made from the code, by name. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['hub.graphql', schemaText(await makeSchema(resolvers))],
    ['ERRORS.md', errorsText()],
    ['SETTINGS.md', settingsText()],
    ['LIMITS.md', limitsText()],
    ['documents/manifest.json', manifestText(readTrustedDocuments())],
  ])
}

function errorsText(): string {
  const rows = Object.entries(errorCodes)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([code, { status, meaning, remedy }]) => `| \`${code}\` | ${status} | ${meaning} | ${remedy} |`)
  return `# Errors

Every error of the graph and of the endpoints has the form of a GraphQL error: \`{ "errors": [{ "message", "extensions": { "code", "expected", "came" } }] }\`.
\`message\` says what is wrong and what to do; \`expected\` and \`came\` are there where they help. The HTTP status holds where a
whole request is refused; an error of one field comes with status 200 beside the data. Findings of deliveries have codes
of their own: those of files stand in \`src/sources/README.md\`, those of
deliveries in \`src/intake/README.md\`, those of figures in \`src/statistics/README.md\`.

This file is generated from \`src/kernel/error-codes.ts\` by \`npm run cli -- schema --write\`.

| code | HTTP status | what it means | what to do |
| --- | --- | --- | --- |
${rows.join('\n')}
`
}

function settingsText(): string {
  const rows = Object.entries(settings).map(([name, { preset, meaning }]) => {
    const shown = preset === '' ? '(empty)' : `\`${preset}\``
    return `| \`${name}\` | ${shown} | ${meaning} |`
  })
  return `# Settings

Settings come from the environment and are checked together at start: all problems are said at once. A setting that is
empty counts as not set. A variable that begins with \`BAYMARK_\` is refused, because no setting has a prefix.

This file is generated from \`src/platform/config.ts\` by \`npm run cli -- schema --write\`.

| setting | when nobody sets it | what it is for |
| --- | --- | --- |
${rows.join('\n')}
`
}

function limitsText(): string {
  const rows = Object.values(documentLimits).map(
    ({ most, of, because }) => `| ${most.toLocaleString('en')} | ${of} | ${because} |`,
  )
  return `# Limits

What a document and its variables may hold, the same at every door: HTTP GET and POST, WebSocket, and whatever comes. Over a limit
an operation is refused with \`OPERATION_TOO_LARGE\` before anything is validated or read; \`expected\` and \`came\` say which
limit and by how much. The limits are checked in this order.

This file is generated from \`src/api/documents/document-limits.ts\` by \`npm run cli -- schema --write\`.

| at most | of what | why |
| --- | --- | --- |
${rows.join('\n')}

Beside them each door has the size of its own message: 1 MB for the body of a POST (413 \`PAYLOAD_TOO_LARGE\`), 16 KB for address
and headers of a GET (431), 64 KB for a message of a socket (closed with 1009).
`
}
