/**
 * What the picture needs of what it runs in. Two things are a shell: the desktop one (shell/desktop.ts, around the bridge
 * that electron/preload.cts exposes) and the browser (shell/browser.ts, around server/). Nothing else in the renderer
 * knows which of them it has.
 */
import type { PagePort, WireError } from '../../native-models/protocol.ts'
import type { MenuState, OpenKind, Platform, SaveKind, ShellFault } from './values.ts'

export interface Shell {
  readonly kind: 'desktop' | 'browser'
  readonly platform: Platform
  /** Of Actscope. */
  readonly version: string

  /** Tells what becomes of the recognizer, first of all what holds now. Returns how to stop listening. */
  onRecognizer(listener: (state: RecognizerState) => void): () => void
  /** Starts it again after it was `stopped`. */
  restartRecognizer(): void

  /** Lets the user choose. Nothing chosen: an empty list. Rejects with a ShellError. */
  openFiles(what: OpenKind): Promise<Opened>
  /** What was dropped on the window, videos and models; folders are searched for videos. Must be called within the drop event. */
  openDropped(dropped: DataTransfer): Promise<Opened>
  /** Videos from the command line, from the system's "open with" and from a second start; also those before it listened. */
  onFiles(listener: (opened: Opened) => void): () => void

  /** Asks where to save. Undefined: the user thought better of it. The file appears under its name only when it is closed. */
  save(name: string, kind: SaveKind): Promise<Sink | undefined>
  /** A file in the user's folder for recordings, or a download, without asking. Never takes the place of another file. */
  record(name: string, kind: SaveKind): Promise<Sink>

  copy(text: string): Promise<void>
  setFullScreen(on: boolean): Promise<void>
  /** Whether the whole screen is taken, whoever asked for it. */
  onFullScreen(listener: (on: boolean) => void): () => void
  /** The system's own page for camera permission, where there is one that can be opened. */
  readonly openCameraSettings: (() => void) | undefined
  /** Menu commands, by the names in commands.ts. */
  onCommand(listener: (command: string) => void): () => void
  /** Tells the shell what the menu shows as chosen or possible. */
  showState(state: MenuState): void
}

export type RecognizerState =
  | { readonly state: 'starting' }
  /** `restarts`: how often it had to be started anew since the window opened. A new port each time. */
  | { readonly state: 'running'; readonly port: PagePort; readonly restarts: number }
  /** It ended, and is being started again. */
  | { readonly state: 'restarting'; readonly error: WireError }
  /** It ended three times within five minutes, or the server cannot be reached; `restartRecognizer` tries again. */
  | { readonly state: 'stopped'; readonly error: WireError }

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
   * Hands it to the recognizer, and gives the name that it knows it by. At once on the desktop; a browser uploads it, and
   * tells how much of it (0 to 1). Rejects with a ShellError, code `cancelled` after `signal`.
   */
  handOver(progress: (share: number) => void, signal: AbortSignal): Promise<string>
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
