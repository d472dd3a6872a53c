import { BrowserWindow, screen, type WebPreferences } from 'electron'
import { pageUrl } from '../page/our-page.ts'
import { fitWindowState, readWindowState, smallest, writeWindowState } from './window-state.ts'

export interface WindowOptions {
  readonly preload: string
  /** Where size and place are remembered. */
  readonly stateFile: string
  readonly version: string
  readonly icon: string | undefined
  readonly devtools: boolean
}

/** Every one that matters is said, also where it is what Electron does by itself. */
const preferences = ({ preload, version, devtools }: WindowOptions): WebPreferences => ({
  preload,
  additionalArguments: [`--actscope-version=${version}`],
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
  devTools: devtools,
  // The camera is still watched when another window covers this one.
  backgroundThrottling: false,
})

/** The one window, where it was when it was last closed; shown when its page has been drawn once. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const { stateFile, icon } = options
  const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea)
  const { maximised, ...bounds } = fitWindowState(readWindowState(stateFile), areas)
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    backgroundColor: '#0f1115',
    title: 'Actscope',
    ...(icon !== undefined && { icon }),
    webPreferences: preferences(options),
  })
  if (maximised) window.maximize()
  window.once('ready-to-show', () => {
    window.show()
  })
  window.on('close', () => {
    writeWindowState(stateFile, { ...window.getNormalBounds(), maximised: window.isMaximized() })
  })
  const { webContents } = window
  webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  void webContents.loadURL(pageUrl)
  return window
}
