import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { encodeVideo } from './encode.ts'
import { pattern, temporaryFolder } from './video.fixture.ts'
import { probeVideo } from './video.ts'

const folder = temporaryFolder()
const size = { width: 64, height: 48, fps: 12.5 }

describe('encodeVideo', () => {
  it('takes frames as they come', async () => {
    async function* frames(): AsyncGenerator<Uint8Array> {
      for (let n = 0; n < 5; n++) yield await Promise.resolve(pattern(n, 64, 48))
    }
    await encodeVideo(join(folder, 'a.webm'), size, frames())
    const { codec, width, height, fps } = await probeVideo(join(folder, 'a.webm'))
    assert.deepEqual({ codec, width, height, fps }, { codec: 'vp9', width: 64, height: 48, fps: 12.5 })
  })
  it('refuses a frame of another size, and an ending without a codec', async () => {
    const small = [pattern(0, 32, 32)]
    await assert.rejects(encodeVideo(join(folder, 'b.mp4'), size, small), { code: 'input-invalid' })
    await assert.rejects(encodeVideo(join(folder, 'b.txt'), size, small), { code: 'input-invalid' })
  })
  it('says so where it cannot write', async () => {
    const frames = [pattern(0, 64, 48)]
    await assert.rejects(encodeVideo(join(folder, 'none', 'c.mp4'), size, frames), { code: 'output-failed' })
    await assert.rejects(encodeVideo(join(folder, 'c.gif'), { ...size, codec: 'h264' }, frames), {
      code: 'output-failed',
    })
  })
})
