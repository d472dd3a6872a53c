import assert from 'node:assert/strict'
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { cornerError, readNumber, temporaryFolder, writePattern } from './video.fixture.ts'
import type { EncodeOptions } from './encode.ts'
import { openVideo, probeVideo, type VideoFrame } from './video.ts'

// The AV1 encoder has a log of its own.
process.env['SVT_LOG'] = '0'
const folder = temporaryFolder()

async function readAll(path: string): Promise<VideoFrame[]> {
  const frames: VideoFrame[] = []
  for await (const frame of (await openVideo(path)).frames()) frames.push(frame)
  return frames
}

describe('frames of every common kind of file: all of them, in order, with their times and colours', () => {
  const kinds: [name: string, options: Partial<EncodeOptions>, tolerance: number][] = [
    ['h264.mp4', {}, 6],
    ['h264.mov', {}, 6],
    ['mpeg4.avi', {}, 8],
    ['vp9.webm', {}, 8],
    ['vp8.webm', { codec: 'vp8' }, 12],
    ['av1.webm', { codec: 'av1' }, 10],
    ['ffv1.mkv', {}, 3],
    ['hevc.mkv', { codec: 'hevc' }, 8],
    ['hevc.mp4', { codec: 'hevc' }, 8],
    // Eight bits a pixel, dithered.
    ['gif.gif', {}, 64],
    ['odd-ffv1.mkv', { codec: 'ffv1', width: 101, height: 77 }, 3],
    ['odd-mpeg4.avi', { width: 101, height: 77 }, 8],
    ['odd-vp9.webm', { width: 101, height: 77 }, 8],
    ['30.mp4', { fps: 30 }, 6],
    ['ntsc.mkv', { fps: 29.97 }, 3],
  ]
  for (const [name, options, tolerance] of kinds)
    it(name, async () => {
      const path = await writePattern(join(folder, name), 20, options)
      const { info } = await openVideo(path)
      const frames = await readAll(path)
      const fps = options.fps ?? 25
      assert.deepEqual(
        frames.map((frame) => readNumber(frame)),
        Array.from({ length: 20 }, (_, i) => i),
      )
      for (const frame of frames) {
        assert.deepEqual([frame.width, frame.height], [options.width ?? 96, options.height ?? 72])
        assert.equal(frame.rgb.length, frame.width * frame.height * 3)
        assert.ok(Math.abs(frame.time - frame.index / fps) < 0.0011, `frame ${frame.index} is at ${frame.time}`)
        assert.ok(cornerError(frame) <= tolerance, `colours are off by ${cornerError(frame)}`)
      }
      assert.deepEqual([info.width, info.height, info.rotation], [frames[0]!.width, frames[0]!.height, 0])
      assert.ok(Math.abs((info.fps ?? 0) - fps) < 0.02, `fps ${info.fps ?? 'unknown'}`)
      assert.ok(Math.abs((info.duration ?? 0) - 20 / fps) < 0.05, `duration ${info.duration ?? 'unknown'}`)
    })

  it('a video of one frame', async () => {
    const frames = await readAll(await writePattern(join(folder, 'one.mp4'), 1))
    assert.deepEqual(
      frames.map(({ index, time }) => [index, time]),
      [[0, 0]],
    )
  })

  it('a variable frame rate: the times are those of the file', async () => {
    const times = [0, 0.04, 0.08, 0.5, 0.54, 1.2, 1.203, 2]
    const frames = await readAll(await writePattern(join(folder, 'vfr.mkv'), 8, { times }))
    frames.forEach(({ time }, i) => {
      assert.ok(Math.abs(time - times[i]!) < 1e-9)
    })
    const mp4 = await readAll(await writePattern(join(folder, 'vfr.mp4'), 8, { times }))
    mp4.forEach(({ time }, i) => {
      assert.ok(Math.abs(time - times[i]!) < 1e-3)
    })
  })

  it('a stream that does not start at 0: the first frame is time 0', async () => {
    const times = [5, 5.04, 5.08]
    const frames = await readAll(await writePattern(join(folder, 'late.mkv'), 3, { times }))
    frames.forEach(({ time }, i) => {
      assert.ok(Math.abs(time - i * 0.04) < 1e-9)
    })
  })

  it('a file without a declared length', async () => {
    const path = await writePattern(join(folder, 'live.mkv'), 10, { muxer: { live: '1' } })
    assert.equal((await probeVideo(path)).duration, undefined)
    assert.equal((await readAll(path)).length, 10)
  })

  it('the same file gives the same bytes, with one thread and with two', async () => {
    const path = await writePattern(join(folder, 'same.mp4'), 12)
    const one = await readAll(path)
    let index = 0
    for await (const frame of (await openVideo(path)).frames({ threads: 2 })) {
      assert.deepEqual(frame.rgb, one[index]!.rgb)
      assert.equal(frame.time, one[index++]!.time)
    }
    assert.equal(index, 12)
  })
})

