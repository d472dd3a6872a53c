import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { OnnxruntimeEngine } from '../engines/onnxruntime/engine.ts'
import { exportVariant } from '../models/export.ts'
import { importOnnx } from '../models/import/onnx.ts'
import { Catalogue } from '../models/catalogue.ts'
import { tinyVariant } from '../models/tiny-variant.fixture.ts'
import { addVariant } from '../models/user-variants.ts'
import { variantOf } from '../models/variant.ts'
import { recognizeTimeline } from '../recognition/timeline.ts'
import { openRecognizer } from '../recognition/recognizer.ts'
import { encodeVideo } from '../video/encode.ts'
import { isActscopeError } from '../weights/expect-error.fixture.ts'
import { judge, learn, type Lesson } from './classifier.ts'
import { insistOnBase, openFeatureReader, type Base, type FeatureReader, type TakeFeatures } from './feature-reader.ts'
import { actionsIn, readActions } from './lesson-folder.ts'
import { noneOfThese, taughtVariant } from './taught-variant.ts'
import { takeFromFile } from './takes.ts'

const engine = new OnnxruntimeEngine()
const folder = mkdtempSync(join(tmpdir(), 'actscope-teach-'))
let catalogue: Catalogue
let base: Base
let reader: FeatureReader
let lesson: Lesson
let actions: Awaited<ReturnType<typeof readActions>>

/** A bright square that wanders along one axis, faster or slower. */
async function clip(path: string, axis: 0 | 1, seed: number): Promise<void> {
  const side = 48
  const frames = Array.from({ length: 20 }, (_, t) =>
    Uint8Array.from({ length: side * side * 3 }, (__, i) => {
      const at = [Math.floor(i / 3) % side, Math.floor(i / (3 * side))]
      const near = Math.abs(at[axis]! - ((t * 3 + seed * 7) % side)) < 8
      return near && Math.abs(at[1 - axis]! - 24) < 10 ? 240 : (i * 7 + seed * 13) % 60
    }),
  )
  await encodeVideo(path, { width: side, height: side, fps: 10 }, frames)
}

before(async () => {
  const training = { data: 'none', recipe: 'none', commit: 'none' }
  const { root, id } = tinyVariant({ manifest: (manifest) => (manifest['training'] = training) })
  catalogue = new Catalogue([
    { path: root, origin: 'shipped' },
    { path: join(folder, 'models'), origin: 'user' },
  ])
  base = insistOnBase(await catalogue.load(id))
  for (const [name, axis] of [
    ['left_right', 0],
    ['nothing', 1],
  ] as const) {
    mkdirSync(join(folder, 'clips', name), { recursive: true })
    for (const seed of [1, 2, 3]) await clip(join(folder, 'clips', name, `p${seed}_a.mp4`), axis, seed)
  }
  reader = await openFeatureReader(engine, base, { device: 'cpu', threads: 1 })
  actions = await readActions(reader, actionsIn(join(folder, 'clips')), { sided: new Set(['left right']) })
  lesson = learn(actions, reader.sizes)
})
after(() => engine.dispose())

test('a folder of clips is actions; one called nothing is the background', () => {
  assert.deepEqual(
    actions.map(({ label, background, mirrored }) => [label, background, mirrored]),
    [
      ['left right', false, false],
      ['nothing', true, true],
    ],
  )
  assert.equal(lesson.figures.takes, 6)
})

test('the variant says of a clip what the classifier says, with encoder and head apart, and is kept like all others', async () => {
  const draft = await taughtVariant(base, 'My Moves', actions, lesson, new Date(0))
  assert.equal(draft.manifest.id, 'res34-se-im-net/my-moves')
  const entry = await addVariant(catalogue, draft)
  const variant = await catalogue.load(entry.manifest.id)
  assert.equal(variant.network.kind, 'frames')
  assert.deepEqual(
    variant.manifest.labels.map(({ label }) => label),
    ['left right', 'nothing', noneOfThese],
  )
  assert.equal(variant.manifest.taught?.base, base.manifest.id)

  const recognizer = await openRecognizer(engine, variant, { device: 'cpu', threads: 1 })
  const path = join(folder, 'clips', 'left_right', 'p2_a.mp4')
  const take = await takeFromFile(path, base.manifest, 4, { shortSide: 36, size: 32 })
  const read: TakeFeatures = await reader.read(take, false)
  for (const [i, { frames }] of take.windows.entries()) {
    const kept = await recognizer.session.encode(frames.map((at) => take.frames[at]!.rgb))
    const { probabilities } = await recognizer.session.classify(kept)
    judge(lesson.classifier, read.windows[i]!.values).forEach((p, k) => {
      assert.ok(Math.abs(p - probabilities[k]!) < 2e-3, `${p} and ${probabilities[k]!}`)
    })
  }
  const timeline = await recognizeTimeline(recognizer, path)
  assert.equal(timeline.tooShort, false)
  assert.throws(() => insistOnBase(variant), isActscopeError('input-invalid', /was taught itself/))
  await assert.rejects(addVariant(catalogue, draft), isActscopeError('input-invalid', /already/))
})

test('it is exported as one ONNX file that comes back without a word', async () => {
  const { manifest, weights } = await taughtVariant(base, 'away', actions, lesson, new Date(0))
  const file = join(folder, 'away.onnx')
  writeFileSync(file, exportVariant(variantOf(manifest, weights, 'away'), 'onnx'))
  const back = await importOnnx(file, {})
  assert.deepEqual(back.manifest.labels, manifest.labels)
  const clip = Array.from({ length: 4 }, (_, t) => new Uint8Array(32 * 32 * 3).fill(40 * t))
  const said: Float32Array[] = []
  for (const draft of [{ manifest, weights }, back]) {
    const variant = variantOf(draft.manifest, draft.weights, 'away')
    const { session } = await openRecognizer(engine, variant, { device: 'cpu', threads: 1 })
    said.push((await session.classify(await session.encode(clip))).probabilities)
  }
  said[0]!.forEach((p, k) => {
    assert.ok(Math.abs(p - said[1]![k]!) < 1e-3)
  })
})

test('what is wrong with clips is told by name; reading can be stopped', async () => {
  const bad = join(folder, 'bad')
  mkdirSync(join(bad, 'a'), { recursive: true })
  assert.throws(() => actionsIn(bad), isActscopeError('dataset-invalid', /holds no clips/))
  assert.throws(() => actionsIn(join(bad, 'nowhere')), isActscopeError('dataset-invalid', /no folder/))
  writeFileSync(join(bad, 'a', 'broken.mp4'), 'no video')
  await assert.rejects(readActions(reader, actionsIn(bad)), isActscopeError('video-unreadable', /broken\.mp4/))
  const good = join(folder, 'good', 'a')
  mkdirSync(good, { recursive: true })
  copyFileSync(join(folder, 'clips', 'nothing', 'p1_a.mp4'), join(good, '1.mp4'))
  const stopped = readActions(reader, actionsIn(join(folder, 'good')), { signal: AbortSignal.abort() })
  await assert.rejects(stopped, { name: 'AbortError' })
})

test('an untrained variant is no base', async () => {
  const { root, id } = tinyVariant()
  const variant = await new Catalogue(root).load(id)
  assert.throws(() => insistOnBase(variant), isActscopeError('input-invalid', /never trained/))
})
