/**
 * Makes the film that Chromium's fake camera plays: a clip as MJPEG, 30 frames per second (what Chromium takes
 * an .mjpeg for). The whole height is shown; what is missing at the sides is grey, what is too much is cut off.
 */
import { encodeVideo } from '../../native-models/video/encode.ts'
import { resample } from '../../native-models/video/resample.ts'
import { openVideo } from '../../native-models/video/video.ts'
import type { Clip, Size } from './clips.ts'
import { cached } from './cached.ts'

const fps = 30

const usualSize: Size = { width: 640, height: 480 }

/** Longer clips are cut. */
const longest = 10

export const cameraFile = ({ path: clip, size = usualSize }: Pick<Clip, 'path' | 'size'>): Promise<string> =>
  cached(clip, `camera 2 ${size.width}x${size.height}`, '.mjpeg', async (path) => {
    await encodeVideo(path, { ...size, fps }, framesOf(clip, size))
  })

/** One for each frame of the camera: what the clip shows at that moment. */
async function* framesOf(clip: string, size: Size): AsyncGenerator<Uint8Array> {
  const video = await openVideo(clip)
  let count = 0
  let last: Uint8Array | undefined
  for await (const { time, ...image } of video.frames()) {
    if (time > longest) break
    for (; last !== undefined && count < Math.round(time * fps); count++) yield last
    last = framed(image, size)
    yield last
    count++
  }
}

/** RGB, height x width x 3. */
function framed(image: Parameters<typeof resample>[0], { width, height }: Size): Uint8Array {
  const scaled = Math.round((image.width * height) / image.height)
  const shown = Math.min(scaled, width)
  const window = { left: (scaled - shown) >> 1, top: 0, width: shown, height }
  const { rgb } = resample(image, scaled, height, window)
  if (shown === width) return rgb
  const framed = new Uint8Array(width * height * 3).fill(64)
  const left = (width - shown) >> 1
  for (let y = 0; y < height; y++) framed.set(rgb.subarray(y * shown * 3, (y + 1) * shown * 3), (y * width + left) * 3)
  return framed
}
