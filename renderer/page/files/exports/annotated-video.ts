/**
 * A video with its labels drawn into the picture: decoded by the host, drawn on a canvas, encoded by the browser, and
 * written as it comes, with the sound that it had. Both containers are written from front to back, in pieces that can be played by themselves: what
 * is on the disk when it gets full is a whole video, only shorter.
 */
import {
  canEncodeVideo,
  CanvasSource,
  Mp4OutputFormat,
  Output,
  Quality,
  StreamTarget,
  WebMOutputFormat,
  type VideoCodec,
} from 'mediabunny'
import type { VideoInfo, WireError } from '../../../../native-models/protocol.ts'
import { drawOverlay } from '../../../drawing/overlay.ts'
import { Refused } from '../../../recognizer/refused.ts'
import type { OpenedFile, Saved, Sink } from '../../../shell/files.ts'
import type { SaveKind } from '../../../shell/values.ts'
import { ShellError } from '../../../shell/values.ts'
import { texts } from '../../../texts.ts'
import type { FileResult } from '../../../store/file-result.ts'
import { momentAt } from '../moment.ts'
import { overlayLine } from '../overlay-line.ts'
import { toImageData, type PreviewFrame, type PreviewHub } from '../previews.ts'
import { exportName } from './result-export.ts'
import { openSound, Sound, type SoundLoss } from './sound.ts'

const longestSide = 1280
/** Pictures that may be on their way; one of 1280 x 720 is 3 MB. */
const ahead = 6
/** Seconds of a picture whose end is not known: the last one. */
const lastFrame = 1 / 25

export interface AnnotatedVideo {
  readonly file: Pick<OpenedFile, 'name' | 'bytes' | 'read'>
  readonly result: FileResult
  readonly info: VideoInfo | undefined
  /** The name that the recognizer knows it by. */
  readonly known: () => Promise<string>
  readonly previews: PreviewHub
  readonly save: (name: string, kind: SaveKind) => Promise<Sink | undefined>
  readonly progress: (share: number | undefined) => void
  readonly signal: AbortSignal
}

export interface Written {
  readonly saved: Saved
  /** Why its sound is missing, in whole or in part. */
  readonly silence: string | undefined
}

/** Undefined: the user thought better of it, or stopped it. Rejects with a ShellError, Refused. */
export async function writeAnnotated(wanted: AnnotatedVideo): Promise<Written | undefined> {
  const { file, info, signal, save, progress } = wanted
  // Where to is asked first: a browser shows its dialog only shortly after a click.
  const codec = await chooseCodec(shrunk(info ?? { width: longestSide, height: longestSide }))
  const kind = codec === 'avc' ? 'mp4' : 'webm'
  const sink = await save(exportName(file.name, kind, texts.files.annotatedSuffix), kind)
  if (sink === undefined) return undefined
  progress(0)
  const stream = new InOrder(sink)
  try {
    const silence = await encode(wanted, codec, stream)
    return { saved: await sink.close(), silence }
  } catch (error) {
    const stopped = signal.aborted
    await sink.abort(!stopped && stream.written > 0).catch(() => undefined)
    if (stopped) return undefined
    throw stream.fault ?? error
  }
}

interface Size {
  readonly width: number
  readonly height: number
}

