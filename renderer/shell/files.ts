/** Files as a shell gives them to the page, and takes them from it. */
import type { ShellFault } from './values.ts'

/** Files that were opened, and what became of the rest: a file that is not there, a folder that holds none. */
export interface Opened {
  readonly files: readonly OpenedFile[]
  readonly refused: readonly { readonly name: string; readonly error: ShellFault }[]
}

export interface OpenedFile {
  /** The same for the same file of the disk, as long as the window lives. */
  readonly key: string
  /** Without its folder. */
  readonly name: string
  readonly bytes: number
  /** For <video>; answers ranges. */
  readonly url: string
  /** Its bytes from `from` up to, and not including, `to`. Rejects with a ShellError. */
  read(from: number, to: number): Promise<Uint8Array<ArrayBuffer>>
  /**
   * Provides the recognizer with it, and gives the name that it knows it by. At once on the desktop; a browser uploads it, and
   * tells how much of it (0 to 1). Rejects with a ShellError, code `cancelled` after `signal`.
   */
  provide(progress: (share: number) => void, signal: AbortSignal): Promise<string>
  /** It is no longer needed: an upload is deleted. */
  release(): void
}

/** A file that is being written. All of it rejects with a ShellError; what was written before stays on the disk. */
export interface Sink {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  close(): Promise<Saved>
  /** Gives it up. `keep`: what is written stays (a recording on a full disk), else it is deleted. */
  abort(keep: boolean): Promise<void>
}

export interface Saved {
  readonly name: string
  /** Where it is, for people: "Videos/Actscope", "your downloads". */
  readonly place: string
  /** Shows it in the system's file manager, where that is possible. */
  readonly reveal: (() => void) | undefined
}
