import { expect, test } from 'vitest'
import { describeBreach, type Rule } from './rule.ts'
import { accessDecides } from './rules/access-decides.ts'
import { documentsPassTheGate } from './rules/documents-pass-the-gate.ts'
import { everyRule } from './rules/every-rule.ts'
import { namesOnce, tellingNames } from './rules/file-names.ts'
import { fileSizes } from './rules/file-sizes.ts'
import { foldersSayWhatMayEnter } from './rules/folders-say-what-may-enter.ts'
import { importsPointDown } from './rules/imports-point-down.ts'
import { judgesKnowNothing } from './rules/judges-know-nothing.ts'
import { noCycles } from './rules/no-cycles.ts'
import { outsideWorldByArgument } from './rules/outside-world.ts'
import { readsTakeTheSeam } from './rules/reads-take-the-seam.ts'
import { tablesOfMigrations, tablesOfStorage } from './rules/versioned-tables.ts'
import { sourceFile } from './source-files.ts'

/** A small tree, what is wrong with it (nothing: it keeps the rule), and the rule that must notice. */
type Example = {
  readonly rule: Rule
  readonly tree: Record<string, string>
  readonly told: readonly RegExp[]
}

const storage = {
  'src/catalogue/region/storage.ts': `export const t = defineEntity({ name: 'Region', tableName: 'region',
    properties: { id: p.string(), from_position: p.bigint(), to_position: p.bigint() } })`,
  'src/statistics/series/storage.ts': `export const t = defineEntity({ name: 'Series',
    properties: { from_position: p.bigint(), to_position: p.bigint() } })`,
  'src/intake/storage.ts':
    "export const t = defineEntity({ name: 'Claim', properties: { position: p.bigint() } })",
}
const read = (statement: string, before = '') => ({
  ...storage,
  'src/statistics/series/reads.ts': `${before}\nexport const q = sql\`${statement}\``,
})
const both = (alias: string, table: string) =>
  `\${at('${alias}', p)} and \${visible(view, '${table}', '${alias}')}`

