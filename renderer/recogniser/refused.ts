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
