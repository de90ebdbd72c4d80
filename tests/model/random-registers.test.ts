import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../src/platform/database.ts'
import { sql } from '../../src/platform/sql.ts'
import { describePostgres, describeStores } from '../contract/stores.ts'
import { long, randomOf, seedOfRun } from '../faults/seeded.ts'
import { openRegisters } from '../intake/plain-registers.ts'
import { ModelRegister } from './model-register.ts'

const steps = long ? 600 : 40
const noun = 'credit-record'
const open = sql`9007199254740991`

/** In the short run on the store that shows what runs at once; the suite of registers runs on both. */
const describeRandom: typeof describeStores = long ? describeStores : describePostgres

describeRandom('random claims of facts that are stated whole', (store) => {
  test(
    'make of the facts what a plain model makes of them, and leave no organization that nobody speaks of',
    async () => {
      const seed = seedOfRun()
      console.log(`seed ${seed}`)
      const random = randomOf(seed)
      const database = await store.fresh()
      const hub = await openRegisters(database)
      onTestFinished(() => hub[Symbol.asyncDispose]())
      const model = new ModelRegister()
      const pick = (below: number) => Math.floor(random() * below)
      const day = () => Date.UTC(2026, 0, 1 + pick(20))
      const live: string[] = []
      const held: string[] = []
      for (let step = 0; step < steps; step += 1) {
        const act = random()
        const code = `r${step}`
        if (act < 0.6 || live.length === 0) {
          const rows = rowsOf(pick)
          const publishedAt = random() < 0.5 ? day() : null
          const embargoed = random() < 0.2
          const dates = {
            ...(publishedAt === null ? {} : { publishedAt: new Date(publishedAt).toISOString() }),
            ...(embargoed ? { embargoUntil: new Date(Date.now() + 3_600_000) } : {}),
          }
          const report = await hub.post(noun, code, rows, dates)
          const { commits, ...counts } = model.post(code, rows.map(saidBy), publishedAt, embargoed)
          expect(report.releases, `step ${step}`).toHaveLength(commits ? 1 : 0)
          if (!embargoed) expect(report.counts, `step ${step}`).toMatchObject(counts)
          if (commits) (embargoed ? held : live).push(code)
        } else if (act < 0.75) {
          const [withdrawn = ''] = live.splice(pick(live.length), 1)
          await hub.withdraw(noun, withdrawn)
          model.withdraw(withdrawn)
        } else if (act < 0.9 && held.length > 0) {
          const [ending = ''] = held.splice(pick(held.length), 1)
          if (random() < 0.3) {
            await hub.withdraw(noun, ending)
            model.withdraw(ending)
          } else {
            const at = day()
            await database.query(
              sql`update release set embargo_until = ${new Date(at).toISOString()}::timestamptz
                  where id = ${`${noun}/${ending}`} and to_position = ${open}`,
            )
            await hub.endEmbargo(noun, ending)
            model.endEmbargo(ending, at)
            live.push(ending)
          }
        } else {
          const keys = [...model.facts.keys()]
          const key = keys[pick(keys.length)]
          if (key !== undefined && random() < 0.5) {
            await database.query(
              sql`update credit_record set status = 'REPAIRED' where key = ${key} and to_position = ${open}`,
            )
            model.close(key)
          }
        }
        expect(await factsIn(database), `step ${step}`).toEqual(
          new Map([...model.facts].toSorted(([left], [right]) => (left < right ? -1 : 1))),
        )
        await expectKept(database)
      }
    },
    long ? 30 * 60_000 : 60_000,
  )
})

function rowsOf(pick: (below: number) => number) {
  const numbers = new Set(Array.from({ length: 1 + pick(4) }, () => `K${pick(8)}`))
  return [...numbers].map((number) => ({
    number,
    says: `w${pick(3)}`,
    about: `CN-USCC:${pick(5)}${pick(2) === 0 ? '' : `+HK-BRN:${pick(5)}`}`,
    name: `示例${pick(3)}`,
  }))
}

/** All that a row says of its fact, in one word: by which number it names the organization, and its name, too. */
function saidBy({ number, says, about, name }: ReturnType<typeof rowsOf>[number]) {
  return { key: number, says: `${says} ${about.split('+')[0]} ${name}` }
}

async function factsIn(database: Database) {
  const rows = await database.query<{
    readonly key: string
    readonly says: string
    readonly release: string
    readonly revision: number
  }>(
    sql`select f.key, concat_ws(' ', f.body->>'says', f.body->>'about', f.counterparty) as says, split_part(f.release_id, '/', 2) as release, f.revision
        from credit_record f where f.to_position = ${open} order by f.key`,
  )
  return new Map(rows.map(({ key, ...fact }) => [key, fact]))
}

/** Facts are about open organizations that their number leads to, and every organization is spoken of. */
async function expectKept(database: Database): Promise<void> {
  const astray = await database.query(
    sql`select f.key from credit_record f
        left join organization o on o.id = f.organization_id and o.to_position = ${open}
        left join organization_identifier i on i.organization_id = o.id and i.id = f.body->>'about'
          and i.to_position = ${open}
        where f.to_position = ${open} and i.id is null`,
  )
  const silent = await database.query(
    sql`select o.id from organization o where o.to_position = ${open}
          and not exists (select 1 from credit_record f where f.organization_id = o.id and f.to_position = ${open})`,
  )
  const loose = await database.query(
    sql`select i.id from organization_identifier i where i.to_position = ${open}
          and not exists (select 1 from organization o where o.id = i.organization_id and o.to_position = ${open})`,
  )
  const staged = await database.query(sql`select 1 from register_stage`)
  expect({ astray, silent, loose, staged }).toEqual({ astray: [], silent: [], loose: [], staged: [] })
}
