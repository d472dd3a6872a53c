/** Live frames wait on the thread that also reads model files: no file, however large, may hold it for long. */
import assert from 'node:assert/strict'
import { createHash, Hash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { classifierFile } from '../graph/onnx/classifier.fixture.ts'
import { tensorProto } from '../graph/onnx/proto.ts'
import { sha256Of } from '../disk/sha256.ts'
import { openCatalogue } from './catalogue.ts'
import { importOnnx } from './import/onnx.ts'
import { addFolder, addVariant, verifyVariant } from './user-variants.ts'
import { tinyVariant } from './tiny-variant.fixture.ts'

const MiB = 2 ** 20
const labels = ['red', 'green', 'blue'].map((label) => ({ label, classes: [], background: false }))

/** The bytes that are hashed while `work` goes on: all of them, and the most in one turn of the event loop. */
async function hashedDuring(work: () => Promise<unknown>): Promise<{ readonly all: number; readonly most: number }> {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back below
  const { update } = Hash.prototype
  let [all, most, now] = [0, 0, 0]
  let next = setImmediate(function turn() {
    now = 0
    next = setImmediate(turn)
  })
  Hash.prototype.update = function (this: Hash, data: string | NodeJS.ArrayBufferView): Hash {
    if (typeof data !== 'string') {
      all += data.byteLength
      now += data.byteLength
      most = Math.max(most, now)
    }
    return Reflect.apply(update, this, [data]) as Hash
  }
  try {
    await work()
  } finally {
    Hash.prototype.update = update
    clearImmediate(next)
  }
  return { all, most }
}

test('a very large model is imported, kept, loaded and verified in many short turns', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'actscope-large-'))
  const catalogue = openCatalogue({ shipped: tinyVariant().root, user: join(folder, 'models') })
  const unused = tensorProto('unused', [6 * MiB], new Float32Array(6 * MiB).fill(0.5))
  const file = classifierFile({ weights: [unused] })
  assert.ok(file.length > 24 * MiB)
  const path = join(folder, 'large.onnx')
  writeFileSync(path, file)

  const steps = {
    import: () => importOnnx(path, { labels, range: [0, 1], stride: 2, fps: 8 }),
    keep: async () => {
      await addVariant(catalogue, await importOnnx(path, { labels, range: [0, 1], stride: 2, fps: 8, name: 'one' }))
    },
    load: () => catalogue.load('onnx/one'),
    verify: async () => {
      assert.equal(await verifyVariant(catalogue.find('onnx/one')), undefined)
    },
    copy: () => addFolder(catalogue, catalogue.find('onnx/one').folder, 'onnx/two'),
  }
  for (const [step, work] of Object.entries(steps)) {
    const { all, most } = await hashedDuring(work)
    assert.equal(all, file.length, `${step}: the whole file is hashed, once`)
    assert.ok(most <= 4 * MiB, `${step}: ${most} bytes in one turn`)
  }
})

test('a hash in pieces is the hash of the whole', async () => {
  for (const length of [0, 1, 4 * MiB, 4 * MiB + 1, 9 * MiB]) {
    const bytes = new Uint8Array(length).map((_, i) => i * 7)
    assert.equal(await sha256Of(bytes), createHash('sha256').update(bytes).digest('hex'), `${length} bytes`)
  }
})
