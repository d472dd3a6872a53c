/** Reading a video file: its description, and its frames as a stream. */
import { decode, frameRate, type DecodeOptions } from './decode.ts'
import { openInput, type Input } from './input.ts'
import { av, avGetCodecName, positiveRatio, seconds } from './libav.ts'
import { readDisplayMatrix, rotationDegrees, type Orientation, type RgbImage } from './orientation.ts'
import { RgbConverter, shownSize } from './rgb.ts'

/** What a file says about itself. Nothing here is promised to be true of the frames. */
export interface VideoInfo {
  /** Size of the frames as they are given: upright, square pixels. */
  readonly width: number
  readonly height: number
  /** Seconds, or undefined where the file does not say. */
  readonly duration: number | undefined
  /** Average frames per second, or undefined where the file does not say. */
  readonly fps: number | undefined
  /** FFmpeg's names: "h264"; "mov,mp4,m4a,3gp,3g2,mj2". */
  readonly codec: string
  readonly container: string
  /** Codec of its first sound, "aac"; undefined where it has none. */
  readonly sound: string | undefined
  /** Degrees clockwise by which the stored pictures are turned; the frames are given turned. */
  readonly rotation: 0 | 90 | 180 | 270
}

/** One frame: its bytes are the consumer's to keep. */
export interface VideoFrame extends RgbImage {
  /** Position among the decoded frames of the file, from 0, whether kept or not. */
  readonly index: number
  /** Seconds since the first frame. */
  readonly time: number
}

export interface FrameOptions extends DecodeOptions {
  /** Which frames to give; the others cost no conversion to RGB. All, if absent. Asked once per frame, in order. */
  readonly keep?: (index: number, time: number) => boolean
}

/** A video file that was found good. It holds nothing open; each iteration opens the file for itself and closes it. */
export interface Video {
  readonly path: string
  readonly info: VideoInfo
  /**
   * The frames in order of display, decoded as they are asked for. Everything is released when the iteration ends,
   * also by `break` or an exception.
   *
   * @throws ActscopeError as `openVideo`; or the signal's reason
   */
  frames(options?: FrameOptions): AsyncGenerator<VideoFrame, void, void>
  /** The times of all frames in seconds, from 0 and increasing, without converting any of them. */
  times(options?: DecodeOptions): AsyncGenerator<number, void, void>
}

/**
 * Opens a video file that FFmpeg can decode, after checking that it has a picture.
 *
 * @throws ActscopeError `video-missing`: no file at that path, or it cannot be read
 * @throws ActscopeError `video-unreadable`: not a video, empty, cut off before its index, a playlist, too large
 * @throws ActscopeError `video-no-picture`: sound only
 */
export async function openVideo(path: string): Promise<Video> {
  const info = await probeVideo(path)
  return {
    path,
    info,
    frames: (options = {}) => readFrames(path, options),
    times: (options = {}) => readTimes(path, options),
  }
}

/** What the file says about itself, from its header and first pictures. Throws as `openVideo`. */
export async function probeVideo(path: string): Promise<VideoInfo> {
  const input = await openInput(path)
  try {
    const { container, stream } = input
    const { codecpar } = stream
    const orientation = storedOrientation(input)
    const [width, height] = shownSize(codecpar.width, codecpar.height, storedAspect(input), orientation)
    const duration =
      seconds(stream.duration, stream.timeBase) ?? seconds(container.duration, { num: 1, den: 1_000_000 })
    return {
      width,
      height,
      duration: duration !== undefined && duration > 0 ? duration : undefined,
      fps: positiveRatio(frameRate(input)),
      codec: avGetCodecName(codecpar.codecId) ?? 'unknown',
      container: container.iformat?.name ?? 'unknown',
      sound: soundCodec(input),
      rotation: rotationDegrees(orientation),
    }
  } finally {
    await input.close()
  }
}

async function* readFrames(path: string, options: FrameOptions): AsyncGenerator<VideoFrame, void, void> {
  const keep = options.keep ?? (() => true)
  const input = await openInput(path)
  const converter = new RgbConverter(path)
  try {
    const orientation = storedOrientation(input)
    const aspect = storedAspect(input)
    for await (const { frame, index, time } of decode(input, options)) {
      if (!keep(index, time)) continue
      // A picture may carry its own orientation (H.264 SEI); the container's holds for those that do not.
      const own = frame.getSideData(av.AV_FRAME_DATA_DISPLAYMATRIX)
      const image = await converter.convert(
        frame,
        aspect ?? positiveRatio(frame.sampleAspectRatio),
        own === null ? orientation : readDisplayMatrix(own),
      )
      yield { index, time, ...image }
    }
  } finally {
    converter.free()
    await input.close()
  }
}

async function* readTimes(path: string, options: DecodeOptions): AsyncGenerator<number, void, void> {
  const input = await openInput(path)
  try {
    for await (const { time } of decode(input, options)) yield time
  } finally {
    await input.close()
  }
}

function soundCodec({ container }: Input): string | undefined {
  const sound = container.streams.find(({ codecpar }) => codecpar.codecType === av.AVMEDIA_TYPE_AUDIO)
  return sound === undefined ? undefined : (avGetCodecName(sound.codecpar.codecId) ?? 'unknown')
}

function storedOrientation({ stream }: Input): Orientation {
  return readDisplayMatrix(stream.codecpar.getCodedSideData(av.AV_PKT_DATA_DISPLAYMATRIX))
}

/** Width over height of a pixel; the container's word goes before the codec's, as in FFmpeg. */
function storedAspect({ stream }: Input): number | undefined {
  return positiveRatio(stream.sampleAspectRatio) ?? positiveRatio(stream.codecpar.sampleAspectRatio)
}
