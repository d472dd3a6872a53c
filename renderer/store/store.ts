import { createStore, type StoreApi } from 'zustand/vanilla'
import { subscribeWithSelector } from 'zustand/middleware'
import { readSettings, type Settings } from './settings.ts'
import { noAgreement, noStats, type LiveState, type State } from './state.ts'

const storageKey = 'actscope.settings'

/** The one store of the page. Parts of the app write to it; components read from it through `useSelect`. */
export function createAppStore() {
  const initial: State = {
    settings: readSettings(localStorage.getItem(storageKey)),
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
      error: undefined,
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
        localStorage.setItem(storageKey, JSON.stringify(settings))
      } catch {
        // A full or forbidden storage: the choice holds until the window closes.
      }
    },
  )
  return store
}

export type Store = ReturnType<typeof createAppStore>
export type ReadableStore = Pick<StoreApi<State>, 'getState' | 'subscribe'>

export function changeSettings(store: Store, change: Partial<Settings>): void {
  store.setState(({ settings }) => ({ settings: { ...settings, ...change } }))
}

export function changeLive(store: Store, change: Partial<LiveState> | ((live: LiveState) => Partial<LiveState>)): void {
  store.setState(({ live }) => ({ live: { ...live, ...(typeof change === 'function' ? change(live) : change) } }))
}
