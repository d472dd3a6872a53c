/** From a decoded frame in whatever colour format to tightly packed RGB bytes, the same on every machine. */
import { av, describeCode, Frame, SoftwareScaleContext } from './libav.ts'
import { sizeAllowed } from './limits.ts'
import { isSideways, orient, type Orientation, type RgbImage } from './orientation.ts'
import { tooLarge, unreadable } from './input.ts'

/**
 * accurate_rnd and bitexact: integer arithmetic that does not depend on the processor's vector unit. full_chroma: every
 * pixel gets its own interpolated colour, not one for two neighbours.
 */
const scaleFlags = 'bilinear+accurate_rnd+bitexact+full_chroma_int+full_chroma_inp'

/** A sample aspect ratio further from square than this is taken for a mistake and ignored. */
const maxStretch = 8

/**
 * The size with square pixels: the side that is too short is made longer, so no detail is lost (as browsers do).
 * `aspect` is the width of a pixel over its height; undefined means square.
 */
export function squareSize(width: number, height: number, aspect: number | undefined): [width: number, height: number] {
  if (aspect === undefined || aspect > maxStretch || aspect < 1 / maxStretch) return [width, height]
  return aspect >= 1 ? [Math.round(width * aspect), height] : [width, Math.round(height / aspect)]
}

/** The size that is shown: square pixels, turned upright. */
export function shownSize(
  width: number,
  height: number,
  aspect: number | undefined,
  orientation: Orientation,
): [width: number, height: number] {
  const [w, h] = squareSize(width, height, aspect)
  return isSideways(orientation) ? [h, w] : [w, h]
}

/** Converts the frames of one video, one at a time. Call `free` when done. */
export class RgbConverter {
  readonly #path: string
  readonly #scaler = new SoftwareScaleContext()
  readonly #target = new Frame()

  constructor(path: string) {
    this.#path = path
    this.#scaler.allocContext()
    this.#scaler.setOption('sws_flags', scaleFlags)
  }

  /**
   * The frame as RGB with square pixels, upright. Colour matrix and range are the frame's own (swscale reads them from
   * it); where a file does not say, FFmpeg's reading holds: BT.601, limited range. It is also what the tools that
   * prepare data sets do, so a network sees the colours it was trained with.
   *
   * @throws ActscopeError `video-unreadable` if the picture is too large or of a kind that cannot be converted
   */
  async convert(frame: Frame, aspect: number | undefined, orientation: Orientation): Promise<RgbImage> {
    const [width, height] = squareSize(frame.width, frame.height, aspect)
    if (!sizeAllowed(frame.width, frame.height) || !sizeAllowed(width, height))
      throw tooLarge(this.#path, width, height)
    // Interlaced pictures are taken as they are shown on a computer: whole, both fields woven.
    frame.clearFlags(av.AV_FRAME_FLAG_INTERLACED)
    simplifyColours(frame)
    this.#allocate(width, height)
    const code = await this.#scaler.scaleFrame(this.#target, frame)
    const rows = this.#target.data?.[0]
    const stride = this.#target.linesize[0]
    if (code < 0 || rows === undefined || stride === undefined)
      throw unreadable(
        this.#path,
        'its colours are stored in a way that cannot be converted to RGB',
        'Convert it to mp4 (H.264).',
        describeCode(code),
      )
    return orient({ width, height, rgb: packRows(rows, stride, width * 3, height) }, orientation)
  }

  free(): void {
    this.#scaler.freeContext()
    this.#target.free()
  }

  /** Makes the target ready for this size; its memory is kept from frame to frame. */
  #allocate(width: number, height: number): void {
    const target = this.#target
    if (target.data !== null && target.width === width && target.height === height) return
    target.free()
    target.alloc()
    target.width = width
    target.height = height
    target.format = av.AV_PIX_FMT_RGB24
    const code = target.getBuffer()
    if (code < 0)
      throw unreadable(
        this.#path,
        'there is not enough memory for its pictures',
        'Close something.',
        describeCode(code),
      )
  }
}

/** Colour matrices that swscale converts; RGB for pictures that are stored so. */
const matrices = new Set<number>([
  av.AVCOL_SPC_RGB,
  av.AVCOL_SPC_BT709,
  av.AVCOL_SPC_FCC,
  av.AVCOL_SPC_BT470BG,
  av.AVCOL_SPC_SMPTE170M,
  av.AVCOL_SPC_SMPTE240M,
  av.AVCOL_SPC_BT2020_NCL,
])

/**
 * Leaves the matrix and the range, and takes away what would make swscale map one gamut to another: that is no part of
 * reading a picture, and on nonsensical values (a damaged file) it computes tables for seconds.
 */
function simplifyColours(frame: Frame): void {
  frame.colorPrimaries = av.AVCOL_PRI_UNSPECIFIED
  frame.colorTrc = av.AVCOL_TRC_UNSPECIFIED
  if (!matrices.has(frame.colorSpace)) frame.colorSpace = av.AVCOL_SPC_UNSPECIFIED
}

/** Copies rows of `length` bytes that lie `stride` bytes apart to one tight array. */
function packRows(rows: Uint8Array, stride: number, length: number, height: number): Uint8Array {
  const packed = new Uint8Array(length * height)
  if (stride === length) packed.set(rows.subarray(0, packed.length))
  else for (let y = 0; y < height; y++) packed.set(rows.subarray(y * stride, y * stride + length), y * length)
  return packed
}
