/** Snapshots, and recordings with their events beside them. */
import type { Camera } from '../camera/camera.ts'
import type { Notices } from '../store/notices.ts'
import type { Shell } from '../shell/shell.ts'
import type { Store } from '../store/store.ts'
import type { FramePump } from './frame-pump.ts'

export class Recorder {
  constructor(_parts: { store: Store; shell: Shell; camera: Camera; pump: FramePump; notices: Notices }) {}

  async snapshot(): Promise<void> {}

  async toggle(): Promise<void> {}
}
