import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { encodeVideo } from '../native-models/video/encode.ts'
import { probeVideo } from '../native-models/video/video.ts'
import type { Picture } from './camera.ts'
import { bodyOf } from './figure.ts'
import { lookOf } from './look.ts'
import { actions, type ActionName } from './motion.ts'
import { renderShot, type Shot } from './render.ts'

const tiny: Picture = { width: 48, height: 36, fps: 5, rays: 2 }
const names = Object.keys(actions) as ActionName[]
const render = (shot: Shot): readonly Uint8Array[] => [...renderShot(shot, tiny)]

describe('a sample', () => {
  it('has the same bytes for the same seed, and others for another', () => {
    const shot: Shot = { action: 'jumping-jacks', seed: 3, seconds: 0.6 }
    const frames = render(shot)
    assert.equal(frames.length, 3)
    for (const frame of frames) assert.equal(frame.length, 48 * 36 * 3)
    assert.deepEqual(render(shot), frames)
    assert.notDeepEqual(render({ ...shot, seed: 4 }), frames)
  })

  it('moves: the picture changes by more than its noise', () => {
    const [first, second] = render({ action: 'jumping-jacks', seed: 3, seconds: 0.4 })
    const changed = first!.filter((value, i) => Math.abs(value - second![i]!) > 20).length
    assert.ok(changed > 20, `${changed} values`)
  })

  it('becomes a video of the size and length that was asked for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'actscope-sample-'))
    after(() => {
      rmSync(folder, { recursive: true })
    })
    const path = join(folder, 'sample.mp4')
    await encodeVideo(path, tiny, renderShot({ action: 'waving-both-hands', seed: 1, seconds: 1 }, tiny))
    const { width, height, duration, fps } = await probeVideo(path)
    assert.deepEqual([width, height, fps], [48, 36, 5])
    assert.ok(Math.abs(duration! - 1) < 0.01, `${duration ?? 0} s`)
  })
})

describe('a body', () => {
  for (const name of names)
    it(`stands on the ground or jumps above it: ${name}`, () => {
      const { person, tempo } = lookOf(2)
      for (let time = 0; time < actions[name].seconds; time += 0.1) {
        const parts = bodyOf(person, actions[name].pose(time, tempo), [0, 0, 0])
        const lowest = Math.min(...parts.map(({ a, b, radiusA, radiusB }) => Math.min(a[1] - radiusA, b[1] - radiusB)))
        const highest = Math.max(...parts.map(({ a, b }) => Math.max(a[1], b[1])))
        assert.ok(lowest > -1e-9 && lowest < 0.4, `at ${time} s the lowest point is at ${lowest} m`)
        assert.ok(highest > 0.6 && highest < 2.7, `at ${time} s the highest point is at ${highest} m`)
        const { lift, arms } = actions[name].pose(time, tempo)
        const soon = actions[name].pose(time + 0.01, tempo)
        assert.ok(Math.abs(soon.lift - lift) < 0.03, `at ${time} s the feet jump by themselves`)
        assert.ok(Math.abs(soon.arms[0].upper.side - arms[0].upper.side) < 0.12, `at ${time} s an arm jumps`)
      }
    })

  it('is as tall as the person', () => {
    const { person } = lookOf(1)
    const upright = bodyOf(person, actions['waving-one-hand'].pose(0, 1), [0, 0, 0])
    const hair = upright.filter(({ colour }) => colour === person.clothes.hair)
    const top = Math.max(...hair.map(({ b, radiusB }) => b[1] + radiusB))
    assert.ok(Math.abs(top - person.height) < 0.06, `${top} m instead of ${person.height} m`)
  })
})

describe('labels', () => {
  it('an action is called what the shipped model calls it', () => {
    const path = fileURLToPath(new URL('../../training/labels.json', import.meta.url))
    const known = (JSON.parse(readFileSync(path, 'utf8')) as readonly { label: string }[]).map(({ label }) => label)
    for (const name of names) assert.ok(known.includes(actions[name].label), actions[name].label)
  })
})
