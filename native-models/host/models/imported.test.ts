import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { MessageChannel } from 'node:worker_threads'
import { OnnxruntimeEngine } from '../../engines/onnxruntime/engine.ts'
import { classifierFile } from '../../graph/onnx/classifier.fixture.ts'
import { serve } from '../../host.ts'
import { openCatalogue } from '../../models/catalogue.ts'
import { importOnnx } from '../../models/import/onnx.ts'
import { addVariant } from '../../models/user-variants.ts'
import { tinyVariant } from '../../models/tiny-variant.fixture.ts'
import { encodeVideo } from '../../video/encode.ts'
import { Client } from '../client.fixture.ts'
import { nodePort } from '../node-port.fixture.ts'
import { longTimeout } from '../hosted.fixture.ts'

const labels = ['red', 'green', 'blue'].map((label) => ({ label, classes: [], background: false }))

/** A green picture. */
const green = (size: number): Uint8Array =>
  Uint8Array.from({ length: size * size * 3 }, (_, i) => (i % 3 === 1 ? 255 : 0))

test('an ONNX model that is added while the host runs is listed, and runs live and on files', longTimeout, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'actscope-added-'))
  const catalogue = openCatalogue({ shipped: tinyVariant().root, user: join(folder, 'models') })
  const engine = new OnnxruntimeEngine()
  const { port1, port2 } = new MessageChannel()
  const video = join(folder, 'green.mp4')
  await encodeVideo(
    video,
    { width: 64, height: 64, fps: 8 },
    Array.from({ length: 16 }, () => green(64)),
  )
  const host = serve(nodePort(port1), { catalogue, engine, resolveFile: () => video, threads: 1 })
  const client = new Client(nodePort(port2))
  try {
    assert.equal((await client.call('list-variants', {})).variants.length, 1)
    writeFileSync(join(folder, 'tiny.onnx'), classifierFile())
    const options = { labels, range: [0, 1] as const, stride: 2, fps: 8, origin: 'a test' }
    const { manifest } = await addVariant(catalogue, await importOnnx(join(folder, 'tiny.onnx'), options))
    const { variants } = await client.call('list-variants', {})
    const listed = variants.find(({ id }) => id === manifest.id)
    assert.deepEqual([listed?.own, listed?.origin, listed?.network.name], [true, 'a test', 'onnx'])

    await client.call('live-show', { variants: [manifest.id], device: 'cpu' })
    for (let seq = 0; seq < 24; seq++) {
      await client.ready()
      client.camera(seq, seq / 8, green)
    }
    await client.ready()
    const passes = client.all('live-pass')
    assert.equal(passes.length, 1 + 8) // 12 frames at 4 a second: after the fourth, then after each
    assert.ok(passes.every(({ top }) => top[0]?.label === 'green'))

    const settings = { threshold: 0.5 }
    await client.call('file-recognize', { file: 'v', variant: manifest.id, device: 'cpu', timeline: true, settings })
    const { probabilities } = await client.next('file-label', 0)
    assert.ok(probabilities[1]! > 0.8)
    const { result } = await client.next('file-end', 0)
    assert.equal(result.outcome, 'done')
  } finally {
    await host.dispose()
    await engine.dispose()
  }
})
