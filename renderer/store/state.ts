/** Everything that is on screen, as one tree of values. What happens fast (pictures, curves) is drawn beside it. */
import type {
  DeviceReport,
  HostEvent,
  LaneInfo,
  ShownLabel,
  TimedEvent,
  VariantSummary,
  WireError,
} from '../../native-models/protocol.ts'
import type { ShellFault } from '../shell/values.ts'
import type { FileEntry } from './file-entry.ts'
import type { Settings } from './settings.ts'

export interface State {
  readonly settings: Settings

  readonly recognizer: RecognizerStatus
  readonly variants: readonly VariantSummary[]
  readonly damaged: readonly { readonly name: string; readonly error: WireError }[]
  readonly defaultVariant: string | undefined
  readonly devices: readonly DeviceReport[]

  readonly camera: CameraStatus
  readonly cameras: readonly { readonly id: string; readonly name: string }[]
  readonly live: LiveState

  readonly files: FilesState

  readonly notices: readonly Notice[]
  readonly dialog: 'settings' | 'shortcuts' | undefined
  readonly presenting: boolean
  readonly fullScreen: boolean
  /** Something that can be dropped is held over the window. */
  readonly dropping: boolean
}

export type RecognizerStatus =
  | { readonly state: 'starting' }
  | { readonly state: 'running'; readonly restarts: number }
  | { readonly state: 'restarting' | 'stopped'; readonly error: WireError }

export type CameraStatus =
  | { readonly state: 'off' | 'asking' }
  | {
      readonly state: 'on'
      readonly name: string
      readonly width: number
      readonly height: number
      readonly fps: number
    }
  /** `denied`: by the user or the system; `none`: there is no camera; `busy`: another program has it; `lost`: pulled out. */
  | { readonly state: 'denied' | 'none' | 'busy' | 'lost' | 'failed'; readonly detail: string }

export interface LiveState {
  readonly paused: boolean
  /** What is being loaded beside what runs. */
  readonly loading: readonly string[] | undefined
  /** What was asked for and does not run; what does is in `lanes`. */
  readonly refused: RefusedChoice | undefined
  /** What runs: none, one, or two that are compared. */
  readonly lanes: readonly Lane[]
  readonly agreement: Agreement
  readonly log: readonly LoggedEvent[]
  readonly stats: LiveStats
  readonly recording: { readonly since: number; readonly bytes: number } | undefined
}

export interface RefusedChoice {
  readonly variants: readonly string[]
  readonly device: Settings['device']
  readonly error: WireError
}

/** A variant that runs live. */
export interface Lane {
  readonly info: LaneInfo
  readonly title: string
  /** "Warming up 9/16" while `passes` is 0. */
  readonly filled: number
  readonly passes: number
  readonly dropped: number
  readonly shown: ShownLabel | undefined
  readonly top: Pass['top']
  readonly milliseconds: Pass['milliseconds'] | undefined
  /** From the capture of the newest frame to its label, of the last pass (ms). */
  readonly latency: number | undefined
}

type Pass = Extract<HostEvent, { type: 'live-pass' }>

export interface Agreement {
  readonly agreed: number
  readonly compared: number
  /** On which labels the two differ, most often first. */
  readonly pairs: readonly { readonly labels: readonly [string, string]; readonly count: number }[]
}

export interface LoggedEvent extends TimedEvent {
  readonly id: number
  readonly variant: string
  /** Of `start`, by the wall clock (ms since 1970). */
  readonly at: number
}

export interface LiveStats {
  /** Frames per second of the camera, of what is on screen, and passes of the first lane. */
  readonly cameraFps: number
  readonly passesPerSecond: number
  /** Frames that a rate wanted and that passed by while another was worked on, in the last ten seconds. */
  readonly recentlyDropped: number
  /** The model needs longer for its frames than they take to come. */
  readonly behind: boolean
}

export interface FilesState {
  readonly entries: readonly FileEntry[]
  /** Key of the one that is looked at. */
  readonly selected: string | undefined
}

export interface Notice {
  readonly id: number
  readonly kind: 'info' | 'success' | 'warning' | 'error'
  readonly text: string
  readonly hint?: string
  readonly action?: { readonly label: string; readonly run: () => void }
}

/** What any part of the app reports as gone wrong. */
export type Fault = WireError | ShellFault

export const noAgreement: Agreement = { agreed: 0, compared: 0, pairs: [] }
export const noStats: LiveStats = { cameraFps: 0, passesPerSecond: 0, recentlyDropped: 0, behind: false }
