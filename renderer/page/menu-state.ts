import type { MenuState } from '../shell/values.ts'
import type { State } from '../store/state.ts'
import { usedVariants } from '../store/variants.ts'

/** As many variants as have a key, and no longer titles than the main process takes: it refuses the whole otherwise. */
const limits = { variants: 9, title: 80 }

/** What the desktop's menu shows as chosen or possible. */
export function menuState(state: State): MenuState {
  const { settings, camera, live, variants } = state
  const [current] = usedVariants(state)
  return {
    view: settings.view,
    live: settings.view === 'live' && camera.state === 'on',
    paused: live.paused,
    recording: live.recording !== undefined,
    variants: variants
      .slice(0, limits.variants)
      .map(({ id, title }) => ({ title: shortened(title), current: id === current })),
  }
}

const shortened = (title: string): string =>
  title.length > limits.title ? `${title.slice(0, limits.title - 1).trimEnd()}…` : title
