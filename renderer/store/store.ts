import { createStore } from 'zustand/vanilla'
import { subscribeWithSelector } from 'zustand/middleware'
import { readSettings, type Settings } from './settings.ts'
import { noAgreement, noStats, type LiveState, type State } from './state.ts'

const storageKey = 'actscope.settings'

/** Where settings are remembered: the page's localStorage. */
interface SettingsStorage {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
}

/** The one store of the page. Parts of the app write to it; components read from it through `useSelect`. */
export function createAppStore(storage: SettingsStorage) {
  const initial: State = {
    settings: readSettings(storage.getItem(storageKey)),
    recognizer: { state: 'starting' },
    variants: [],
    damaged: [],
    defaultVariant: undefined,
    devices: [],
    camera: { state: 'off' },
    cameras: [],
    live: {
      paused: false,
      loading: undefined,
      refused: undefined,
      lanes: [],
      agreement: noAgreement,
      log: [],
      stats: noStats,
      recording: undefined,
    },
    files: { entries: [], selected: undefined },
    notices: [],
    dialog: undefined,
    presenting: false,
    fullScreen: false,
    dropping: false,
  }
  const store = createStore<State>()(subscribeWithSelector(() => initial))
  store.subscribe(
    (state) => state.settings,
    (settings) => {
      try {
        storage.setItem(storageKey, JSON.stringify(settings))
      } catch {
        // A full or forbidden storage: the choice holds until the window closes.
      }
    },
  )
  return store
}

export type Store = ReturnType<typeof createAppStore>

export function changeSettings(store: Store, change: Partial<Settings>): void {
  store.setState(({ settings }) => ({ settings: { ...settings, ...change } }))
}

export function changeLive(store: Store, change: Partial<LiveState> | ((live: LiveState) => Partial<LiveState>)): void {
  store.setState(({ live }) => ({ live: { ...live, ...(typeof change === 'function' ? change(live) : change) } }))
}
