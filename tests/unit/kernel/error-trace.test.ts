import { describe, expect, it } from 'vitest'
import { traceOf } from '../../../src/kernel/error-trace.ts'

const mark = 'zq7marked4x9'

function thrown(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('traceOf', () => {
  it('says where, and not what: a message may quote a value', () => {
    const trace = traceOf(new Error(`bad value ${mark}\n    at evil (/src/${mark}.ts:1:1)`))
    expect(trace.name).toBe('Error')
    expect(trace.at[0]).toMatch(/^tests\/unit\/kernel\/error-trace\.test\.ts:\d+:\d+$/)
    expect(JSON.stringify(trace)).not.toContain(mark)
  })

  it.each([
    () => JSON.parse(mark),
    () => new URL(mark),
    () => BigInt(mark),
    () => new Intl.Locale(`${mark}-${mark}-${mark}`),
    () => decodeURIComponent(`%${mark}`),
    () => new RegExp(`(${mark}`),
    () => (undefined as unknown as Record<string, unknown>)[mark],
    () =>
      (globalThis as unknown as Record<string, () => void>)[mark]?.call(null) ?? Buffer.alloc(mark as never),
  ])('never holds the value that %s failed at', (work) =>
    expect(JSON.stringify(traceOf(thrown(work)))).not.toContain(mark),
  )

  it('keeps what the engine says of wrong code', () => {
    const trace = traceOf(thrown(() => (undefined as unknown as Record<string, unknown>)[mark]))
    expect(trace.says).toBe('Cannot read properties of undefined (reading …)')
  })

  it('keeps the code and the names that a database gives', () => {
    const error = Object.assign(new Error(`duplicate key (name)=(${mark})`), {
      code: '23505',
      table: 'source',
      constraint: 'source_pkey',
      detail: mark,
      where: mark,
    })
    expect(traceOf(error)).toMatchObject({ code: '23505', of: 'source source_pkey' })
    expect(JSON.stringify(traceOf(error))).not.toContain(mark)
  })

  it('follows causes, and not for ever', () => {
    const error = new Error('outer', { cause: new TypeError('inner') })
    expect(traceOf(error).cause?.name).toBe('TypeError')
    Object.assign(error, { cause: error })
    expect(JSON.stringify(traceOf(error)).match(/"cause"/g)).toHaveLength(4)
  })

  it('names no code that was made at run time: its names are those of documents', () => {
    const made = new Function(`return { ${mark}() { throw new Error('x') } }`)() as Record<string, () => void>
    const trace = traceOf(thrown(() => made[mark]?.()))
    expect(JSON.stringify(trace)).not.toContain(mark)
  })

  it.each([
    mark,
    5,
    null,
    undefined,
    { message: mark, stack: mark },
    Object.assign(new Error(mark), { name: `${mark} x`, code: `${mark} y` }),
  ])('takes whatever is thrown: %o', (error) => expect(JSON.stringify(traceOf(error))).not.toContain(mark))
})
