import { ActscopeError, type ErrorCode } from '../errors.ts'

/** For tests: what `assert.throws` and `assert.rejects` ask of an error. */
export function isActscopeError(code: ErrorCode, message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof ActscopeError && error.code === code && message.test(error.message)
}
