/**
 * Makes what crosses to the recognizer of a frame of the camera, off the page's thread: read back, scaled and cropped by
 * the same integer arithmetic that files go through, so that live and file see the same pixels.
 */
import { preprocess } from '../../../native-models/video/preprocess.ts'
import type { CropReply, CropRequest } from './crop.ts'

const worker = self as unknown as {
  onmessage: (event: MessageEvent<CropRequest>) => void
  postMessage(reply: CropReply, transfer: Transferable[]): void
}
let canvas: OffscreenCanvas | undefined

worker.onmessage = ({ data }) => {
  void crop(data).then((reply) => {
    worker.postMessage(
      reply,
      reply.crops.map(({ rgb }) => rgb.buffer),
    )
  })
}

async function crop({ id, frame, sizes }: CropRequest): Promise<CropReply> {
  try {
    const image = await readRgb(frame)
    const crops = sizes.map(({ shortSide, size }) => ({
      shortSide,
      size,
      rgb: preprocess(image, { shortSide, size }) as Uint8Array<ArrayBuffer>,
    }))
    return { id, crops }
  } catch (error) {
    return { id, crops: [], failed: error instanceof Error ? error.message : String(error) }
  } finally {
    frame.close()
  }
}

async function readRgb(frame: VideoFrame | ImageBitmap) {
  const [width, height] = sizeOf(frame)
  const rgba = (await copied(frame)) ?? drawn(frame, width, height)
  const rgb = new Uint8Array(width * height * 3)
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = rgba[from]!
    rgb[to + 1] = rgba[from + 1]!
    rgb[to + 2] = rgba[from + 2]!
  }
  return { width, height, rgb }
}

function sizeOf(frame: VideoFrame | ImageBitmap): [width: number, height: number] {
  return 'displayWidth' in frame ? [frame.displayWidth, frame.displayHeight] : [frame.width, frame.height]
}

/** Straight out of the frame where the browser converts it (Chromium from 127 on), and it needs no turning or scaling. */
async function copied(frame: VideoFrame | ImageBitmap): Promise<Uint8Array | undefined> {
  if (!('copyTo' in frame)) return undefined
  const { visibleRect, displayWidth, displayHeight } = frame
  if (visibleRect?.width !== displayWidth || visibleRect.height !== displayHeight) return undefined
  const options = { format: 'RGBA', colorSpace: 'srgb' } as VideoFrameCopyToOptions
  try {
    const pixels = new Uint8Array(frame.allocationSize(options))
    const [plane] = await frame.copyTo(pixels, options)
    return plane?.offset === 0 && plane.stride === displayWidth * 4 ? pixels : undefined
  } catch {
    return undefined
  }
}

function drawn(frame: VideoFrame | ImageBitmap, width: number, height: number): Uint8ClampedArray {
  canvas ??= new OffscreenCanvas(width, height)
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height]
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false })!
  context.drawImage(frame, 0, 0, width, height)
  return context.getImageData(0, 0, width, height).data
}
