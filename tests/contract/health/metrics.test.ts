import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeGrounds, openTestHub, type TestHub } from '../../support/hub.ts'
import { describeWith, serviceOf } from '../../support/services-needed.ts'

type Readiness = { readonly status: string; readonly checks: readonly { readonly name: string }[] }

describeGrounds('health and metrics', (ground) => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await openTestHub({ ground })
  })
  afterAll(() => hub?.close())

  test('a hub that serves is live and ready, and says of each part how it is', async () => {
    const live = await fetch(`${hub.address}/health/live`)
    expect({ status: live.status, body: await live.json() }).toMatchObject({
      status: 200,
      body: { status: 'live' },
    })
    const ready = await fetch(`${hub.address}/health/ready`)
    const body = (await ready.json()) as Readiness
    expect(ready.status).toBe(200)
    expect(body).toMatchObject({ status: 'ready', position: 1 })
    expect(body.checks.map(({ name }) => name)).toEqual([
      'database',
      'migrations',
      'history',
      'announcements',
    ])
  })

  test('the metrics count what happened', async () => {
    await hub.ask('{ hub { position } }')
    const metrics = await (await fetch(`${hub.address}/metrics`)).text()
    expect(metrics).toMatch(/^baymark_graphql_operations_total\{type="query"\} [1-9]/m)
    expect(metrics).toMatch(/^baymark_position 1$/m)
  })

  describeWith(['promtool'], 'as Prometheus reads them', () => {
    test('promtool finds nothing to say', async () => {
      const response = await fetch(`${hub.address}/metrics`)
      expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4')
      const promtool = spawn(serviceOf('promtool'), ['check', 'metrics'])
      promtool.stdin.end(await response.text())
      const [said, [code]] = await Promise.all([text(promtool.stderr), once(promtool, 'exit')])
      expect({ code, said }).toEqual({ code: 0, said: '' })
    })
  })
})
