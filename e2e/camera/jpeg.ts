/** JPEG pictures by our own FFmpeg, so that the tests need no other program. */
import {
  av,
  Codec,
  CodecContext,
  describeCode,
  Frame,
  Packet,
  Rational,
  SoftwareScaleContext,
} from '../../native-models/video/libav.ts'

export class JpegEncoder {
  readonly #width: number
  readonly #height: number
  readonly #encoder = new CodecContext()
  readonly #scaler = new SoftwareScaleContext()
  readonly #picture = new Frame()
  readonly #packet = new Packet()
  /** node-av's frames point into the buffer they are made of, without holding it: it must outlive them. */
  readonly #bytes: Buffer
  #count = 0n

  private constructor(width: number, height: number) {
    this.#width = width
    this.#height = height
    this.#bytes = Buffer.alloc(width * height * 3)
  }

  static async open(width: number, height: number): Promise<JpegEncoder> {
    const made = new JpegEncoder(width, height)
    await made.#begin()
    return made
  }

  /** `rgb`: height x width x 3. */
  async encode(rgb: Uint8Array): Promise<Uint8Array> {
    this.#bytes.set(rgb)
    const format = { width: this.#width, height: this.#height, format: av.AV_PIX_FMT_RGB24 }
    const source = Frame.fromVideoBuffer(this.#bytes, format)
    try {
      check(this.#picture.makeWritable())
      check(await this.#scaler.scaleFrame(this.#picture, source))
    } finally {
      source.free()
    }
    this.#picture.pts = this.#count++
    check(await this.#encoder.sendFrame(this.#picture))
    check(await this.#encoder.receivePacket(this.#packet))
    const jpeg = Uint8Array.from(this.#packet.data!)
    this.#packet.unref()
    return jpeg
  }

  close(): void {
    this.#packet.free()
    this.#picture.free()
    this.#scaler.freeContext()
    this.#encoder.freeContext()
  }

  async #begin(): Promise<void> {
    const codec = Codec.findEncoder(av.AV_CODEC_ID_MJPEG)
    if (codec === null) throw new Error('FFmpeg was built without its JPEG encoder.')
    const encoder = this.#encoder
    encoder.allocContext3(codec)
    encoder.width = this.#width
    encoder.height = this.#height
    encoder.pixelFormat = av.AV_PIX_FMT_YUVJ420P
    encoder.colorRange = av.AVCOL_RANGE_JPEG
    encoder.timeBase = new Rational(1, 30)
    encoder.threadCount = 1
    encoder.setFlags(av.AV_CODEC_FLAG_QSCALE)
    encoder.globalQuality = 3 * av.FF_QP2LAMBDA
    check(await encoder.open2(codec))
    const picture = this.#picture
    picture.alloc()
    picture.width = this.#width
    picture.height = this.#height
    picture.format = av.AV_PIX_FMT_YUVJ420P
    check(picture.getBuffer())
    picture.colorRange = av.AVCOL_RANGE_JPEG
    picture.quality = 3 * av.FF_QP2LAMBDA
    this.#packet.alloc()
    this.#scaler.allocContext()
  }
}

function check(code: number): void {
  if (code < 0) throw describeCode(code)
}
