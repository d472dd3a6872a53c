/**
 * What the desktop shell lays into the page as `window.actscope` (electron/preload.cts): the smallest set of functions
 * that shell/desktop.ts needs, each with one purpose. Values cross as copies; errors as values, because a rejection
 * loses its fields on the way. The recognizer's port comes beside it, as a window message (`recognizerPortMessage`). Each
 * `on` function takes one listener; a second call throws an Error, and the first listener stays.
 */
import type { WireError } from '../../native-models/protocol.ts'
import type { MenuState, OpenKind, Platform, SaveKind, ShellFault } from './values.ts'

export interface Bridge {
  readonly platform: Platform
  readonly version: string

  onRecognizer(listener: (state: BridgeRecognizerState) => void): void
  restartRecognizer(): void

  openFiles(what: OpenKind): Promise<Result<BridgeOpened>>
  openDropped(files: readonly File[]): Promise<Result<BridgeOpened>>
  onFiles(listener: (opened: BridgeOpened) => void): void

  /** `save` asks where; undefined when the user cancels. `record` does not ask. */
  openSink(how: 'save' | 'record', name: string, kind: SaveKind): Promise<Result<number | undefined>>
  writeSink(sink: number, bytes: Uint8Array<ArrayBuffer>): Promise<Result<undefined>>
  closeSink(sink: number): Promise<Result<{ readonly name: string; readonly place: string }>>
  abortSink(sink: number, keep: boolean): Promise<Result<undefined>>
  /** Shows a file that was saved, by its sink, in the system's file manager. */
  revealSaved(sink: number): void

  copy(text: string): Promise<Result<undefined>>
  setFullScreen(on: boolean): Promise<Result<undefined>>
  onFullScreen(listener: (on: boolean) => void): void
  readonly canOpenCameraSettings: boolean
  openCameraSettings(): void
  onCommand(listener: (command: string) => void): void
  showState(state: MenuState): void
}

/** `data` of the window message that brings the port, whose `origin` is the page's own and whose `source` is the window. */
export const recognizerPortMessage = 'actscope-recognizer-port'

/** The port of a `running` comes as the next window message. */
export type BridgeRecognizerState =
  | { readonly state: 'starting' }
  | { readonly state: 'running'; readonly restarts: number }
  | { readonly state: 'restarting'; readonly error: WireError }
  | { readonly state: 'stopped'; readonly error: WireError }

export interface BridgeOpened {
  /** `id`: in `key`, and the name that the recognizer knows it by. */
  readonly files: readonly {
    readonly id: string
    readonly name: string
    readonly bytes: number
    readonly url: string
  }[]
  readonly refused: readonly { readonly name: string; readonly error: ShellFault }[]
}

export type Result<T> = { readonly ok: T } | { readonly fault: ShellFault }
