import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { State } from '../store/state.ts'
import type { App } from '../page/app.ts'

export const AppContext = createContext<App | undefined>(undefined)

export function useApp(): App {
  const app = useContext(AppContext)
  if (app === undefined) throw new Error('useApp outside of <AppContext>')
  return app
}

/** A part of the state. `select` must give the same object for the same state. */
export function useSelect<T>(select: (state: State) => T): T {
  return useStore(useApp().store, select)
}
