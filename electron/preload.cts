/**
 * Lays `window.actscope` into the page (renderer/shell/bridge.ts): each function sends one message of ipc.ts, and nothing
 * else of Electron is reachable. A sandboxed preload script is one file: it imports nothing but types.
 */
import type { Bridge, Result, recognizerPortMessage } from '../renderer/shell/bridge.ts'
import type { Platform } from '../renderer/shell/values.ts'
import type { Answers, AskArguments, AskName, News, TellArguments, TellName } from './bridge/ipc.ts'

// eslint-disable-next-line @typescript-eslint/no-require-imports -- CommonJS: the only form that a sandbox loads
const { contextBridge, ipcRenderer, webUtils } = require('electron') as typeof import('electron')

const platforms: Partial<Record<NodeJS.Platform, Platform>> = { darwin: 'mac', win32: 'windows' }
const versionArgument = '--actscope-version='
const portMessage = 'actscope-recognizer-port' satisfies typeof recognizerPortMessage

const ask = <K extends AskName>(name: K, ...given: AskArguments<K>): Promise<Result<Answers[K]>> =>
  ipcRenderer.invoke(name, ...(given as unknown[])) as Promise<Result<Answers[K]>>

const tell = <K extends TellName>(name: K, ...given: TellArguments<K>): void => {
  ipcRenderer.send(name, ...(given as unknown[]))
}

const listened = new Set<keyof News>()

/**
 * One listener for each kind of news, from a load of the page to the next. A second one is refused: a port can be given to
 * one listener alone, and would lie dead in the hands of the other.
 */
const on = <K extends keyof News>(name: K, listener: (news: News[K], ports: readonly MessagePort[]) => void): void => {
  if (listened.has(name)) throw new Error(`The page listens to "${name}" already. Pass on what that listener is told.`)
  listened.add(name)
  ipcRenderer.on(name, ({ ports }, news: News[K]) => {
    listener(news, ports)
  })
}

const bridge: Bridge = {
  platform: platforms[process.platform] ?? 'linux',
  version: process.argv.find((word) => word.startsWith(versionArgument))?.slice(versionArgument.length) ?? '',

  onRecognizer(listener) {
    on('recognizer', (state, ports) => {
      listener(state)
      if (ports.length > 0) window.postMessage(portMessage, location.origin, [...ports])
    })
    tell('attach-recognizer')
  },
  restartRecognizer() {
    tell('restart-recognizer')
  },

  openFiles: (what) => ask('open-files', what),
  openDropped: (files) =>
    ask(
      'open-dropped',
      files.map((file) => ({ name: file.name, path: webUtils.getPathForFile(file) })),
    ),
  onFiles(listener) {
    on('files', (opened) => {
      listener(opened)
    })
    tell('attach-files')
  },

  openSink: (how, name, kind) => ask('open-sink', how, name, kind),
  writeSink: (sink, bytes) => ask('write-sink', sink, bytes),
  closeSink: (sink) => ask('close-sink', sink),
  abortSink: (sink, keep) => ask('abort-sink', sink, keep),
  revealSaved(sink) {
    tell('reveal-saved', sink)
  },

  copy: (text) => ask('copy', text),
  setFullScreen: (full) => ask('set-full-screen', full),
  onFullScreen(listener) {
    on('full-screen', (full) => {
      listener(full)
    })
    tell('attach-full-screen')
  },
  canOpenCameraSettings: process.platform === 'darwin' || process.platform === 'win32',
  openCameraSettings() {
    tell('open-camera-settings')
  },
  onCommand(listener) {
    on('command', (command) => {
      listener(command)
    })
  },
  showState(state) {
    tell('show-state', state)
  },
}

contextBridge.exposeInMainWorld('actscope', bridge)