/** Returns why the sound is missing, if it is. */
async function encode(
  { file, known, result, info, previews, progress, signal }: AnnotatedVideo,
  codec: VideoCodec,
  stream: InOrder,
): Promise<string | undefined> {
  const frames = new FrameQueue()
  const preview = await previews.open({ file: await known(), from: 0, side: longestSide }, frames)
  const heard = preview.info.sound
  let sound: Sound | SoundLoss | undefined
  const stop = (): void => {
    frames.onEnd(undefined)
  }
  signal.addEventListener('abort', stop)
  const output = new Output({
    format:
      codec === 'avc' ? new Mp4OutputFormat({ fastStart: 'fragmented' }) : new WebMOutputFormat({ appendOnly: true }),
    target: new StreamTarget(stream.writable),
  })
  try {
    preview.credit(ahead)
    let frame = await frames.next()
    signal.throwIfAborted()
    if (frame === undefined) throw new ShellError(texts.files.noPicture)
    const size = even(frame)
    const canvas = new OffscreenCanvas(size.width, size.height)
    const context = canvas.getContext('2d', { alpha: false })!
    const source = new CanvasSource(canvas, { codec, quality: new Quality('high'), keyFrameInterval: 2 })
    output.addVideoTrack(source)
    if (heard !== undefined) sound = await openSound(file, codec === 'avc' ? 'mp4' : 'webm', signal)
    const track = sound instanceof Sound ? sound : undefined
    if (track !== undefined) output.addAudioTrack(track.source)
    await output.start()
    while (frame !== undefined) {
      const next = await frames.next()
      signal.throwIfAborted()
      preview.credit(1)
      await track?.until(frame.time)
      context.putImageData(toImageData(frame), 0, 0)
      drawOverlay(context, size, [overlayLine(momentAt(result, frame.time, false))])
      await source.add(frame.time, Math.max(0.001, next === undefined ? lastFrame : next.time - frame.time))
      progress(info?.duration === undefined ? undefined : Math.min(1, frame.time / info.duration))
      frame = next
    }
    if (frames.fault !== undefined) throw new Refused(frames.fault)
    await track?.until(Infinity)
    await output.finalize()
    const loss = sound instanceof Sound ? sound.loss : sound
    return loss === undefined ? undefined : texts.files.soundLost[loss](heard ?? '')
  } catch (error) {
    await output.cancel().catch(() => undefined)
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
    preview.close()
    if (sound instanceof Sound) await sound.close()
  }
}

/** H.264 plays everywhere, but not every Chromium encodes it. */
async function chooseCodec(size: Size): Promise<VideoCodec> {
  for (const codec of ['avc', 'vp9', 'vp8'] as const) if (await canEncodeVideo(codec, size)) return codec
  throw new ShellError(texts.files.noEncoder)
}

/** Encoders halve the colours: a line or column too many is left out. */
const even = ({ width, height }: Size): Size => ({ width: Math.max(2, width & ~1), height: Math.max(2, height & ~1) })

/** As the host will send it, near enough to ask for an encoder. */
function shrunk({ width, height }: Size): Size {
  const scale = Math.min(1, longestSide / Math.max(width, height, 1))
  return even({ width: Math.round(width * scale), height: Math.round(height * scale) })
}

/** What the muxer writes, which is to be one piece after the other, into a sink. */
class InOrder {
  readonly writable: WritableStream<{ data: Uint8Array<ArrayBuffer>; position: number }>
  written = 0
  /** Why the sink took no more: the muxer may tell of it in other words. */
  fault: unknown

  constructor(sink: Sink) {
    this.writable = new WritableStream({
      write: async ({ data, position }) => {
        try {
          if (position !== this.written) throw new Error(`A piece belongs at ${position}, not at ${this.written}.`)
          await sink.write(data)
          this.written += data.length
        } catch (error) {
          this.fault = error
          throw error
        }
      },
    })
  }
}

/** Pictures in their order, for one who asks for them one by one. */
class FrameQueue {
  fault: WireError | undefined
  readonly #frames: PreviewFrame[] = []
  #ended = false
  #wake: () => void = () => undefined

  readonly onFrame = (frame: PreviewFrame): void => {
    this.#frames.push(frame)
    this.#wake()
  }

  readonly onEnd = (fault: WireError | undefined): void => {
    this.fault = fault
    this.#ended = true
    this.#wake()
  }

  /** Undefined after the last. */
  async next(): Promise<PreviewFrame | undefined> {
    while (this.#frames.length === 0 && !this.#ended) await new Promise<void>((resolve) => (this.#wake = resolve))
    return this.#frames.shift()
  }
}
