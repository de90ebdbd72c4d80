import { createHash } from 'node:crypto'
import { type DocumentNode, type GraphQLSchema, parse, validate } from 'graphql'
import type { lasting as Lasting } from '../../src/access/access.ts'
import type { Gates, openHub as OpenHub } from '../../src/hub.ts'
import type { readConfig as ReadConfig } from '../../src/platform/config.ts'
import type { openLog as OpenLog } from '../../src/platform/log.ts'

/**
 * A hub as a process of its own, with its gates (`gated`) or with gates that let everything through (`open`): what lies
 * between the two is what the gates cost. It is the compiled hub, as it is served.
 */
const build = (file: string) => import(new URL(`../../build/src/${file}.js`, import.meta.url).href)
const { openHub }: { openHub: typeof OpenHub } = await build('hub')
const { readConfig }: { readConfig: typeof ReadConfig } = await build('platform/config')
const { lasting }: { lasting: typeof Lasting } = await build('access/access')
const { openLog }: { openLog: typeof OpenLog } = await build('platform/log')

const [, , kind] = process.argv
if (kind !== 'gated' && kind !== 'open') throw new Error(`expected gated or open; came ${kind}`)
const config = readConfig(process.env)
const hub = await openHub({
  config,
  administratorKey: config.ADMIN_KEY,
  log: openLog('warn'),
  gates: kind === 'gated' ? (own) => own : openGates,
})
process.once('SIGTERM', () => void hub[Symbol.asyncDispose]().then(() => process.exit(0)))
console.log(await hub.http.listen({ port: 0, host: '127.0.0.1' }))

/** Whoever asks is the administrator, every text is parsed and validated once, and nothing costs anything. */
function openGates(own: Gates, schema: GraphQLSchema): Gates {
  const { documents, costs } = own
  const found = new Map<string, DocumentNode>()
  const access = lasting({
    role: 'administrator',
    actor: { kind: 'key', id: 'bench', holder: 'administrator' },
  })
  const bill = costs.billOf(access, '127.0.0.1')
  return {
    gate: { accessOf: () => access },
    documents: Object.assign(Object.create(documents), {
      sourceOf: ({ query }: { readonly query: string }) => ({ text: query, register: null }),
      textOf: ({ query }: { readonly query: string }) => query,
      mayRun: () => true,
      register: () => undefined,
      validOf: (text: string) => {
        const hash = createHash('sha256').update(text).digest('hex')
        const document = found.get(hash) ?? parsed(text, schema)
        found.set(hash, document)
        return { text, document, selections: 1 }
      },
      validByHash: (hash: string) => found.get(hash),
    }),
    costs: {
      ruleOf: () => ({ fixed: 0, within: () => 0, introspection: 0, perRow: 1 }),
      enter: () => undefined,
      admit: () => undefined,
      settle: () => ({ estimated: 1, actual: 1, limit: 1 }),
      cancel: () => undefined,
      headers: () => [],
      pace: async () => undefined,
      deliver: () => undefined,
      billOf: () => bill,
    },
  }
}

function parsed(text: string, schema: GraphQLSchema): DocumentNode {
  const document = parse(text)
  const errors = validate(schema, document)
  if (errors.length > 0) throw errors[0]
  return document
}