const examples: Record<string, Example> = {
  'imports: down is allowed': {
    rule: importsPointDown,
    tree: {
      'src/hub.ts': "import { a } from './api/answer.ts'\nimport { s } from './statistics/series/slice.ts'",
      'src/api/answer.ts': "import { now } from '../kernel/clock.ts'\nimport pino from 'pino'",
      'src/statistics/series/reads.ts':
        "import type { S } from '../../subscriptions/stream.ts'\nimport '../../catalogue/x.ts'",
      'src/sources/read-feed.ts': "import type { C } from '../statistics/observation/claim.ts'",
      'src/policy/target/reads.ts': "import { a } from '../../statistics/series/reads.ts'",
    },
    told: [],
  },
  'imports: up, sideways and from outside are not': {
    rule: importsPointDown,
    tree: {
      'src/kernel/clock.ts': "import { log } from '../platform/log.ts'",
      'src/history/tail.ts': "export { x } from '../access/view.ts'",
      'src/api/answer.ts': "const s = await import('../statistics/series/reads.ts')",
      'src/credit/record/reads.ts': "import type { X } from '../../statistics/series/terms.ts'",
      'src/statistics/series/slice.ts': "import { run } from '../../subscriptions/run.ts'",
      'src/sources/map.ts': "import { w } from '../statistics/series/writes.ts'",
      'src/intake/check.ts': "import { parseFeed } from '../sources/feed.ts'",
      'src/attic/old.ts': 'export const x = 1',
    },
    told: [
      /kernel may not import src\/platform\/log.ts: it may import nothing/,
      /history may not import src\/access/,
      /api may not import src\/statistics/,
      /credit may not import src\/statistics/,
      /only types of subscriptions/,
      /sources may not import src\/statistics\/series\/writes/,
      /only types of sources/,
      /src\/attic is not a station/,
    ],
  },
  'cycles: a diamond is none': {
    rule: noCycles,
    tree: {
      'src/a.ts': "import './b.ts'\nimport './c.ts'",
      'src/b.ts': "import './d.ts'",
      'src/c.ts': "import './d.ts'",
      'src/d.ts': '',
    },
    told: [],
  },
  'cycles: types count': {
    rule: noCycles,
    tree: {
      'src/a.ts': "import './b.ts'",
      'src/b.ts': "import type { A } from './c.ts'",
      'src/c.ts': "import './a.ts'",
    },
    told: [/src\/a.ts → src\/b.ts → src\/c.ts → src\/a.ts/],
  },
  'seam: both predicates in the same template': {
    rule: readsTakeTheSeam,
    tree: read(
      `select 1 from series s join region as r on r.id = s.region left join claim c on true
       where ${both('s', 'series')} and ${both('r', 'region')} and s.x is distinct from \${y}`,
    ),
    told: [],
  },
  'seam: through a constant, and for a table named at run time': {
    rule: readsTakeTheSeam,
    tree: read(
      "select 1 from ${sql.table(of.table)} r where ${touched} and ${visible(view, of.table, 'r')}",
      "const touched = sql`${begunAt('r', p)} or ${endedAt('r', p)}`",
    ),
    told: [],
  },
  'seam: through a function of the same file': {
    rule: readsTakeTheSeam,
    tree: read(
      "select 1 from series s where ${touched('s')} and ${seen('s')}",
      "const touched = (alias) => sql`${begunAt(alias, p)}`\nfunction seen(a) { return visible(view, 'series', a) }",
    ),
    told: [],
  },
  'seam: through a function, for another alias': {
    rule: readsTakeTheSeam,
    tree: read(
      "select 1 from series s where ${touched('x')} and ${visible(view, 'series', 's')}",
      'const touched = (alias) => sql`${begunAt(alias, p)}`',
    ),
    told: [/reads series s without the history/],
  },
  'seam: one predicate is missing, for one of two tables': {
    rule: readsTakeTheSeam,
    tree: read(`select 1 from series s, region r where ${both('s', 'series')} and \${at('r', p)}`),
    told: [/reads region r without the predicate of access/],
  },
  'seam: the predicate is there for another alias': {
    rule: readsTakeTheSeam,
    tree: read(`select 1 from series where ${both('s', 'series')}`),
    told: [/reads series series without the history/, /reads series series without the predicate of access/],
  },
  'seam: the access rule of another table': {
    rule: readsTakeTheSeam,
    tree: read(`select 1 from series s where ${both('s', 'region')}`),
    told: [/by the access rule of region/],
  },
  'seam: in the middle of a larger statement, and without any predicate': {
    rule: readsTakeTheSeam,
    tree: read('with x as (select * from series as s) select * from x where exists (select 1 from region)'),
    told: [/series s without the history/, /series s without the pred/, /region region w/, /region region w/],
  },
  'seam: a table named at run time without predicates': {
    rule: readsTakeTheSeam,
    tree: read('select 1 from ${sql.table(name)} t'),
    told: [/a table named at run time t without the history/, /without the predicate of access/],
  },
  'seam: outside a template': {
    rule: readsTakeTheSeam,
    tree: {
      ...storage,
      'src/api/a.ts': "db.selectFrom('series as s').selectAll()",
      'src/api/b.ts': "db.execute('select value from series')",
      'src/api/c.ts': 'db.execute(`select value from ${x}, y join series`)',
    },
    told: [/a.ts:1 {2}reads series outside/, /b.ts:1 {2}reads series outside/],
  },
  'seam: writes, staging, migrations and history are exempt': {
    rule: readsTakeTheSeam,
    tree: {
      ...storage,
      'src/statistics/series/writes.ts': 'export const q = sql`select 1 from series s`',
      'src/statistics/series/staging-plan.ts': 'export const q = sql`select 1 from series s`',
      'src/history/tail.ts': 'export const q = sql`select 1 from series s`',
    },
    told: [],
  },
  'outside world: in its places': {
    rule: outsideWorldByArgument,
    tree: {
      'src/kernel/clock.ts': 'export const now = () => new Date()',
      'src/platform/config.ts': 'export const env = process.env',
      'src/history/a.ts': '// Date.now() and process.env in words\nexport const d = new Date(0)\nclock.now()',
    },
    told: [],
  },
  'outside world: elsewhere': {
    rule: outsideWorldByArgument,
    tree: {
      'src/history/a.ts': 'export const d = new Date()',
      'src/history/b.ts': 'export const t = globalThis.performance.now() + Date.now()',
      'src/api/c.ts': "import { randomUUID as id } from 'node:crypto'",
      'src/platform/d.ts': 'const { env } = process\nexport const p = process.env.PORT',
      'src/api/e.ts':
        "import { env } from 'node:process'\nexport const r = crypto['randomUUID']() + Math.random()",
    },
    told: [
      /a.ts:1 {2}uses the clock \(new Date\(\)\)/,
      /b.ts:1 {2}uses the clock \(performance.now\)/,
      /b.ts:1 {2}uses the clock \(Date.now\)/,
      /c.ts:1 {2}uses randomness \(randomUUID\)/,
      /d.ts:1 {2}uses the environment/,
      /d.ts:2 {2}uses the environment/,
      /e.ts:1 {2}uses the environment/,
      /e.ts:2 {2}uses randomness \(randomUUID\)/,
      /e.ts:2 {2}uses randomness \(Math.random\)/,
    ],
  },
  'access: decides': {
    rule: accessDecides,
    tree: {
      'src/access/rights.ts': "export const may = (view) => view.role === 'administrator'",
      'src/api/caching.ts': "export const open = (view) => view.role === 'anonymous'",
      'src/api/viewer.ts': 'export const shown = (view) => ({ role: view.role })',
    },
    told: [],
  },
  'access: is gone round': {
    rule: accessDecides,
    tree: {
      'src/api/a.ts': "export const may = (view) => view.role !== 'administrator'",
      'src/statistics/b.ts': "export const may = ({ view }) => 'publisher' === view.role",
      'src/intake/c.ts': "export function may(view) { switch (view.role) { case 'hub': return true } }",
    },
    told: [/a\.ts:1 .*decides by the role/, /b\.ts:1/, /c\.ts:1/],
  },
  'documents: through the gate': {
    rule: documentsPassTheGate,
    tree: {
      'src/api/documents/validated.ts': "import { parse, validate } from 'graphql'",
      'src/api/apollo.ts': "import { ApolloServer } from '@apollo/server'",
      'src/api/a.ts': "import { type DocumentNode, print } from 'graphql'\nconst parse = JSON.parse",
    },
    told: [],
  },
  'documents: past the gate': {
    rule: documentsPassTheGate,
    tree: {
      'src/api/sse.ts': "import { createHandler } from 'graphql-sse/lib/use/fastify'",
      'src/api/export.ts': "import { execute as run, print } from 'graphql'",
      'src/intake/a.ts': "import * as all from 'graphql'",
      'src/cli/b.ts': "const { parse } = await import('graphql')",
    },
    told: [
      /sse.ts:1 {2}takes createHandler from graphql-sse/,
      /export.ts:1 {2}takes execute from graphql/,
      /a.ts:1 {2}takes \* from graphql/,
      /b.ts:1 {2}takes import\('graphql'\)/,
    ],
  },
  'sizes: short files': {
    rule: fileSizes,
    tree: { 'src/a.ts': 'x\n'.repeat(20), 'src/b.ts': 'x\n'.repeat(20), 'tests/c.ts': 'x\n'.repeat(400) },
    told: [],
  },
  'sizes: one too long, and the median too': {
    rule: fileSizes,
    tree: { 'src/a.ts': 'x\n'.repeat(90), 'tests/b.ts': 'x\n'.repeat(401) },
    told: [/tests\/b.ts {2}has 401 lines/, /median file has 90 lines/],
  },
  'names: the same in two nouns': {
    rule: namesOnce,
    tree: {
      'src/catalogue/region/reads.ts': '',
      'src/statistics/series/reads.ts': '',
      'src/api/README.md': '',
      'src/web/README.md': '',
    },
    told: [],
  },
  'names: the same elsewhere': {
    rule: namesOnce,
    tree: {
      'src/catalogue/region/reads.ts': '',
      'src/api/reads.ts': '',
      'src/web/page.ts': '',
      'src/kernel/page.ts': '',
    },
    told: [/api\/reads.ts {2}shares the name "reads"/, /web\/page.ts/, /kernel\/page.ts/],
  },
  'names: telling ones': {
    rule: tellingNames,
    tree: { 'src/web/index.html': '', 'src/kernel/bounded-queue.ts': '', 'src/access/library.ts': '' },
    told: [],
  },
  'names: saying nothing': {
    rule: tellingNames,
    tree: {
      'src/api/index.ts': '',
      'src/lib/a.ts': '',
      'tests/date-utils.ts': '',
      'src/credit/record/record.service.ts': '',
    },
    told: [/"index"/, /"lib"/, /"utils"/, /"service"/],
  },
  'folders: with their README': {
    rule: foldersSayWhatMayEnter,
    tree: {
      'src/README.md': '## What may enter',
      'src/api/README.md': '# Api\n\n## What may enter\n',
      'src/api/a.ts': '',
    },
    told: [],
  },
  'folders: without': {
    rule: foldersSayWhatMayEnter,
    tree: { 'src/README.md': '# The map', 'src/api/a.ts': '' },
    told: [/src\/api\/README.md {2}is missing/, /src\/README.md {2}has no section/],
  },
  'judges: a second opinion': {
    rule: judgesKnowNothing,
    tree: {
      'tests/model/model.ts': "import fc from 'fast-check'",
      'tests/model/a.test.ts': "import '../../src/hub.ts'",
    },
    told: [],
  },
  "judges: the hub's own opinion": {
    rule: judgesKnowNothing,
    tree: { 'tests/subscriptions/consumer.ts': "import type { F } from '../../src/subscriptions/frame.ts'" },
    told: [/imports src\/subscriptions\/frame.ts/],
  },
}

test.each(Object.entries(examples))('%s', (_name, { rule, tree, told }) => {
  const files = Object.entries(tree).map(([path, text]) => sourceFile(path, text))
  const breaches = rule.breaches(files).map(describeBreach)
  expect(breaches.length, breaches.join('\n')).toBe(told.length)
  for (const pattern of told) expect(breaches.join('\n')).toMatch(pattern)
})

test('every rule has an example that keeps it and one that breaks it', () => {
  for (const rule of everyRule) {
    const ends = Object.values(examples).filter((example) => example.rule === rule)
    expect([rule.name, new Set(ends.map(({ told }) => told.length > 0)).size]).toEqual([rule.name, 2])
  }
})

test('versioned tables are found in either form of declaration', () => {
  const files = Object.entries({
    ...storage,
    'migrations/1.ts':
      "const a = [...versioned('region', 'text', `code text`), `create table claim (position bigint)`]",
    'migrations/2.ts':
      'this.addSql(`create table if not exists series (from_position bigint, to_position bigint)`)',
  }).map(([path, text]) => sourceFile(path, text))
  expect([...tablesOfStorage(files)]).toEqual(['region', 'series'])
  expect([...tablesOfMigrations(files)]).toEqual(['region', 'series'])
})
