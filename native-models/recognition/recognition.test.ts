import assert from 'node:assert/strict'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { OnnxruntimeEngine } from '../engines/onnxruntime/engine.ts'
import { writeOnnx } from '../graph/onnx/write.ts'
import { Catalogue } from '../models/catalogue.ts'
import { tinyVariant } from '../models/tiny-variant.fixture.ts'
import type { Variant } from '../models/variant.ts'
import { wholeGraph } from '../networks/network.ts'
import { encodeVideo } from '../video/encode.ts'
import { temporaryFolder } from '../video/video.fixture.ts'
import { isActscopeError } from '../weights/expect-error.fixture.ts'
import { evaluateStream } from './evaluation/evaluate-stream.ts'
import { OnlineRecognizer, type OnlinePass } from './online/online-recognizer.ts'
import { openRecognizer, type Recognizer } from './recognizer.ts'
import { recognizeFile } from './recognize-file.ts'
import { topK } from './top-k.ts'
import { recognizeTimeline } from './timeline.ts'

const engine = new OnnxruntimeEngine()
let variant: Variant
let recognizer: Recognizer
let video: string

before(async () => {
  const { root, id } = tinyVariant()
  variant = await new Catalogue(root).load(id)
  recognizer = await openRecognizer(engine, variant, { device: 'cpu', threads: 1 })
  video = join(root, 'clip.mp4')
  const frames = Array.from({ length: 60 }, (_, t) => picture(64, t))
  await encodeVideo(video, { width: 64, height: 64, fps: 10 }, frames)
})
after(() => engine.dispose())

/** A bright square that wanders over noise. */
function picture(side: number, t: number): Uint8Array {
  return Uint8Array.from({ length: side * side * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % side, Math.floor(i / (3 * side))]
    return Math.abs(x - ((t * 2) % side)) < 8 && Math.abs(y - side / 2) < 12 ? 230 : (x * 7 + y * 3 + i * 11) % 97
  })
}

test('encoder and head together are the whole network', async () => {
  const frames = Array.from({ length: 4 }, (_, t) => picture(32, t * 5))
  const { probabilities, logits } = await recognizer.session.classify(await recognizer.session.encode(frames))
  assert.ok('weights' in variant)
  const { network, weights } = variant
  const graph = wholeGraph(network, variant.manifest.preprocessing.normalization)
  const model = { name: 'whole', onnx: () => writeOnnx(graph, weights) }
  const session = await engine.load(model, { device: 'cpu', threads: 1 })
  const whole = await session.run({
    clip: { type: 'uint8', shape: [1, 4, 32, 32, 3], data: Uint8Array.from(frames.flatMap((f) => [...f])) },
  })
  const expected = whole['logits']!.data
  logits.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]!) < 1e-4, `logit ${i}: ${value} and ${expected[i]!}`)
  })
  assert.ok(Math.abs(probabilities.reduce((a, b) => a + b) - 1) < 1e-5)
  await session.dispose()
})

test('frames encoded one by one are those encoded together', async () => {
  const frames = [picture(32, 0), picture(32, 9)]
  const together = await recognizer.session.encode(frames)
  for (const [i, frame] of frames.entries()) {
    const [alone] = await recognizer.session.encode([frame])
    alone!.forEach((value, at) => {
      assert.ok(Math.abs(value - together[i]![at]!) < 1e-4)
    })
  }
})

test('a file gives the same answer every time, from the middles of its segments', async () => {
  const [first, second] = [await recognizeFile(recognizer, video), await recognizeFile(recognizer, video)]
  assert.deepEqual(first, second)
  assert.equal(first.frames, 60)
  assert.deepEqual(
    first.times.map((time) => Math.round(time * 10)),
    [7, 22, 37, 52],
  )
})

test('the online recognizer with kept features says what one that recomputes every frame says', async () => {
  const live = new OnlineRecognizer(recognizer, { passesPerBlock: 1 })
  const passes: OnlinePass[] = []
  const pixels: Uint8Array[] = []
  let encoded = 0
  for (let t = 0; t < 20; t++) {
    const frame = picture(32, t)
    pixels.push(frame)
    assert.ok(live.wants(t / 5))
    const pass = await live.offer(t / 5, () => ((encoded += 1), frame))
    if (pass !== undefined) passes.push(pass)
  }
  assert.equal(passes.length, 5)
  assert.equal(encoded, 4 + 4 * 2) // all of the first block, half of each later one
  // docs/readings.md, N = 4: the third pass looks at frames 0, 4, 8 and 11.
  const recomputed = await recognizer.session.classify(
    await recognizer.session.encode([0, 4, 8, 11].map((i) => pixels[i]!)),
  )
  passes[2]!.prediction.logits.forEach((value, i) => {
    assert.ok(Math.abs(value - recomputed.logits[i]!) < 1e-4)
  })
  assert.deepEqual([passes[2]!.oldest, passes[2]!.until], [0, 11 / 5])
  const [p1, p2] = passes.map(({ prediction }) => prediction.probabilities)
  passes[1]!.average.forEach((value, i) => {
    assert.ok(Math.abs(value - (p1![i]! + p2![i]!) / 2) < 1e-6)
  })
})

