/**
 * The messages between the page (in a window or a browser) and the recognizer: types and the version, nothing else.
 * Their validation lies beside them, for the side that receives: protocol/to-host.ts and protocol/from-host.ts.
 *
 * The page asks by calls (`Request`, with an id; each is answered by one `Reply` or `Refusal`), and sends two kinds of
 * message that get no answer: live frames and credit for previews. The host answers, and tells events by itself.
 *
 * All messages are trees of JSON values (no undefined in arrays, no infinite numbers) whose leaves may be `Uint8Array`
 * or `Float32Array`, so that they cross a MessagePort as they are and a WebSocket as text with binary parts.
 */
import type { FromHost } from './protocol/from-host.ts'
import type { ToHost } from './protocol/to-host.ts'

export { protocolVersion } from './protocol/version.ts'
export type { Answer, Ask, CallName } from './protocol/calls.ts'
export type { FromHost, Refusal, Reply } from './protocol/from-host.ts'
export type { HostEvent } from './protocol/events.ts'
export type { FileFacts, ModelOptions, Offer } from './protocol/models.ts'
export type { LiveFrame, PreviewCredit, Request, ToHost } from './protocol/to-host.ts'
export type {
  DeviceReport,
  Label,
  LaneInfo,
  LiveSettings,
  Rate,
  ShownLabel,
  TimedEvent,
  VariantSummary,
  VideoInfo,
  WireError,
} from './protocol/values.ts'

/**
 * Any channel that keeps messages whole and in order: a worker's MessagePort, Electron's MessagePortMain, a WebSocket.
 * What arrives is `unknown` until it has been validated.
 */
export interface Port<Sent> {
  /** `transfer`: buffers that the sender gives away, where the channel can (others copy). Silent once it is closed. */
  postMessage(message: Sent, transfer?: readonly ArrayBuffer[]): void
  /** One listener. Messages that came before it are given to it. What could not be deserialised arrives as undefined. */
  onMessage(listener: (message: unknown) => void): void
  /** Called once, when either side closes, or the other process is gone. */
  onClose(listener: () => void): void
  close(): void
}

/** The host's end, and the page's. */
export type HostPort = Port<FromHost>
export type PagePort = Port<ToHost>
