import type { MenuState } from '../shell/values.ts'
import type { State } from '../store/state.ts'
import { wantedVariants } from '../live/live.ts'

/** What the desktop's menu shows as chosen or possible. */
export function menuState(state: State): MenuState {
  const { settings, camera, live, variants } = state
  const [current] = wantedVariants(state)
  return {
    view: settings.view,
    live: settings.view === 'live' && camera.state === 'on',
    paused: live.paused,
    recording: live.recording !== undefined,
    variants: variants.map(({ id, title }) => ({ title, current: id === current })),
  }
}
