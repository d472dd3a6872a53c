/** What the recognizer said of a video, and how far it is. Plain values: no part of the page is needed to read them. */
import type { Ask, TimedEvent, WireError } from '../../native-models/protocol.ts'
import type { ShellFault } from '../shell/values.ts'
import type { Passes } from './passes.ts'

export type FileStatus =
  | { readonly state: 'uploading'; readonly share: number }
  | { readonly state: 'waiting' }
  /** `done`: seconds of it that the time line has reached. */
  | { readonly state: 'working'; readonly done: number }
  | { readonly state: 'done' | 'cancelled' }
  | { readonly state: 'failed'; readonly error: WireError | ShellFault }

export interface FileResult {
  readonly variant: string
  readonly device: string
  readonly settings: Ask<'file-recognize'>['settings'] & { readonly threshold: number }
  /** Names of the classes, in the order of all probabilities here. */
  readonly labels: readonly string[]
  /** Indices of those that nothing is called by: where one of them is the best, there is no label. */
  readonly hidden: ReadonlySet<number>
  /** Of the whole video, by segments [classes]. */
  readonly whole: Float32Array
  readonly damage: string | undefined
  /** The online recognizer, pass by pass. Grows while it works, in place: `version` tells that it did. */
  readonly passes: Passes
  readonly version: number
  /** Empty until the file was gone through to its end. */
  readonly events: readonly TimedEvent[]
  readonly complete: boolean
  /** The file has not one block of frames; there is no time line. */
  readonly tooShort: boolean
}

/** Still to be recognized, or in the middle of it. */
export const isBusy = ({ state }: FileStatus): boolean =>
  state === 'uploading' || state === 'waiting' || state === 'working'
