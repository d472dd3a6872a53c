import assert from 'node:assert/strict'
import { ActscopeError, type ErrorCode } from '../errors.ts'

/** For assert.rejects: an ActscopeError of that code, in one line, with a hint. */
export const fails = (code: ErrorCode, message: RegExp, hint = /./) => {
  return (error: unknown): boolean => {
    assert.ok(error instanceof ActscopeError, String(error))
    assert.equal(error.code, code)
    assert.match(error.message, message)
    assert.match(error.hint ?? '', hint)
    assert.doesNotMatch(error.message + (error.hint ?? ''), /\n/)
    return true
  }
}
