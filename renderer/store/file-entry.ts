/** A video that was opened, and what is known of it. */
import type { VideoInfo } from '../../native-models/protocol.ts'
import type { OpenedFile } from '../shell/files.ts'
import type { FileResult, FileStatus } from './file-result.ts'

export interface FileEntry {
  readonly file: OpenedFile
  readonly status: FileStatus
  readonly info: VideoInfo | undefined
  /** Stays when the same file is recognized anew, until the new one is complete. */
  readonly result: FileResult | undefined
}
