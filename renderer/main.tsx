import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createApp } from './page/app.ts'
import { Frame } from './app/frame.tsx'
import { AppContext } from './parts/use-app.ts'
import { useKeys } from './app/use-keys.ts'
import { useTheme } from './app/use-theme.ts'
import { browserShell } from './shell/browser/browser.ts'
import { desktopShell } from './shell/desktop.ts'
import type { Bridge } from './shell/bridge.ts'
import './styles/fonts.css'
import './styles/tokens.css'
import './styles/base.css'

declare global {
  interface Window {
    /** Laid in by the desktop shell; a browser has none. */
    readonly actscope?: Bridge
  }
}

function Page() {
  useKeys()
  useTheme()
  return <Frame />
}

const app = createApp(window.actscope === undefined ? browserShell() : desktopShell(window.actscope))
// Before anything is drawn: a canvas is not drawn again when its letters come later.
await Promise.allSettled([...document.fonts].map((face) => face.load()))

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <AppContext value={app}>
      <Page />
    </AppContext>
  </StrictMode>,
)
