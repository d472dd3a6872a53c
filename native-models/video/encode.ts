/** Writing a video file from RGB frames: for samples that the project renders itself, and for the tests. */
import { extname, resolve } from 'node:path'
import { ActscopeError } from '../errors.ts'
import {
  av,
  Codec,
  CodecContext,
  describeCode,
  Dictionary,
  FormatContext,
  Frame,
  Packet,
  Rational,
  SoftwareScaleContext,
  tryAgain,
  type Stream,
} from './libav.ts'

export type EncodedCodec = 'h264' | 'hevc' | 'mpeg4' | 'vp8' | 'vp9' | 'av1' | 'ffv1' | 'gif' | 'mjpeg'

export interface EncodeOptions {
  /** Size of the frames in pixels. Codecs with halved colour planes (h264, hevc, mpeg4) round odd sizes on their own. */
  readonly width: number
  readonly height: number
  readonly fps: number
  /** By default what fits the ending of the name: .mp4/.mov h264, .webm vp9, .avi mpeg4, .mkv ffv1, .gif gif, .mjpeg mjpeg. */
  readonly codec?: EncodedCodec | undefined
  /** Seconds at which each frame is shown, for a variable frame rate (mp4, mkv, webm). Default: index / fps. */
  readonly times?: readonly number[] | undefined
  /** Display matrix as FFmpeg stores it (nine int32 in native order), for turned pictures (mp4, mov). */
  readonly displayMatrix?: Int32Array | undefined
  /** Width over height of a pixel, as a fraction. */
  readonly pixelAspect?: { readonly num: number; readonly den: number } | undefined
  /** Options of FFmpeg's muxer, by name. */
  readonly muxer?: Readonly<Record<string, string>> | undefined
}

interface Recipe {
  readonly encoder: string
  readonly pixelFormat: CodecContext['pixelFormat']
  readonly settings: Readonly<Record<string, string>>
  /** Colour matrix; formats that cannot name one are read as BT.601, so they are written so. */
  readonly matrix: CodecContext['colorSpace']
  /** Of the levels; JPEG knows the full range alone. */
  readonly range?: CodecContext['colorRange']
}

const yuv420 = { pixelFormat: av.AV_PIX_FMT_YUV420P, matrix: av.AVCOL_SPC_BT709 } as const
const unnamed = { pixelFormat: av.AV_PIX_FMT_YUV420P, matrix: av.AVCOL_SPC_SMPTE170M } as const

/** Encoders of one thread that print nothing. Their files may still differ by a few levels from run to run. */
const recipes: Record<EncodedCodec, Recipe> = {
  h264: { ...yuv420, encoder: 'libx264', settings: { preset: 'medium', crf: '20' } },
  hevc: {
    ...yuv420,
    encoder: 'libx265',
    settings: { preset: 'ultrafast', crf: '20', 'x265-params': 'log-level=none:pools=none:frame-threads=1' },
  },
  mpeg4: { ...unnamed, encoder: 'mpeg4', settings: { qmin: '2', qmax: '4', bf: '1' } },
  vp8: { ...unnamed, encoder: 'libvpx', settings: { deadline: 'realtime', b: '2M' } },
  vp9: { ...yuv420, encoder: 'libvpx-vp9', settings: { deadline: 'good', 'cpu-used': '5', crf: '24', b: '0' } },
  av1: { ...yuv420, encoder: 'libsvtav1', settings: { preset: '10', crf: '28' } },
  ffv1: { ...yuv420, encoder: 'ffv1', pixelFormat: av.AV_PIX_FMT_YUV444P, settings: { level: '3' } },
  gif: { encoder: 'gif', pixelFormat: av.AV_PIX_FMT_BGR8, matrix: av.AVCOL_SPC_RGB, settings: {} },
  mjpeg: {
    encoder: 'mjpeg',
    pixelFormat: av.AV_PIX_FMT_YUVJ420P,
    matrix: av.AVCOL_SPC_SMPTE170M,
    range: av.AVCOL_RANGE_JPEG,
    settings: { qmin: '3', qmax: '3' },
  },
}

const codecForEnding: Record<string, EncodedCodec> = {
  '.mp4': 'h264',
  '.mov': 'h264',
  '.webm': 'vp9',
  '.avi': 'mpeg4',
  '.mkv': 'ffv1',
  '.gif': 'gif',
  '.mjpeg': 'mjpeg',
}

/**
 * Writes frames (RGB, height x width x 3 bytes each) to a video file. The container follows the
 * name's ending.
 *
 * @throws ActscopeError `input-invalid`: a frame of another size, an ending without a codec
 * @throws ActscopeError `output-failed`: the file cannot be written
 */
export async function encodeVideo(
  path: string,
  options: EncodeOptions,
  frames: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const codec = options.codec ?? codecForEnding[extname(path).toLowerCase()]
  if (codec === undefined)
    throw new ActscopeError('input-invalid', `${path}: no codec is known for this ending.`, {
      hint: `Use ${Object.keys(codecForEnding).join(', ')}, or name a codec.`,
    })
  const writer = new Writer(path, options, recipes[codec])
  try {
    await writer.begin()
    let index = 0
    for await (const frame of frames) await writer.write(frame, index++)
    await writer.end()
  } finally {
    await writer.close()
  }
}

/** The native pieces of one file being written. */
class Writer {
  readonly #path: string
  readonly #options: EncodeOptions
  readonly #recipe: Recipe
  readonly #container = new FormatContext()
  readonly #encoder = new CodecContext()
  readonly #scaler = new SoftwareScaleContext()
  readonly #picture = new Frame()
  readonly #packet = new Packet()
  /** node-av's frames point into the buffer they are made of, without holding it: it must outlive them. */
  readonly #bytes: Buffer
  #stream: Stream | undefined

