import type { CameraStatus } from '../../store/state.ts'

/** What getUserMedia rejects with, as a state (names: https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia). */
export function cameraFault(error: unknown): CameraStatus {
  const name = error instanceof Error || error instanceof DOMException ? error.name : ''
  const detail = error instanceof Error || error instanceof DOMException ? error.message : String(error)
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return { state: 'denied', detail }
    case 'NotFoundError':
    case 'OverconstrainedError':
      return { state: 'none', detail }
    case 'NotReadableError':
    case 'AbortError':
      return { state: 'busy', detail }
    default:
      return { state: 'failed', detail }
  }
}
