import assert from 'node:assert/strict'
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { OnnxruntimeEngine } from '../../engines/onnxruntime/engine.ts'
import { classifierFile, valueProto, type Parts } from '../../graph/onnx/classifier.fixture.ts'
import { openRecognizer } from '../../recognition/recognizer.ts'
import { isActscopeError } from '../../weights/expect-error.fixture.ts'
import { exportVariant } from '../export.ts'
import type { Draft } from '../user-variants.ts'
import { variantOf } from '../variant.ts'
import { importOnnx } from './onnx.ts'
import type { OnnxOptions } from './options.ts'

const engine = new OnnxruntimeEngine()
after(() => engine.dispose())

const labels = ['red', 'green', 'blue'].map((label) => ({ label, classes: [], background: false }))
const options: OnnxOptions = { labels, range: [0, 1], stride: 2, fps: 12 }

function file(parts: Parts = {}, name = 'tiny.onnx'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'actscope-import-')), name)
  writeFileSync(path, classifierFile(parts))
  return path
}

/** A clip of one colour through the variant: [logits, probabilities]. */
async function scores(
  { manifest, weights }: Draft,
  rgb: readonly [number, number, number],
): Promise<[number[], number[]]> {
  const recognizer = await openRecognizer(engine, variantOf(manifest, weights, 'm'), { device: 'cpu', threads: 1 })
  const { size, frames } = recognizer.network.options
  const frame = Uint8Array.from({ length: size * size * 3 }, (_, i) => rgb[i % 3]!)
  const clip = await recognizer.session.encode(Array.from({ length: frames }, () => frame))
  const { logits, probabilities } = await recognizer.session.classify(clip)
  await recognizer.dispose()
  return [[...logits].map((x) => Math.round(x * 1e4) / 1e4), [...probabilities]]
}

test('a classifier becomes a variant: what the graph tells is read, normalisation is put before it', async () => {
  const draft = await importOnnx(file(), options)
  const { id, network, rate, sampling, onnx, training } = draft.manifest
  assert.equal(id, 'onnx/tiny')
  assert.deepEqual(network, { name: 'onnx', frames: 4, size: 8, width: 1 })
  assert.deepEqual([rate, sampling], [6, { kind: 'clip', stride: 2 }])
  assert.deepEqual(onnx, { input: 'clip', output: 'scores', layout: 'NCTHW', channels: 'rgb', gives: 'logits' })
  assert.match(training?.recipe ?? '', /tiny\.onnx/)
  const [logits, probabilities] = await scores(draft, [255, 51, 0])
  assert.deepEqual(logits, [3, 0.6, 0])
  assert.ok(Math.abs(probabilities.reduce((a, b) => a + b) - 1) < 1e-6)
})

test('range, mean, std and the order of channels are as told', async () => {
  const range = [-1, 1] as const
  assert.deepEqual((await scores(await importOnnx(file(), { ...options, range }), [255, 0, 255]))[0], [3, -3, 3])
  const normalized = { ...options, mean: [0, 0.5, 1], std: [1, 0.5, 0.5] }
  assert.deepEqual((await scores(await importOnnx(file(), normalized), [255, 255, 255]))[0], [3, 3, 0])
  const bgr = { ...normalized, bgr: true } // its first channel, blue, has the first mean
  assert.deepEqual((await scores(await importOnnx(file(), bgr), [255, 255, 255]))[0], [3, 3, 0])
  assert.deepEqual((await scores(await importOnnx(file(), { ...options, bgr: true }), [255, 51, 0]))[0], [0, 0.6, 3])
})

const layouts: readonly (readonly [layout: string, parts: Parts, options?: Partial<OnnxOptions>])[] = [
  ['NTCHW', { input: { axes: [1, 4, 3, 8, 8] }, meanOver: [1, 3, 4] }],
  ['NTHWC', { input: { axes: ['N', 4, 8, 8, 3] }, meanOver: [1, 2, 3] }],
  ['N1CTHW', { input: { axes: [1, 1, 3, 4, 8, 8] }, meanOver: [1, 3, 4, 5] }],
  ['TCHW', { input: { axes: ['T', 3, 8, 8] }, meanOver: [2, 3], output: { axes: ['T', 3] } }, { frames: 4 }],
  ['THWC', { input: { axes: [4, 8, 8, 3] }, meanOver: [1, 2], output: { axes: [4, 3] } }],
]
for (const [layout, parts, more] of layouts) {
  test(`${layout}: the same scores`, async () => {
    const draft = await importOnnx(file(parts), { ...options, ...more })
    assert.equal(draft.manifest.onnx?.layout, layout)
    assert.deepEqual((await scores(draft, [255, 51, 0]))[0], [3, 0.6, 0])
  })
}

