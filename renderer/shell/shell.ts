/**
 * What the page needs of what it runs in. Two things are a shell: the desktop one (shell/desktop.ts, around the bridge
 * that electron/preload.cts exposes) and the browser (shell/browser.ts, around server/). Nothing else in the renderer
 * knows which of them it has.
 */
import type { PagePort, WireError } from '../../native-models/protocol.ts'
import type { Opened, Sink } from './files.ts'
import type { MenuState, OpenKind, Platform, SaveKind } from './values.ts'

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
