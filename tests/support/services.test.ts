import { once } from 'node:events'
import { connect } from 'node:net'
import pg from 'pg'
import { expect, test } from 'vitest'
import { isMissing } from './services.ts'
import { createTestDatabase, describeWith, serviceOf } from './services-needed.ts'
import { startPostgres } from './services-postgres.ts'
import { startRedis } from './services-redis.ts'

describeWith(['Postgres'], 'a private Postgres', () => {
  test('the run has one, and each test gets an empty database on it', async () => {
    const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()])
    expect(first).not.toBe(second)
    expect(
      await query(first, "select count(*)::int as n from pg_tables where schemaname = 'public'"),
    ).toEqual([{ n: 0 }])
  })

  test('what was committed is there after it was killed and started again', async () => {
    const server = await startPostgres()
    if (isMissing(server)) throw new Error(server.reason)
    await using _ = server
    const url = await server.createDatabase()
    await query(url, 'create table kept as select 1 as n')
    await server.kill()
    await expect(query(url, 'select n from kept')).rejects.toThrow('ECONNREFUSED')
    await server.start()
    expect(await query(url, 'select n from kept')).toEqual([{ n: 1 }])
  })

  test('an open session does not answer while it is paused, and does afterwards', async () => {
    const server = await startPostgres()
    if (isMissing(server)) throw new Error(server.reason)
    await using _ = server
    const client = new pg.Client({ connectionString: server.url() })
    await client.connect()
    server.pause()
    let answered = false
    const answer = client.query('select 1').then(() => {
      answered = true
    })
    // A new connection is a round trip through the kernel alone: by then a live session would have answered.
    await roundTrip(Number(new URL(server.url()).port))
    expect(answered).toBe(false)
    server.resume()
    await answer
    await client.end()
  })
})

describeWith(['Redis'], 'a private Redis', () => {
  test('the run has one', async () => {
    expect(await ping(serviceOf('Redis'))).toBe('+PONG\r\n')
  })

  test('it comes back at the same address after it was killed', async () => {
    const server = await startRedis()
    if (isMissing(server)) throw new Error(server.reason)
    await using _ = server
    await server.kill()
    await expect(ping(server.url)).rejects.toThrow('ECONNREFUSED')
    await server.start()
    expect(await ping(server.url)).toBe('+PONG\r\n')
  })
})

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

async function ping(url: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write('PING\r\n')
  const [reply] = await once(socket, 'data')
  socket.destroy()
  return String(reply)
}

async function roundTrip(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.destroy()
}