test('probabilities are known by the softmax that makes them, and not made twice', async () => {
  const draft = await importOnnx(file({ output: { softmax: true } }), options)
  assert.equal(draft.manifest.onnx?.gives, 'probabilities')
  const plain = await scores(await importOnnx(file(), options), [255, 51, 0])
  const [, probabilities] = await scores(draft, [255, 51, 0])
  probabilities.forEach((p, i) => {
    assert.ok(Math.abs(p - plain[1][i]!) < 1e-6)
  })
})

test('a file of an old version, with its weights as inputs, runs as well', async () => {
  const draft = await importOnnx(file({ ir: 3, opset: 11, weightsAsInputs: true }), options)
  assert.deepEqual((await scores(draft, [255, 51, 0]))[0], [3, 0.6, 0])
})

const asked: readonly (readonly [option: RegExp, options: OnnxOptions, parts?: Parts])[] = [
  [/--labels is missing/, { ...options, labels: undefined }],
  [/--range is missing/, { ...options, range: undefined }],
  [/--stride or --sampling is missing/, { ...options, stride: undefined }],
  [/frame rate of the training/, { ...options, fps: undefined }],
  [/does not tell which axis/, options, { input: { axes: [1, 3, 3, 8, 8] } }],
  [/leaves --frames open/, options, { input: { axes: [1, 3, 'T', 8, 8] } }],
  [/no output gives 2 scores/, { ...options, labels: labels.slice(1) }],
]
for (const [option, given, parts] of asked) {
  test(`what is missing is named, with an example: ${option.source}`, async () => {
    await assert.rejects(importOnnx(file(parts), given), (error: unknown) => {
      return isActscopeError('input-invalid', option)(error) && (error as { hint?: string }).hint !== undefined
    })
  })
}

test('what is no classifier of one clip is refused', async () => {
  const sound: Parts = { graph: (g) => g.message(11, valueProto('sound', [1, 16_000], 1)) }
  await assert.rejects(importOnnx(file(sound), options), isActscopeError('model-refused', /2 inputs \(clip, sound\)/))
  await assert.rejects(importOnnx(file({ input: { type: 7 } }), options), isActscopeError('model-refused', /type 7/))
  const folder = mkdtempSync(join(tmpdir(), 'actscope-import-'))
  await assert.rejects(importOnnx(folder, options), isActscopeError('model-refused', /is not a file/))
  if (process.platform === 'win32') return
  symlinkSync(file(), join(folder, 'link.onnx'))
  await assert.rejects(importOnnx(join(folder, 'link.onnx'), options), isActscopeError('model-refused', /is a link/))
})

test('an exported variant comes back without a word, and exported again', async () => {
  let draft = await importOnnx(file(), {
    ...options,
    range: [0, 255],
    mean: [10, 20, 30],
    name: 'first',
    title: 'First',
  })
  const expected = await scores(draft, [200, 100, 50])
  for (let i = 0; i < 2; i++) {
    const path = join(mkdtempSync(join(tmpdir(), 'actscope-import-')), 'x.onnx')
    writeFileSync(path, exportVariant(variantOf(draft.manifest, draft.weights, 'm'), 'onnx'))
    draft = await importOnnx(path, {})
    assert.deepEqual(await scores(draft, [200, 100, 50]), expected)
    assert.deepEqual([draft.manifest.id, draft.manifest.title, draft.manifest.rate], ['onnx/first', 'First', 6])
    assert.deepEqual(draft.manifest.labels, labels)
  }
})

test('metadata that claims to be of Actscope is not trusted', async () => {
  const metadata = { 'actscope.manifest': '{"format": 1, "id": "../../x"}' }
  await assert.rejects(importOnnx(file({ metadata }), options), isActscopeError('manifest-invalid', /metadata/))
})
