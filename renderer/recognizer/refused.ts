import type { WireError } from '../../native-models/protocol.ts'

/** What a call to the recognizer rejects with. */
export class Refused extends Error {
  readonly error: WireError

  constructor(error: WireError) {
    super(error.message)
    this.name = 'Refused'
    this.error = error
  }
}

/** What is under way is refused with it when the recognizer ends; who asked may ask again after the next `onConnected`. */
export const recognizerGone: WireError = {
  code: 'engine-failed',
  message: 'The recognizer ended before it could answer.',
  hint: 'It is started again by itself.',
}
