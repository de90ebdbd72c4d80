import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { changedSettings, startBenchPostgres } from './bench-postgres.ts'
import { benchKey } from './deliver-file.ts'
import { fillDataSet } from './fill-data-set.ts'
import { fillRegisters } from './fill-registers.ts'
import { measureGate } from './measure-gate.ts'
import { fileOf, measureIngest } from './measure-ingest.ts'
import { type Measured, measureQuestion, type Servers } from './measure-questions.ts'
import { measureStreams } from './measure-streams.ts'
import { startNode } from './node-process.ts'
import { type Options, readOptions } from './options.ts'
import { profileHub } from './profile-hub.ts'
import { type Question, questionsOver } from './questions.ts'
import { registerQuestionsOver } from './register-questions.ts'
import { machine, type Results, tableOf } from './report.ts'
import { reviseTenth } from './revise-tenth.ts'
import { verifyAnswers } from './verify-answers.ts'

/** One commit's way to all subscribers is measured so often. */
const streamRounds = 5

const project = fileURLToPath(new URL('../..', import.meta.url))

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const options = optionsOrEnd()
const results = await bench(options)
if (results !== null) {
  console.log(`\n${tableOf(results)}`)
  if (options.json !== null) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`)
}

function optionsOrEnd(): Options {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    console.error(
      `${error instanceof Error ? error.message : error}\nThe options are listed in tests/bench/README.md.`,
    )
    process.exit(2)
  }
}

/** The whole run: data, servers, verification, measurement. Null for a profile, which is no measurement. */
async function bench(asked: Options): Promise<Results | null> {
  const began = performance.now()
  const [before = 0] = loadavg()
  const say = (text: string) =>
    console.error(`${((performance.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${text}`)
  await using open = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'baymark-bench-'))
  open.defer(() => rmSync(folder, { recursive: true, force: true }))
  say('starts a Postgres of its own')
  const postgres = open.use(await startBenchPostgres())
  const environment = { DATABASE_URL: postgres.url }
  const hubArgs = [...(asked.profile ? profileHub(asked.profile) : []), join(project, 'build/src/main.js')]
  const hubEnvironment = {
    ...environment,
    DATA_DIR: join(folder, 'data'),
    SAMPLES: 'none',
    PORT: '0',
    ADMIN_KEY: benchKey,
    LOG_LEVEL: 'warn',
    // Counted as ever; a load from one address must not come to its end.
    CONNECTIONS: '100000',
    CONNECTIONS_PER_ADDRESS: '100000',
    SOCKETS_PER_ADDRESS: '100000',
    RATE_LIMIT: '1000000000',
    RATE_LIMIT_ANONYMOUS: '1000000000',
  }
  const startHub = () => startNode(hubArgs, hubEnvironment)
  await (await startHub())[Symbol.asyncDispose]() // It makes the tables and the reference data, and ends.

  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  open.defer(() => client.end())
  say(`makes a data set of ${asked.observations.toLocaleString('en')} observations`)
  const dataSet = await fillDataSet(client, asked.observations)

  const registers = asked.organizations === 0 ? null : await fillRegisters(client, asked.organizations)
  const position = registers?.position ?? dataSet.position
  if (registers !== null)
    say(
      `made ${registers.organizations.toLocaleString('en')} organizations with ${registers.records.toLocaleString('en')} credit records`,
    )

  say('starts the hub and the raw server, and verifies that they give the same answers')
  const hub = open.use(await startHub())
  const raw = open.use(await startNode([join(import.meta.dirname, 'raw-server.ts')], environment))
  const servers: Servers = { hub, raw, postgresPid: postgres.pid }
  const addresses = { hub: hub.address, raw: raw.address }
  const questions = questionsOver(dataSet.series, position)
  const ofRegisters =
    registers === null ? {} : registerQuestionsOver(registers, ['440100', '440300', '440600'])
  const measured: { name: string; measured: readonly Measured[] }[] = []
  const measure = async (name: string, question: Question, expected: Question['expected']) => {
    const verified = await verifyAnswers(addresses, question, expected)
    say(`measures ${name}`)
    measured.push({ name, measured: await measureQuestion(servers, verified, asked) })
  }
  const measureRevised = async () => {
    // Autovacuum would mend, at a time of its own choice, what is to be measured.
    await client.query('alter table observation set (autovacuum_enabled = false)')
    const revision = await reviseTenth(client)
    say(
      `revised a tenth: ${revision.revised.toLocaleString('en')} observations, the head held for ${Math.round(revision.lockedMs)} ms`,
    )
    await reachPosition(addresses, revision.position)
    for (const question of [questions.figure, questions.series])
      await measure(`${question.name}, a tenth just revised`, question, null)
    await client.query('alter table observation reset (autovacuum_enabled)')
    return revision
  }
  if (asked.profile !== null) {
    const [name = questions.series.name] = asked.only ?? []
    const profiled = Object.values<Question>({ ...questions, ...ofRegisters }).find(
      (question) => question.name === name,
    )
    if (profiled === undefined) throw new Error(`no question is called ${name}`)
    await measure(name, profiled, profiled.expected)
    say(`the profile is in ${asked.profile} when the hub has ended`)
    return null
  }
  for (const question of Object.values<Question>({ ...questions, ...ofRegisters }))
    if (asked.only?.includes(question.name) ?? true) await measure(question.name, question, question.expected)
  const withGate = asked.only?.includes('gate') ?? true
  if (withGate) say('measures what the gates cost')
  const gate = withGate
    ? await measureGate({ ...hubEnvironment, DATA_DIR: join(folder, 'gate') }, benchKey, questions, asked)
    : null
  const revision = asked.only === null ? await measureRevised() : null

  say(`measures one commit on its way to ${asked.subscribers} subscribers`)
  const streams =
    asked.subscribers > 0 ? await measureStreams(addresses, asked.subscribers, streamRounds) : []
  const regions = await client.query<{ code: string; name: string }>(
    `select id as code, names->>'zh-Hans' as name from region where to_position = 9007199254740991
     and level in ('PROVINCE', 'PREFECTURE', 'SAR', 'ECONOMY') order by id`,
  )
  say(`takes a file of ${asked.ingestRows.toLocaleString('en')} rows in`)
  const ingest =
    asked.ingestRows > 0
      ? await measureIngest(hub.address, postgres, fileOf(asked.ingestRows, regions.rows))
      : []
  return {
    when: new Date().toISOString(),
    machine: machine(),
    load: { before, after: loadavg()[0] ?? 0 },
    postgres: await postgresSettings(client),
    options: asked,
    dataSet: {
      observations: dataSet.observations,
      rows: dataSet.rows,
      series: dataSet.series.length,
      positions: position,
      organizations: registers?.organizations ?? 0,
      'credit records': registers?.records ?? 0,
      certificates: registers?.certificates ?? 0,
      'revised in the commit': revision?.revised ?? 0,
    },
    questions: measured,
    gate: gate ?? [],
    streams,
    ingest,
    tookSeconds: Math.round((performance.now() - began) / 1_000),
  }
}

/** Waits until both servers read at a position that SQL made: the hub's tail looks for it once a second. */
async function reachPosition(
  addresses: { readonly hub: string; readonly raw: string },
  position: number,
): Promise<void> {
  const told = await fetch(`${addresses.raw}/position`, { method: 'POST' })
  const answer = await fetch(`${addresses.hub}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'baymark-min-position': String(position) },
    body: JSON.stringify({ query: '{ hub { position } }' }),
  })
  const reached = [await told.text(), answer.headers.get('baymark-position')]
  if (reached.some((at) => at !== String(position)))
    throw new Error(`expected both servers at position ${position}; they are at ${reached.join(' and ')}`)
}

async function postgresSettings(client: pg.Client): Promise<Readonly<Record<string, string>>> {
  const names = [
    'server_version',
    'shared_buffers',
    'work_mem',
    'fsync',
    'synchronous_commit',
    'full_page_writes',
    'jit',
  ]
  const { rows } = await client.query<{ name: string; value: string }>(
    `select name, current_setting(name) as value from unnest($1::text[]) as name`,
    [[...names, ...Object.keys(changedSettings).filter((name) => name === 'max_connections')]],
  )
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
}
