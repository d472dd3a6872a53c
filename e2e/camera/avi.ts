import { copyFileSync } from 'node:fs'
import { extname } from 'node:path'
import { encodeVideo } from '../../native-models/video/encode.ts'
import { openVideo } from '../../native-models/video/video.ts'
import { cached } from './cached.ts'

/** Puts the clip there as MPEG-4 in AVI, which Chromium does not play; `times` over, one after the other. */
export const asAvi = (clip: string, avi: string, times = 1): Promise<void> => repeated(clip, avi, times)

/** Puts the clip there `times` over, encoded as its ending says (mp4, avi). */
export async function repeated(clip: string, path: string, times: number): Promise<void> {
  const made = await cached(clip, `encoded ${times}`, extname(path), async (path) => {
    const video = await openVideo(clip)
    const { width, height, fps = 25 } = video.info
    async function* pictures(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < times; i++) for await (const { rgb } of video.frames()) yield rgb
    }
    await encodeVideo(path, { width, height, fps }, pictures())
  })
  copyFileSync(made, path)
}