describe('shape of the picture', () => {
  const one = 65536
  const whole = 1 << 30
  const matrices: [degrees: number, matrix: number[]][] = [
    [0, [one, 0, 0, 0, one, 0, 0, 0, whole]],
    [90, [0, one, 0, -one, 0, 0, 0, 0, whole]],
    [180, [-one, 0, 0, 0, -one, 0, 0, 0, whole]],
    [270, [0, -one, 0, one, 0, 0, 0, 0, whole]],
  ]
  for (const [degrees, matrix] of matrices)
    it(`turned by ${degrees} degrees`, async () => {
      const path = await writePattern(join(folder, `turned${degrees}.mp4`), 3, {
        displayMatrix: Int32Array.from(matrix),
      })
      const { info } = await openVideo(path)
      const frames = await readAll(path)
      const sideways = degrees % 180 !== 0
      assert.equal(info.rotation, degrees)
      assert.deepEqual([info.width, info.height], sideways ? [72, 96] : [96, 72])
      for (const frame of frames) {
        assert.deepEqual([frame.width, frame.height], [info.width, info.height])
        assert.ok(cornerError(turnBack(frame, degrees)) <= 6)
      }
    })

  it('pixels that are not square are made square', async () => {
    const wide = await writePattern(join(folder, 'wide.mp4'), 2, { pixelAspect: { num: 4, den: 3 } })
    const tall = await writePattern(join(folder, 'tall.mp4'), 2, { pixelAspect: { num: 3, den: 4 } })
    for (const [path, size] of [
      [wide, [128, 72]],
      [tall, [96, 96]],
    ] as const) {
      const { info } = await openVideo(path)
      assert.deepEqual([info.width, info.height], size)
      for (const frame of await readAll(path)) {
        assert.deepEqual([frame.width, frame.height], size)
        assert.equal(readNumber(frame), frame.index)
        assert.ok(cornerError(frame) <= 8)
      }
    }
  })
})

describe('reading only what is wanted', () => {
  it('keep: frames are chosen by index and time, each asked once and in order', async () => {
    const path = await writePattern(join(folder, 'keep.mp4'), 20)
    const asked: number[] = []
    const kept: number[] = []
    const keep = (index: number, time: number): boolean => {
      asked.push(index)
      assert.ok(Math.abs(time - index / 25) < 1e-3)
      return index % 5 === 2
    }
    for await (const frame of (await openVideo(path)).frames({ keep })) kept.push(readNumber(frame))
    assert.deepEqual(kept, [2, 7, 12, 17])
    assert.deepEqual(
      asked,
      Array.from({ length: 20 }, (_, i) => i),
    )
  })

  it('times: all of them', async () => {
    const path = await writePattern(join(folder, 'times.avi'), 20)
    const times: number[] = []
    for await (const time of (await openVideo(path)).times()) times.push(time)
    assert.deepEqual(
      times,
      Array.from({ length: 20 }, (_, i) => i / 25),
    )
  })

  it(
    'stopping early, by break or by an exception, releases the file',
    { skip: !existsSync('/proc/self/fd') },
    async () => {
      const path = await writePattern(join(folder, 'break.mp4'), 20)
      const video = await openVideo(path)
      const before = readdirSync('/proc/self/fd').length
      for (let round = 0; round < 5; round++) {
        for await (const frame of video.frames()) if (frame.index === 3) break
        await assert.rejects(async () => {
          for await (const frame of video.frames()) throw new Error(`stop at ${frame.index}`)
        }, /stop at 0/)
      }
      assert.equal(readdirSync('/proc/self/fd').length, before)
    },
  )

  it('a signal stops it even where no frame is kept', async () => {
    const path = await writePattern(join(folder, 'abort.mp4'), 20)
    const controller = new AbortController()
    const keep = (index: number): boolean => {
      if (index === 4) controller.abort(new Error('enough'))
      return false
    }
    await assert.rejects(async () => {
      for await (const frame of (await openVideo(path)).frames({ keep, signal: controller.signal }))
        assert.fail(`${frame.index}`)
    }, /enough/)
  })

  it('the end is told: how many, and that nothing is damaged', async () => {
    const path = await writePattern(join(folder, 'end.mp4'), 20)
    let end
    for await (const frame of (await openVideo(path)).frames({ onEnd: (found) => (end = found) })) assert.ok(frame)
    assert.deepEqual(end, { frames: 20, damage: undefined })
  })
})

it('names that mean something to FFmpeg are only names', async () => {
  const path = await writePattern(join(folder, 'plain.mp4'), 2)
  for (const name of ['concat:a|b.mp4', 'frame%03d.mp4', 'http:x.mp4', 'ünï çødé 动作.mp4', "quo'te.mp4"]) {
    copyFileSync(path, join(folder, name))
    assert.equal((await readAll(join(folder, name))).length, 2)
  }
  const cut = join(folder, 'other ending.txt')
  writeFileSync(cut, readFileSync(path))
  assert.equal((await readAll(cut)).length, 2)
})

/** Undoes a clockwise turn. */
function turnBack(frame: VideoFrame, degrees: number): VideoFrame {
  let turned = frame
  for (let done = 0; done < degrees; done += 90) {
    const { width, height, rgb } = turned
    const back = new Uint8Array(rgb.length)
    // Counter-clockwise: (x, y) comes from (width - 1 - y, x).
    for (let y = 0; y < width; y++)
      for (let x = 0; x < height; x++)
        for (let c = 0; c < 3; c++) back[3 * (y * height + x) + c] = rgb[3 * (x * width + width - 1 - y) + c]!
    turned = { ...turned, width: height, height: width, rgb: back }
  }
  return turned
}
