import type { WireError } from '../../native-models/protocol.ts'

/** What a call to the recogniser rejects with. */
export class Refused extends Error {
  readonly error: WireError

  constructor(error: WireError) {
    super(error.message)
    this.name = 'Refused'
    this.error = error
  }
}

/** What is under way is refused with it when the recogniser ends; who asked may ask again after the next `onConnected`. */
export const recogniserGone: WireError = {
  code: 'engine-failed',
  message: 'The recogniser ended before it could answer.',
  hint: 'It is started again by itself.',
}
