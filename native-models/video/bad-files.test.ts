import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import fc from 'fast-check'
import { ActscopeError, type ErrorCode } from '../errors.ts'
import type { VideoEnd } from './decode.ts'
import { mp3WithCover, readNumber, temporaryFolder, wav, writePattern } from './video.fixture.ts'
import { sampleSegments } from './segments.ts'
import { openVideo, probeVideo } from './video.ts'

const folder = temporaryFolder()
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

/** All frames' numbers, and how the file ended. */
async function readThrough(path: string): Promise<{ numbers: number[]; end: VideoEnd | undefined }> {
  const numbers: number[] = []
  let end: VideoEnd | undefined
  for await (const frame of (await openVideo(path)).frames({ onEnd: (found) => (end = found) }))
    numbers.push(readNumber(frame))
  return { numbers, end }
}

/** Fails with this code, in one line that names the file and is followed by a next step. */
async function assertRefused(path: string, code: ErrorCode, says: RegExp): Promise<void> {
  await assert.rejects(readThrough(path), (error) => {
    assert.ok(error instanceof ActscopeError, String(error))
    assert.equal(error.code, code)
    assert.ok(error.message.startsWith(`${path}: `), error.message)
    assert.match(error.message, says)
    assert.doesNotMatch(error.message, /\n/)
    assert.match(error.hint ?? '', /^[A-Z].*\.$/)
    return true
  })
}

describe('a file that cannot be read is refused with a reason and a next step', () => {
  it('no such file', () => assertRefused(join(folder, 'none.mp4'), 'video-missing', /no such file/))
  it('a folder', async () => {
    mkdirSync(join(folder, 'folder.mp4'))
    await assertRefused(join(folder, 'folder.mp4'), 'video-missing', /folder/)
  })
  it('an empty file', () => assertRefused(file('empty.mp4', ''), 'video-unreadable', /empty/))
  it('text', () =>
    assertRefused(file('text.mp4', 'this is not a video\n'.repeat(100)), 'video-unreadable', /not a video/))
  it('text with the ending of text art', () =>
    assertRefused(file('art.nfo', 'x\n'.repeat(100)), 'video-unreadable', /not a video/))
  it('random bytes', async () => {
    const bytes = Uint8Array.from({ length: 20_000 }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 13) & 255)
    for (const name of ['random.mp4', 'random.avi', 'random.webm', 'random'])
      await assertRefused(file(name, bytes), 'video-unreadable', /not a video|not one picture/)
  })
  it('sound only', () => assertRefused(file('sound.wav', wav()), 'video-no-picture', /only sound/))
  it('sound with a cover picture', () =>
    assertRefused(file('cover.mp3', mp3WithCover()), 'video-no-picture', /only sound or a cover/))
  it('a playlist (m3u8)', async () => {
    const inner = await writePattern(join(folder, 'inner.mp4'), 2)
    const list = `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${inner}\n#EXT-X-ENDLIST\n`
    await assertRefused(file('list.m3u8', list), 'video-unreadable', /playlist/)
    await assertRefused(file('list.mp4', list), 'video-unreadable', /playlist|not a video/)
  })
  it('a script that joins files (ffconcat)', async () => {
    await writePattern(join(folder, 'inner2.mp4'), 2)
    await assertRefused(file('join.mp4', 'ffconcat version 1.0\nfile inner2.mp4\n'), 'video-unreadable', /playlist/)
  })
  it('a description of a stream elsewhere (sdp)', () =>
    assertRefused(
      file('stream.sdp', 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n'),
      'video-unreadable',
      /playlist|not a video/,
    ))
  it('an mp4 without its index', async () => {
    const path = await writePattern(join(folder, 'no-moov.mp4'), 20)
    truncateSync(path, Math.floor(readFileSync(path).length / 2))
    await assertRefused(path, 'video-unreadable', /index/)
  })
  it('encrypted pictures', async () => {
    const path = await writePattern(join(folder, 'encrypted.mp4'), 5, {
      muxer: {
        encryption_scheme: 'cenc-aes-ctr',
        encryption_key: '00112233445566778899aabbccddeeff',
        encryption_kid: '112233445566778899aabbccddeeff00',
      },
    })
    await assertRefused(path, 'video-unreadable', /encrypted/)
  })
  it('pictures larger than this machine should hold', async () => {
    const gif = Buffer.from(readFileSync(await writePattern(join(folder, 'huge.gif'), 2)))
    gif.writeUInt16LE(65_000, 6)
    gif.writeUInt16LE(65_000, 8)
    await assertRefused(file('huge.gif', gif), 'video-unreadable', /at most|not one picture|not a video/)
  })
})

describe('a file cut in the middle gives the frames up to there, and says that it ends early', () => {
  for (const [name, muxer] of [
    ['cut.mp4', { movflags: 'faststart' }],
    ['cut.avi', {}],
    ['cut.mkv', {}],
    ['cut.webm', {}],
  ] as const)
    it(name, async () => {
      const path = await writePattern(join(folder, name), 40, { muxer })
      truncateSync(path, Math.floor(readFileSync(path).length * 0.7))
      const { numbers, end } = await readThrough(path)
      assert.ok(numbers.length > 0 && numbers.length < 40, `${numbers.length} frames`)
      assert.deepEqual(
        numbers.slice(0, -1),
        Array.from({ length: numbers.length - 1 }, (_, i) => i),
      )
      assert.equal(end?.frames, numbers.length)
      assert.match(end.damage ?? '', /^The file ends early|^The file cannot|parts are damaged/)
      const clip = await sampleSegments(path, { segments: 4, shortSide: 48, size: 40 })
      assert.equal(clip.frames.length, 4)
      assert.deepEqual(clip.end, end)
    })
})

describe('whatever the bytes: frames, or an ActscopeError', () => {
  const originals = new Map<string, Buffer>()
  before(async () => {
    for (const name of ['fuzz.mp4', 'fuzz.avi', 'fuzz.webm', 'fuzz.gif', 'fuzz.mkv'])
      originals.set(name, readFileSync(await writePattern(join(folder, name), 8, { width: 64, height: 48 })))
  })

  async function survives(name: string, bytes: Uint8Array): Promise<void> {
    const path = file(`broken-${name}`, bytes)
    try {
      await probeVideo(path)
      let last = -1
      for await (const { time, width, height, rgb } of (await openVideo(path)).frames()) {
        assert.ok(time > last && Number.isFinite(time))
        assert.equal(rgb.length, width * height * 3)
        last = time
        if (last > 1e9) break
      }
    } catch (error) {
      if (!(error instanceof ActscopeError)) throw error
    }
  }

  it('after random bytes are changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('fuzz.mp4', 'fuzz.avi', 'fuzz.webm', 'fuzz.gif', 'fuzz.mkv'),
        fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(255)), {
          minLength: 1,
          maxLength: 24,
        }),
        async (name, changes) => {
          const bytes = Buffer.from(originals.get(name)!)
          for (const [place, value] of changes) bytes[Math.floor(place * bytes.length)] = value
          await survives(name, bytes)
        },
      ),
      { numRuns: 120, seed: 20_240_611, endOnFailure: true },
    )
  })

  it('after the end is cut off', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('fuzz.mp4', 'fuzz.avi', 'fuzz.webm', 'fuzz.gif', 'fuzz.mkv'),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (name, part) => {
          const bytes = originals.get(name)!
          await survives(name, bytes.subarray(0, Math.floor(part * bytes.length)))
        },
      ),
      { numRuns: 60, seed: 20_240_612, endOnFailure: true },
    )
  })
})
