/** The parts of the app, made once and wired together. Components reach them through `useApp`. */
import { Camera } from './camera/camera.ts'
import { Files } from './files/files.ts'
import { Live } from './live/live.ts'
import { Recorder } from './recording/recorder.ts'
import { Models } from './models/models.ts'
import { Recognizer } from '../recognizer/recognizer.ts'
import { isModelName } from '../shell/model-names.ts'
import type { Opened } from '../shell/files.ts'
import type { Shell } from '../shell/shell.ts'
import { faultOf } from '../store/faults.ts'
import { Notices } from '../store/notices.ts'
import { changeSettings, createAppStore, type Store } from '../store/store.ts'
import { texts } from '../texts.ts'
import { menuState } from './menu-state.ts'

export interface App {
  readonly shell: Shell
  readonly store: Store
  readonly recognizer: Recognizer
  readonly camera: Camera
  readonly live: Live
  readonly recorder: Recorder
  readonly files: Files
  readonly models: Models
  readonly notices: Notices
}

export function createApp(shell: Shell): App {
  const store = createAppStore(localStorage)
  const notices = new Notices(store)
  const recognizer = new Recognizer(shell)
  const camera = new Camera(store)
  const live = new Live({ store, recognizer, camera, notices })
  const recorder = new Recorder({ store, shell, camera, pump: live.pump, notices })
  const files = new Files({ store, shell, recognizer, notices })
  const models = new Models({ store, shell, recognizer, live, files, notices })
  const app = { shell, store, recognizer, camera, live, recorder, files, models, notices }

  recognizer.onConnected(() => void begin(app))
  recognizer.onState((state) => {
    const before = store.getState().recognizer
    if (state.state === 'running') {
      store.setState({ recognizer: { state: 'running', restarts: state.restarts } })
      if (before.state !== 'starting') notices.show({ kind: 'info', text: texts.recognizer.backAgain })
    } else {
      store.setState({ recognizer: state })
      live.ended()
    }
  })
  recognizer.on('error', ({ error }) => notices.fault(error))
  shell.onFiles((opened) => {
    openFiles(app, opened)
  })
  shell.onFullScreen((fullScreen) => {
    store.setState({ fullScreen })
  })
  store.subscribe(
    menuState,
    (menu) => {
      shell.showState(menu)
    },
    { equalityFn: (a, b) => JSON.stringify(a) === JSON.stringify(b), fireImmediately: true },
  )
  // The camera is on while its picture is looked at (or recorded), and only then.
  store.subscribe(
    ({ settings, live: { recording } }) => settings.view === 'live' || recording !== undefined,
    (watched) => {
      if (!watched) camera.stop(false)
      else if (store.getState().settings.cameraOn) void camera.start()
    },
    { fireImmediately: true },
  )
  recognizer.start()
  return app
}

/** Shows what was opened, and says what could not be. A model among it is imported. */
export function openFiles({ store, files, models, notices }: App, opened: Opened): void {
  for (const { name, error } of opened.refused) notices.fault({ ...error, message: `${name}: ${error.message}` })
  const [model, ...more] = opened.files.filter(({ name }) => isModelName(name))
  if (model !== undefined) models.import.open(model)
  if (more.length > 0) notices.show({ kind: 'info', text: texts.models.import.onlyOne })
  const videos = opened.files.filter(({ name }) => !isModelName(name))
  if (videos.length === 0) return
  changeSettings(store, { view: 'files' })
  files.open({ ...opened, files: videos })
}

/** A recognizer that knows nothing yet. */
async function begin({ store, recognizer, live, files, models, notices }: App): Promise<void> {
  try {
    const { variants, damaged, default: defaultVariant } = await recognizer.call('list-variants', {})
    store.setState({ variants, damaged, defaultVariant })
    await live.begin()
    files.begin()
    void models.listOffers()
    store.setState({ devices: (await recognizer.call('list-devices', {})).devices })
  } catch (error) {
    const fault = faultOf(error)
    if (fault.code !== 'engine-failed') notices.fault(fault)
  }
}
