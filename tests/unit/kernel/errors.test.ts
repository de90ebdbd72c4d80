import { describe, expect, it } from 'vitest'
import { errorCodes } from '../../../src/kernel/error-codes.ts'
import { type ErrorCode, HubError } from '../../../src/kernel/errors.ts'

describe('HubError', () => {
  it('carries code, what was expected, what came, its cause, and the status of its code', () => {
    const cause = new Error('inside')
    const error = new HubError(
      { code: 'UNKNOWN_SOURCE', message: 'No source.', expected: 'a source', came: 'x' },
      cause,
    )
    expect(error).toMatchObject({
      name: 'HubError',
      code: 'UNKNOWN_SOURCE',
      expected: 'a source',
      came: 'x',
      status: 404,
      cause,
    })
    expect(error).toBeInstanceOf(Error)
    expect(error.message).not.toContain('inside')
  })

  it('has no cause where none is given', () => {
    expect('cause' in new HubError({ code: 'BUSY', message: 'Busy.' })).toBe(false)
  })
})

describe('the published list of codes', () => {
  it.each(Object.keys(errorCodes) as ErrorCode[])(
    '%s says its status, what it means and what to do',
    (code) => {
      const { status, meaning, remedy } = errorCodes[code]
      expect(code).toMatch(/^[A-Z][A-Z_]+$/)
      // What asks a client for the text of a document is part of a good conversation, and Apollo's clients want it so.
      expect(status).toBeGreaterThanOrEqual(code === 'PERSISTED_QUERY_NOT_FOUND' ? 200 : 400)
      expect(status).toBeLessThan(600)
      expect(meaning).toMatch(/\.$/)
      expect(remedy.length).toBeGreaterThan(5)
    },
  )
})
