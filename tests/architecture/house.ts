/**
 * The plan of the house as data: the rules in `rules/` read it and hold nothing of it themselves. Whoever changes a line
 * here changes the plan, and says why in the README of this folder.
 */

/** Folders of facts: one folder per noun below each. */
export const nounStations = ['catalogue', 'statistics', 'credit', 'recognition', 'policy'] as const

type Permission = { readonly uses: readonly string[]; readonly typesOf?: readonly string[] }

const below = {
  platform: ['kernel'],
  history: ['platform', 'kernel'],
  access: ['history', 'platform', 'kernel'],
  subscriptions: ['access', 'history', 'platform', 'kernel'],
} as const
const everything = [
  ...nounStations,
  'hub',
  'api',
  'subscriptions',
  'intake',
  'sources',
  'migrations',
  ...below.subscriptions,
]
const noun: Permission = {
  uses: ['catalogue', 'access', 'history', 'platform', 'kernel'],
  typesOf: ['intake', 'subscriptions', 'api'],
}

/** What each station may import: code from `uses`, types alone from `typesOf`. Its own files it may always use. */
export const importTable: Readonly<Record<string, Permission>> = {
  main: { uses: ['serving', ...everything] },
  serving: { uses: ['sample-files', ...everything] },
  'sample-files': { uses: everything },
  cli: { uses: ['serving', ...everything] },
  hub: { uses: everything.filter((station) => station !== 'hub') },
  api: { uses: ['subscriptions', 'intake', ...below.subscriptions] },
  subscriptions: { uses: below.subscriptions },
  intake: { uses: below.subscriptions, typesOf: ['sources'] },
  access: { uses: below.access },
  history: { uses: below.history },
  platform: { uses: below.platform },
  kernel: { uses: [] },
  catalogue: { ...noun, uses: noun.uses.filter((station) => station !== 'catalogue') },
  statistics: noun,
  credit: noun,
  recognition: noun,
  policy: { ...noun, uses: ['statistics', ...noun.uses] },
  sources: { uses: ['kernel'] },
  migrations: { uses: below.access },
  web: { uses: [] },
  setup: { uses: [] },
}

/** Files of a noun that a station may use although it may not use the noun: a feed writes what the noun reads. */
export const openNounFiles: Readonly<Record<string, readonly string[]>> = { sources: ['terms', 'claim'] }

export const forbiddenNames = [
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'shared',
  'lib',
  'manager',
  'service',
  'index',
] as const

/** Names that belong to a tool, not to us: they may come again. */
export const namesOfTools: readonly string[] = [
  'README.md',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
]

/** Names that a station's file shares with a noun's because the plan calls both so, and the two beginnings of programs. */
export const namesSharedByPlan: readonly string[] = ['rules', 'main']

/** Commands are named as their user calls them, whatever the code behind them is called. */
export const commandsFolder = 'src/cli/'

export const sizes = { most: 400, medianBelow: 90 } as const

/** What reaches outside a function's arguments, and where it may. A name that ends in `/` stands for a folder. */
export const outsideWorld = [
  {
    what: 'the clock',
    instead: 'take a Clock as an argument (kernel/clock.ts)',
    names: [
      'Date.now',
      'new Date()',
      'Date()',
      'performance.now',
      'process.hrtime',
      'process.uptime',
      'Temporal.Now',
    ],
    allowed: ['src/kernel/clock.ts', 'src/platform/', 'src/cli/', 'src/main.ts', 'src/web/', 'src/setup/'],
  },
  {
    what: 'randomness',
    instead: 'take Ids as an argument (kernel/ids.ts)',
    names: ['Math.random', 'randomUUID', 'randomBytes', 'randomInt', 'getRandomValues'],
    allowed: ['src/kernel/ids.ts', 'src/platform/', 'src/cli/', 'src/main.ts', 'src/web/', 'src/setup/'],
  },
  {
    what: 'the environment',
    instead: 'add a setting to platform/config.ts and take its value as an argument',
    names: ['process.env', 'import.meta.env'],
    allowed: ['src/platform/config.ts', 'src/setup/', 'src/web/'],
  },
] as const

/**
 * What parses, validates or runs documents, by the module it comes from, and where it may be used: every door hands what
 * it gets to `admission`, and runs what that admits.
 */
export const documentMachinery: {
  readonly names: Readonly<Record<string, readonly string[]>>
  readonly allowed: readonly string[]
} = {
  names: {
    graphql: ['parse', 'validate', 'execute', 'executeSync', 'subscribe', 'graphql', 'graphqlSync'],
    'graphql-jit': ['compileQuery'],
    'graphql-ws': ['makeServer', 'useServer', 'makeHandler'],
    'graphql-sse': ['createHandler'],
    '@apollo/server': ['ApolloServer'],
  },
  allowed: [
    'src/api/documents/',
    'src/api/apollo.ts',
    'src/api/websocket.ts',
    'src/api/compiled-query.ts',
    'src/web/',
  ],
}

/** Where a statement on a versioned table needs no predicates of history and access, and why. */
export const withoutSeam: readonly { readonly path: RegExp; readonly because: string }[] = [
  {
    path: /\/writes(-[a-z-]+)?\.ts$/,
    because: 'it writes under the lock of the head, where the open rows are what is true',
  },
  { path: /\/(stage|staging)(-[a-z-]+)?\.ts$/, because: 'it prepares what `writes` will do' },
  {
    path: /\/known(-[a-z-]+)?\.ts$/,
    because: 'it reads the open rows that the writer decides on, for no viewer',
  },
  { path: /^src\/access\/(guarded-rules|hidden-now)\.ts$/, because: 'it is the predicate of access' },
  { path: /^migrations\//, because: 'it makes the tables' },
  { path: /^src\/history\//, because: 'it is the history: its statements name positions' },
  { path: /^src\/platform\//, because: 'it knows no table' },
]

/** The functions that make the predicates of the seam, and which of their arguments name the alias and the table. */
export const seam: Readonly<Record<'history' | 'access', Readonly<Record<string, SeamArguments>>>> = {
  history: { at: { alias: 0 }, begunAt: { alias: 0 }, endedAt: { alias: 0 }, begunBy: { alias: 0 } },
  access: { visible: { alias: 2, table: 1 } },
}

type SeamArguments = { readonly alias: number; readonly table?: number }

/** Tests that judge the hub by a second opinion, which must not be the hub's own. */
export const judges = /^tests\/(.+\/)?(model|oracle|consumer)(-[a-z-]+)?\.ts$/

/** Where code may decide by the role of a viewer, and by which roles any code may: whether somebody is known at all. */
export const whoDecides = { allowed: ['src/access/', 'src/cli/', 'src/web/'], open: ['anonymous'] } as const
