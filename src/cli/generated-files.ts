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
