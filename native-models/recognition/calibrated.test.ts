import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { OnnxruntimeEngine } from '../engines/onnxruntime/engine.ts'
import { classifierFile } from '../graph/onnx/classifier.fixture.ts'
import { writeOnnx } from '../graph/onnx/write.ts'
import { Catalogue } from '../models/catalogue.ts'
import { exportVariant } from '../models/export.ts'
import { importOnnx } from '../models/import/onnx.ts'
import { importWeights } from '../models/import/weights.ts'
import { tinyVariant } from '../models/tiny-variant.fixture.ts'
import { variantOf, type Variant } from '../models/variant.ts'
import { wholeGraph } from '../networks/network.ts'
import type { Prediction } from './network-session.ts'
import { OnlineRecognizer } from './online/online-recognizer.ts'
import { openRecognizer, type Recognizer } from './recognizer.ts'

const engine = new OnnxruntimeEngine()
after(() => engine.dispose())

const calibration = {
  temperature: 2.5,
  threshold: 0.34,
  error: 0.02,
  bins: [],
  unknown: { clips: 30, labelled: 3 },
  set: 's',
}

/** The same weights, with a calibration or none. */
const tiny = (given: object): Promise<Variant> => {
  const { root, id } = tinyVariant({ manifest: (m) => Object.assign(m, given) })
  return new Catalogue(root).load(id)
}

async function opened<T>(variant: Variant, work: (recognizer: Recognizer) => Promise<T>): Promise<T> {
  const recognizer = await openRecognizer(engine, variant, { device: 'cpu', threads: 1 })
  return work(recognizer).finally(() => recognizer.dispose())
}

const frame = (size: number, t: number): Uint8Array =>
  Uint8Array.from({ length: size * size * 3 }, (_, i) => (i * (t + 3) * 31) % 256)

const predicted = (variant: Variant): Promise<Prediction> =>
  opened(variant, async ({ session, network }) => {
    const { frames, size } = network.options
    return session.classify(await session.encode(Array.from({ length: frames }, (_, t) => frame(size, t))))
  })

function softmax(logits: Float32Array, temperature: number): number[] {
  const powers = Array.from(logits, (x) => Math.exp(x / temperature))
  const sum = powers.reduce((a, b) => a + b)
  return powers.map((power) => power / sum)
}

function assertClose(a: ArrayLike<number>, b: readonly number[]): void {
  assert.equal(a.length, b.length)
  b.forEach((value, i) => {
    assert.ok(Math.abs(a[i]! - value) < 1e-5, `${i}: ${a[i]!} and ${value}`)
  })
}

test('logits are divided by the temperature before the softmax, and stay as they are themselves', async () => {
  const plain = await predicted(await tiny({}))
  const calibrated = await predicted(await tiny({ calibration }))
  assert.deepEqual(calibrated.logits, plain.logits)
  assertClose(plain.probabilities, softmax(plain.logits, 1))
  assertClose(calibrated.probabilities, softmax(plain.logits, 2.5))
  assert.ok(Math.max(...calibrated.probabilities) < Math.max(...plain.probabilities))
})

test('a temperature of 1 is the same file, byte for byte, as no calibration', async () => {
  const variant = await tiny({})
  assert.ok('weights' in variant)
  const graph = (temperature?: number) => wholeGraph(variant.network, 'normalized', temperature)
  assert.deepEqual(writeOnnx(graph(1), variant.weights), writeOnnx(graph(), variant.weights))
})

test('an exported file has the temperature built in, and comes back with it', async () => {
  const variant = await tiny({ calibration })
  const before = await predicted(variant)
  for (const format of ['onnx', 'safetensors'] as const) {
    const path = join(mkdtempSync(join(tmpdir(), 'actscope-calibrated-')), `tiny.${format}`)
    writeFileSync(path, exportVariant(variant, format))
    const { manifest, weights } = format === 'onnx' ? await importOnnx(path, {}) : await importWeights([path], {})
    // What was measured stays behind, the two numbers that it runs with do not.
    assert.deepEqual(manifest.calibration, { temperature: 2.5, threshold: 0.34, bins: [], set: 's' })
    assertClose((await predicted(variantOf(manifest, weights, format))).probabilities, [...before.probabilities])
    if (format === 'safetensors') continue
    const stripped = await importOnnx(path, { output: 'probabilities', gives: 'probabilities' })
    assert.equal(stripped.manifest.calibration?.temperature, 1)
    const again = await predicted(variantOf(stripped.manifest, stripped.weights, 'probabilities'))
    assertClose(again.probabilities, [...before.probabilities])
  }
})

test('a network that is a file’s own is calibrated as well', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'actscope-calibrated-')), 'own.onnx')
  writeFileSync(path, classifierFile())
  const labels = ['red', 'green', 'blue'].map((label) => ({ label, classes: [], background: false }))
  const { manifest, weights } = await importOnnx(path, { labels, range: [0, 1], stride: 2, fps: 12 })
  const { logits, probabilities } = await predicted(variantOf({ ...manifest, calibration }, weights, 'own'))
  assertClose(probabilities, softmax(logits, 2.5))
})

test('online the variant’s own threshold holds, until another is told', async () => {
  const labels = [{ label: 'walking' }, { label: 'waving' }, { label: 'no action', background: true }]
  const shown = (own: number | undefined, told?: number): Promise<boolean> => {
    const given = own === undefined ? {} : { calibration: { ...calibration, threshold: own } }
    return tiny({ ...given, labels }).then((variant) =>
      opened(variant, async (recognizer) => {
        const online = new OnlineRecognizer(recognizer, { ...(told !== undefined && { threshold: told }) })
        for (let t = 0; ; t++) {
          const pass = await online.offer(t / 5, () => frame(32, t))
          if (pass !== undefined) return pass.shown !== undefined
        }
      }),
    )
  }
  assert.deepEqual(await Promise.all([shown(0), shown(1), shown(1, 0), shown(0, 1)]), [true, false, true, false])
})

test('where the best label is a hidden one, online says nothing', async () => {
  const { probabilities } = await predicted(await tiny({}))
  const best = probabilities.indexOf(Math.max(...probabilities))
  const labels = ['walking', 'waving', 'no action'].map((label, i) => ({ label, hidden: i === best }))
  await opened(await tiny({ labels }), async (recognizer) => {
    const online = new OnlineRecognizer(recognizer, { threshold: 0 })
    for (let t = 0; t < 12; t++) {
      const pass = await online.offer(t / 5, () => frame(32, t))
      if (pass === undefined) continue
      const top = pass.average.indexOf(Math.max(...pass.average))
      assert.equal(pass.shown === undefined, top === best)
    }
  })
})