test('tells how far it has warmed up, and begins anew after a reset', async () => {
  const live = new OnlineRecognizer(recognizer)
  for (let t = 0; t < 3; t++) if (live.wants(t / 5)) await live.offer(t / 5, () => picture(32, t))
  assert.equal(live.progress.filled, 3)
  live.reset()
  assert.equal(live.progress.filled, 0)
})

test('a file is followed by its time stamps at the rate of the variant', async () => {
  const passes: OnlinePass[] = []
  const { events, tooShort } = await recognizeTimeline(recognizer, video, {
    threshold: 0,
    onProgress: (_, pass) => passes.push(pass),
  })
  assert.equal(tooShort, false)
  assert.equal(passes.length, 27) // 6 s at 5 frames a second: one after the first 4, then one a frame
  assert.ok(passes.every(({ from, until }, i) => from <= until && (i === 0 || from > passes[i - 1]!.until)))
  assert.ok(events.every(({ label }) => label !== 'no action'))
  const blocks: OnlinePass[] = []
  await recognizeTimeline(recognizer, video, { passesPerBlock: 1, onProgress: (_, pass) => blocks.push(pass) })
  assert.deepEqual(
    blocks.map(({ prediction }) => prediction.logits),
    passes.filter((_, i) => i % 4 === 0).map(({ prediction }) => prediction.logits),
  )
})

test('videos one after another: how long the label on screen was right, wrong, or none', async () => {
  const { events } = await recognizeTimeline(recognizer, video, { threshold: 0.1 })
  const truth = events[0]!.index
  const clips = [0, 1].map(() => ({ path: video, truth, source: 'own' }))
  const broken = { path: join(temporaryFolder(), 'missing.mp4'), truth, source: 'own' }
  const dataset = { clips: [clips[0]!, broken, clips[1]!], leftOut: new Map<string, number>() }
  const result = await evaluateStream(recognizer, dataset, { threshold: 0.1 })
  assert.deepEqual([result.clips, result.seconds, result.failed.length], [2, 12, 1])
  assert.ok(Math.abs(result.right + result.wrong + result.none - 1) < 1e-9)
  assert.ok(result.right > 0 && result.found > 0 && result.changes > 0 && result.delay < 6)
  const other = { ...dataset, clips: clips.map((clip) => ({ ...clip, truth: (truth + 1) % 3 })) }
  assert.ok((await evaluateStream(recognizer, other, { threshold: 0.1 })).wrong > 0)
  assert.deepEqual((await evaluateStream(recognizer, dataset, { threshold: 1 })).none, 1)
  await assert.rejects(
    evaluateStream(recognizer, { ...dataset, clips: [broken] }),
    isActscopeError('dataset-invalid', /could be read/),
  )
})

test('a file that is shorter than a block says so', async () => {
  const short = join(temporaryFolder(), 'short.mp4')
  await encodeVideo(short, { width: 64, height: 64, fps: 10 }, [picture(64, 0), picture(64, 1)])
  assert.equal((await recognizeTimeline(recognizer, short)).tooShort, true)
  assert.equal((await recognizeFile(recognizer, short)).probabilities.length, 3)
})

test('auto chooses a device and tells of every other one', async () => {
  const chosen = await openRecognizer(engine, variant, { device: 'auto' })
  assert.equal(chosen.trials.filter(({ status }) => status === 'chosen').length, 1)
  assert.deepEqual(
    chosen.trials.map(({ device }) => device),
    ['cpu', 'webgpu', 'cuda', 'coreml', 'directml'],
  )
  assert.ok(
    chosen.trials.every(({ status, reason }) => status === 'chosen' || reason !== undefined || status === 'slower'),
  )
  await chosen.dispose()
})

test('opening and closing many times leaks no memory', async () => {
  const once = async (): Promise<void> => {
    const other = await openRecognizer(engine, variant, { device: 'cpu', threads: 1 })
    await recognizeFile(other, video)
    await other.dispose()
  }
  for (let i = 0; i < 5; i++) await once()
  const start = process.memoryUsage().rss
  for (let i = 0; i < 10; i++) await once()
  assert.ok(process.memoryUsage().rss - start < 60e6, `grew by ${(process.memoryUsage().rss - start) / 1e6} MB`)
})

test('topK sorts, best first', () => {
  assert.deepEqual(topK([0.1, 0.6, 0.3], 2), [1, 2])
})
