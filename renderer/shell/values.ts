/** What crosses between the page and its shell: plain values, known to renderer, electron and server alike. */
export type Platform = 'mac' | 'windows' | 'linux'

/** What the user is asked for: videos, a folder of them, one model, or one list of labels. */
export type OpenKind = 'files' | 'folder' | 'model' | 'labels'

export type SaveKind = 'json' | 'csv' | 'vtt' | 'srt' | 'webm' | 'mp4' | 'png'

export interface MenuState {
  readonly view: 'live' | 'files' | 'models'
  readonly live: boolean
  readonly paused: boolean
  readonly recording: boolean
  readonly variants: readonly { readonly title: string; readonly current: boolean }[]
}

export type ShellErrorCode =
  | 'disk-full'
  | 'no-permission' // the file or folder may not be read or written
  | 'file-missing'
  | 'file-too-large' // for the server
  | 'too-many-files'
  | 'not-a-video' // none of the names that videos have, or a folder without any
  | 'unreachable' // the server, or the main process
  | 'cancelled'
  | 'shell-failed' // anything else; the message says what

/** `message` says what is wrong, `hint` what to do next: whole sentences for people. */
export interface ShellFault {
  readonly code: ShellErrorCode
  readonly message: string
  readonly hint?: string
}

export class ShellError extends Error {
  readonly fault: ShellFault

  constructor(fault: ShellFault) {
    super(fault.message)
    this.name = 'ShellError'
    this.fault = fault
  }
}
