/**
 * The camera as a state machine. It is on as long as it is wanted: pulled out, it comes back when it is plugged in again
 * (or another one takes its place); busy or refused, it says why and tries again when asked or when cameras change.
 */
import { Listeners } from '../../listeners.ts'
import { changeSettings, type Store } from '../../store/store.ts'
import type { CameraStatus } from '../../store/state.ts'
import { cameraFault } from './camera-fault.ts'

export class Camera {
  /** Shows the stream at its full rate; whoever displays the picture puts it into the page. */
  readonly video: HTMLVideoElement
  readonly #store: Store
  readonly #started = new Listeners<[]>()
  #stream: MediaStream | undefined
  #wanted = false
  /** Counts attempts, so that an overtaken one can tell. */
  #attempt = 0

  constructor(store: Store) {
    this.#store = store
    this.video = document.createElement('video')
    this.video.muted = true
    this.video.playsInline = true
    this.video.disablePictureInPicture = true
    // Also where a system reports no such event (some Linux desktops): a track that ends is noticed by itself.
    media()?.addEventListener('devicechange', () => void this.#changed())
    store.subscribe(
      ({ settings }) => `${settings.camera?.id ?? ''} ${settings.resolution}`,
      () => {
        if (this.#wanted) void this.#open()
      },
    )
  }

  get stream(): MediaStream | undefined {
    return this.#stream
  }

  /** A new source: called whenever a stream begins. */
  onStarted(listener: () => void): void {
    this.#started.add(listener)
  }

  async start(): Promise<void> {
    this.#wanted = true
    changeSettings(this.#store, { cameraOn: true })
    await this.#open()
  }

  /** `forget`: the user turned it off; otherwise it begins again with the next start of the app. */
  stop(forget: boolean): void {
    this.#wanted = false
    this.#attempt++
    this.#close()
    if (forget) changeSettings(this.#store, { cameraOn: false })
    this.#tell({ state: 'off' })
  }

  async #open(): Promise<void> {
    const attempt = ++this.#attempt
    this.#tell({ state: 'asking' })
    this.#close()
    try {
      if (media() === undefined) throw new DOMException('insecure', 'SecurityError')
      const stream = await this.#request()
      if (attempt !== this.#attempt) {
        stop(stream)
        return
      }
      await this.#show(stream)
    } catch (error) {
      if (attempt !== this.#attempt) return
      this.#close()
      this.#tell(cameraFault(error))
    }
    await this.#list()
  }

  /** The chosen camera; if it is gone, whichever there is. The choice stays for when it comes back. */
  async #request(): Promise<MediaStream> {
    const { camera, resolution } = this.#store.getState().settings
    const [width, height] = resolution.split('x').map(Number) as [number, number]
    const size = { width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: 30 } }
    const id = camera === undefined ? undefined : await this.#idOf(camera)
    if (id !== undefined) {
      try {
        return await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...size, deviceId: { exact: id } } })
      } catch (error) {
        if (!(error instanceof DOMException && ['NotFoundError', 'OverconstrainedError'].includes(error.name)))
          throw error
      }
    }
    return navigator.mediaDevices.getUserMedia({ audio: false, video: size })
  }

  async #idOf(wanted: { id: string; name: string }): Promise<string | undefined> {
    const cameras = await videoInputs()
    return (
      cameras.find(({ deviceId }) => deviceId === wanted.id) ?? cameras.find(({ label }) => label === wanted.name)
    )?.deviceId
  }

  async #show(stream: MediaStream): Promise<void> {
    this.#stream = stream
    const [track] = stream.getVideoTracks()
    if (track === undefined) throw new DOMException('no picture', 'NotFoundError')
    track.addEventListener('ended', () => {
      if (stream !== this.#stream) return
      this.#close()
      this.#tell({ state: 'lost', detail: track.label })
      void this.#changed()
    })
    this.video.srcObject = stream
    await this.video.play()
    const { width, height, frameRate } = track.getSettings()
    this.#tell({
      state: 'on',
      name: track.label,
      width: width ?? this.video.videoWidth,
      height: height ?? this.video.videoHeight,
      fps: frameRate ?? 0,
    })
    this.#started.tell()
  }

  /** Cameras came or went. */
  async #changed(): Promise<void> {
    await this.#list()
    const { state } = this.#store.getState().camera
    const waiting = state === 'lost' || state === 'none' || state === 'busy'
    if (this.#wanted && waiting && this.#store.getState().cameras.length > 0) await this.#open()
  }

  async #list(): Promise<void> {
    const cameras = (await videoInputs()).map(({ deviceId, label }, i) => ({
      id: deviceId,
      name: label === '' ? `${i + 1}` : label,
    }))
    this.#store.setState({ cameras })
  }

  #close(): void {
    const stream = this.#stream
    this.#stream = undefined
    this.video.srcObject = null
    if (stream !== undefined) stop(stream)
  }

  #tell(camera: CameraStatus): void {
    this.#store.setState({ camera })
  }
}

/** A page that did not come by a secure way (http from another machine) has none, whatever the types say. */
function media(): MediaDevices | undefined {
  return navigator.mediaDevices
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

async function videoInputs(): Promise<readonly MediaDeviceInfo[]> {
  const devices = (await media()?.enumerateDevices()) ?? []
  return devices.filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
}
