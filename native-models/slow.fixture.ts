/**
 * For node:test's `skip`, of a test that takes long and looks at what others have looked at before: `.ci/run` asks for it by
 * ACTSCOPE_SLOW_TESTS=1, `npm test` leaves it out and says so.
 */
export const slow: string | false =
  process.env['ACTSCOPE_SLOW_TESTS'] === '1' ? false : 'slow; ACTSCOPE_SLOW_TESTS=1 runs it, as .ci/run does'