  constructor(path: string, options: EncodeOptions, recipe: Recipe) {
    this.#path = path
    this.#bytes = Buffer.alloc(options.width * options.height * 3)
    this.#options = options
    this.#recipe = recipe
  }

  async begin(): Promise<void> {
    const { width, height, times, fps, displayMatrix, muxer } = this.#options
    const codec = Codec.findEncoderByName(this.#recipe.encoder as Parameters<typeof Codec.findEncoderByName>[0])
    if (codec === null) throw this.#failed(`FFmpeg was built without ${this.#recipe.encoder}`)
    const timeBase = times === undefined ? frameDuration(fps) : new Rational(1, 1000)
    this.#check(this.#container.allocOutputContext2(null, null, `file:${resolve(this.#path)}`))
    const encoder = this.#encoder
    encoder.allocContext3(codec)
    encoder.width = width
    encoder.height = height
    encoder.pixelFormat = this.#recipe.pixelFormat
    encoder.timeBase = timeBase
    encoder.framerate = times === undefined ? timeBase.inv() : new Rational(0, 1)
    encoder.threadCount = 1
    if (this.#options.pixelAspect !== undefined)
      encoder.sampleAspectRatio = new Rational(this.#options.pixelAspect.num, this.#options.pixelAspect.den)
    if (this.#recipe.matrix !== av.AVCOL_SPC_RGB) {
      encoder.colorSpace = this.#recipe.matrix
      encoder.colorRange = this.#recipe.range ?? av.AVCOL_RANGE_MPEG
    }
    if (this.#container.oformat?.hasFlags(av.AVFMT_GLOBALHEADER)) encoder.setFlags(av.AV_CODEC_FLAG_GLOBAL_HEADER)
    this.#check(await encoder.open2(codec, Dictionary.fromObject(this.#recipe.settings)))
    const stream = this.#container.newStream()
    this.#check(stream.codecpar.fromContext(encoder))
    stream.timeBase = timeBase
    stream.sampleAspectRatio = encoder.sampleAspectRatio
    if (times === undefined) stream.avgFrameRate = timeBase.inv()
    if (displayMatrix !== undefined)
      this.#check(stream.codecpar.addCodedSideData(av.AV_PKT_DATA_DISPLAYMATRIX, bytesOf(displayMatrix)))
    this.#stream = stream
    this.#check(await this.#container.openOutput())
    this.#check(await this.#container.writeHeader(Dictionary.fromObject({ ...muxer, fflags: '+bitexact' })))
    this.#packet.alloc()
    this.#scaler.allocContext()
    this.#scaler.setOption('sws_flags', 'bilinear+accurate_rnd+bitexact+full_chroma_int+full_chroma_inp')
    this.#preparePicture()
  }

  async write(rgb: Uint8Array, index: number): Promise<void> {
    const { width, height, times } = this.#options
    if (rgb.length !== width * height * 3)
      throw new ActscopeError('input-invalid', `Frame ${index} has ${rgb.length} bytes, not ${width} x ${height} x 3.`)
    this.#bytes.set(rgb)
    const source = Frame.fromVideoBuffer(this.#bytes, { width, height, format: av.AV_PIX_FMT_RGB24 })
    try {
      this.#check(this.#picture.makeWritable())
      this.#check(await this.#scaler.scaleFrame(this.#picture, source))
    } finally {
      source.free()
    }
    this.#picture.pts = BigInt(times === undefined ? index : Math.round((times[index] ?? index) * 1000))
    this.#check(await this.#encoder.sendFrame(this.#picture))
    await this.#drain()
  }

  async end(): Promise<void> {
    this.#check(await this.#encoder.sendFrame(null))
    await this.#drain()
    this.#check(await this.#container.writeTrailer())
  }

  async close(): Promise<void> {
    this.#packet.free()
    this.#picture.free()
    this.#scaler.freeContext()
    this.#encoder.freeContext()
    await this.#container.closeOutput()
    this.#container.freeContext()
  }

  #preparePicture(): void {
    const picture = this.#picture
    picture.alloc()
    picture.width = this.#options.width
    picture.height = this.#options.height
    picture.format = this.#recipe.pixelFormat
    this.#check(picture.getBuffer())
    picture.colorSpace = this.#encoder.colorSpace
    picture.colorRange = this.#encoder.colorRange
  }

  async #drain(): Promise<void> {
    for (;;) {
      const code = await this.#encoder.receivePacket(this.#packet)
      if (code === tryAgain || code === av.AVERROR_EOF) return
      this.#check(code)
      this.#packet.streamIndex = 0
      this.#packet.rescaleTs(this.#encoder.timeBase, this.#stream!.timeBase)
      this.#check(await this.#container.interleavedWriteFrame(this.#packet))
    }
  }

  #check(code: number): void {
    if (code < 0) throw this.#failed(describeCode(code).message)
  }

  #failed(what: string): ActscopeError {
    return new ActscopeError('output-failed', `${this.#path}: the video cannot be written (${what}).`, {
      hint: 'Check that the folder exists and has room, and that the codec fits the ending of the name.',
    })
  }
}

/** One frame's duration as a fraction: 1/25 for 25, 1001/30000 for 29.97. AVI wants this exact. */
function frameDuration(fps: number): Rational {
  if (Number.isInteger(fps)) return new Rational(1, fps)
  const ntsc = Math.round(fps * 1.001)
  if (Math.abs(ntsc / 1.001 - fps) < 0.005) return new Rational(1001, ntsc * 1000)
  return new Rational(1000, Math.round(fps * 1000))
}

function bytesOf(numbers: Int32Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength)
}
