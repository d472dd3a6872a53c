/** A video that was opened, and what is known of it. */
import type { TimedEvent, VideoInfo, WireError } from '../../native-models/protocol.ts'
import type { Fault } from '../store/state.ts'
import type { OpenedFile } from '../shell/shell.ts'

export interface FileEntry {
  readonly file: OpenedFile
  readonly status:
    | { readonly state: 'uploading'; readonly share: number }
    | { readonly state: 'waiting' }
    /** `done`: seconds of it that the time line has reached. */
    | { readonly state: 'working'; readonly done: number }
    | { readonly state: 'done' | 'cancelled' }
    | { readonly state: 'failed'; readonly error: Fault }
  readonly info: VideoInfo | undefined
  /** Results stay when the same file is recognised anew by another variant, until that one's arrive. */
  readonly result: FileResult | undefined
}

export interface FileResult {
  readonly variant: string
  /** Names of the classes, in the order of all probabilities here. */
  readonly labels: readonly string[]
  /** Of the whole video, by segments [classes]; undefined until it is there. */
  readonly whole: Float32Array | undefined
  readonly damage: string | undefined
  /** The online recogniser, pass by pass. */
  readonly passes: readonly FilePass[]
  readonly events: readonly TimedEvent[]
  /** The file has not one block of frames; there is no time line. */
  readonly tooShort: boolean
  readonly error?: WireError
}

export interface FilePass {
  /** Seconds of the file: the first and the last frame of the newest block. */
  readonly from: number
  readonly until: number
  /** P_A [classes] */
  readonly average: Float32Array
}
