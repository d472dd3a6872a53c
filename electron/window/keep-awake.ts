import { powerSaveBlocker } from 'electron'

/** Keeps the screen awake while the camera is watched. */
export class KeepAwake {
  #blocker: number | undefined

  set(awake: boolean): void {
    if (awake) this.#blocker ??= powerSaveBlocker.start('prevent-display-sleep')
    else if (this.#blocker !== undefined) {
      powerSaveBlocker.stop(this.#blocker)
      this.#blocker = undefined
    }
  }
}
