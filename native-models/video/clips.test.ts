import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { openVideo } from './video.ts'

// Real clips of many makers, for whoever has some; they are no part of the project.
const clips = process.env['ACTSCOPE_CLIPS'] ?? ''

describe('real clips', { skip: existsSync(clips) ? false : 'there are no real clips here (ACTSCOPE_CLIPS)' }, () => {
  for (const name of existsSync(clips) ? readdirSync(clips).sort() : [])
    it(name, async () => {
      const video = await openVideo(join(clips, name))
      let frames = 0
      let last = -1
      let damage: string | undefined
      const options = {
        keep: (index: number) => index % 20 === 0,
        onEnd: (end: { damage: string | undefined }) => (damage = end.damage),
      }
      for await (const { rgb, width, height, time } of video.frames(options)) {
        assert.deepEqual([width, height, rgb.length], [video.info.width, video.info.height, width * height * 3])
        assert.ok(time > last)
        last = time
        frames++
      }
      assert.ok(frames > 0)
      assert.equal(damage, undefined)
      assert.ok(Math.abs(last - (video.info.duration ?? last)) < 1)
    })
})
