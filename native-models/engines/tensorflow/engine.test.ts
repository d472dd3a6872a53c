import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { GraphBuilder } from '../../graph/builder.ts'
import { parametersOf, type Graph } from '../../graph/graph.ts'
import { writeOnnx } from '../../graph/onnx/write.ts'
import { imagenet, wholeGraph } from '../../networks/network.ts'
import { networkNamed } from '../../networks/index.ts'
import { goldenWeights } from '../../weights/init.ts'
import { candidatesOf, chooseDevice } from '../choose.ts'
import type { EngineModel, EngineTensor, Session } from '../engine.ts'
import { slow } from '../../slow.fixture.ts'
import { fails } from '../fails.fixture.ts'
import { OnnxruntimeEngine } from '../onnxruntime/engine.ts'
import { TensorflowEngine } from './engine.ts'

/** A file of this folder that takes the library's place. */
const stand = (name: string): string => fileURLToPath(new URL(`./${name}.fixture.js`, import.meta.url))

function modelOf(graph: Graph): EngineModel {
  const weights = goldenWeights(parametersOf(graph), { gain: 1, headGain: 1, head: '' })
  return { name: graph.name, onnx: () => writeOnnx(graph, weights), source: { graph, weights } }
}

/** y = relu(x W + b): x [N, 3], y [N, 2]. */
function small(): EngineModel {
  const g = new GraphBuilder('small')
  const graph = g.build({ y: g.relu(g.linear('fc', g.input('x', [1, 3]), 2)) })
  const weights = new Map([
    ['fc.weight', Float32Array.of(1, 0, 1, 0, 1, -1)],
    ['fc.bias', Float32Array.of(0.5, -0.5)],
  ])
  return { name: 'small', onnx: () => writeOnnx(graph, weights), source: { graph, weights } }
}
const x: EngineTensor = { type: 'float32', shape: [2, 3], data: Float32Array.of(1, 2, 3, 0, 4, 1) }

describe('a TensorFlow session', () => {
  const engine = new TensorflowEngine(stand('js'))
  after(() => engine.dispose())

  test('says what goes in and what comes out, and runs with any batch', async () => {
    const session = await engine.load(small(), { device: 'cpu' })
    assert.deepEqual(session.inputs, [{ name: 'x', type: 'float32', shape: ['N', 3] }])
    assert.deepEqual(session.outputs, [{ name: 'y', type: 'float32', shape: ['N', 2] }])
    const { y } = await session.run({ x })
    assert.deepEqual(y, { type: 'float32', shape: [2, 2], data: Float32Array.of(4.5, 0, 1.5, 2.5) })
    assert.equal(x.data.length, 6, 'the inputs are the caller’s')
    await session.dispose()
    await assert.rejects(session.run({ x }), fails('engine-failed', /small on cpu is closed/))
  })

  test('refuses inputs that are not what the graph needs', async () => {
    const session = await engine.load(small(), { device: 'cpu' })
    await assert.rejects(session.run({}), fails('input-invalid', /the input x is missing/))
    await assert.rejects(session.run({ x: { ...x, shape: [3, 2] } }), fails('input-invalid', /must be \[N, 3\]/))
    await session.dispose()
  })

  test('leaves the weights to the caller', async () => {
    const model = small()
    for (let i = 0; i < 2; i++) await (await engine.load(model, { device: 'cpu' })).dispose()
    assert.equal(model.source?.weights.get('fc.weight')?.length, 6)
  })

  test('needs every weight, and the graph', async () => {
    const { source, ...file } = small()
    const bare = { ...file, source: { graph: source!.graph, weights: new Map<string, Float32Array>() } }
    await assert.rejects(
      engine.load(bare, { device: 'cpu' }),
      fails('weights-mismatch', /no weights for fc\.weight/, /^/),
    )
    await assert.rejects(
      engine.load(file, { device: 'cpu' }),
      fails('device-unavailable', /does not run small: it is an ONNX file/, /onnxruntime runs it/),
    )
  })

  const families: readonly (readonly [string, object?])[] = [
    ['res34-se-im-net'],
    ['resnet34-3dres18'],
    ['eco-lite'],
    ['3d-resnet-18-se-sa'],
    ['3d-resnet-18:shortcut-a'],
    ['3d-resnext-101-se-sa', { width: 0.25 }],
    ['semi-vgg-16'],
    ['semi-resnet-50'],
    ['semi-densenet-121'],
    ['img-res2net-50'],
    ['tsm-resnet-50'],
    ['i3d-rgb'],
    ['r2plus1d-18'],
  ]
  const onnxruntime = new OnnxruntimeEngine()
  after(() => onnxruntime.dispose())
  /** Plain JavaScript takes seconds for most. */
  const fast = ['res34-se-im-net', 'eco-lite']
  for (const [name, more] of families)
    test(`runs ${name} as onnxruntime does`, { skip: !fast.includes(name) && slow }, async () => {
      const [known, variation] = name.split(':') as [string, string?]
      const options = { classes: 5, frames: 8, size: 64, width: 0.125, ...more }
      const graph = wholeGraph(networkNamed(known).build(options, variation), imagenet)
      const model = modelOf(graph)
      const [, ...shape] = graph.inputs[0]!.shape
      const data = Uint8Array.from(
        { length: 2 * shape.reduce((a, b) => a * b) },
        (_, i) => 128 + 120 * Math.sin(i * 0.37),
      )
      const clip: EngineTensor = { type: 'uint8', shape: [2, ...shape], data }
      const answers = await Promise.all(
        [engine, onnxruntime].map(async (on) => {
          const session = await on.load(model, { device: 'cpu' })
          const { logits } = await session.run({ clip })
          await session.dispose()
          return logits!
        }),
      )
      const [ours, theirs] = answers as [EngineTensor, EngineTensor]
      assert.deepEqual(ours.shape, [2, 5])
      const range = Math.max(...theirs.data.map(Math.abs))
      for (const [i, value] of theirs.data.entries())
        assert.ok(Math.abs(ours.data[i]! - value) <= 2e-4 * Math.max(1, range), `${i}: ${ours.data[i]!}, not ${value}`)
    })
})

describe('what can be used', () => {
  const folder = mkdtempSync(join(tmpdir(), 'actscope-tensorflow-'))
  after(() => {
    rmSync(folder, { recursive: true })
  })

  test('without the package: nothing, and it says how to add it; no thread is started', async () => {
    const engine = new TensorflowEngine('@tensorflow/no-such-package', new URL('./no-such-worker.js', import.meta.url))
    for (const { available, reason } of await engine.devices()) {
      assert.equal(available, false)
      assert.match(reason ?? '', /^TensorFlow\.js is not installed: `npm i [^\n]+` adds it$/)
    }
    await assert.rejects(
      engine.load(small(), { device: 'cpu' }),
      fails('device-unavailable', /^cpu cannot be used: TensorFlow\.js is not installed/, /onnxruntime/),
    )
    await engine.dispose()
  })

  const broken: readonly (readonly [string, string, RegExp])[] = [
    [
      'whose native part was never fetched',
      'The Node.js native addon module (tfjs_binding.node) can not be found at path: /x. \\nPlease run command',
      /^TensorFlow's native part is missing: `npm rebuild [^\n]+` fetches it$/,
    ],
    [
      'whose native part does not load',
      'libtensorflow.so.2: cannot open shared object file:\\nNo such file or directory',
      /^TensorFlow\.js did not load: libtensorflow\.so\.2: cannot open [^\n]+ directory$/,
    ],
  ]
  for (const [what, said, reason] of broken)
    test(`a package ${what}: nothing, and it says why`, async () => {
      const file = join(folder, `${what.replaceAll(' ', '-')}.cjs`)
      writeFileSync(file, `throw new Error('${said}')`)
      const engine = new TensorflowEngine(file)
      for (const report of await engine.devices()) {
        assert.equal(report.available, false)
        assert.match(report.reason ?? '', reason)
      }
      await engine.dispose()
    })

  test('a package without a GPU: the cpu', async () => {
    const engine = new TensorflowEngine(stand('js'))
    const [cpu, cuda] = await engine.devices()
    assert.deepEqual(cpu, { device: 'cpu', available: true })
    assert.match(cuda?.reason ?? '', /found no GPU: it needs .*CUDA 11/)
    await assert.rejects(engine.load(small(), { device: 'webgpu' }), fails('device-unavailable', /has no webgpu/))
    await engine.dispose()
  })

  test('a package that sees a GPU: that alone', async () => {
    const engine = new TensorflowEngine(stand('gpu'))
    const [cpu, cuda] = await engine.devices()
    assert.deepEqual(cuda, { device: 'cuda', available: true })
    assert.match(cpu?.reason ?? '', /runs on cuda here/)
    await engine.dispose()
  })

  test('beside onnxruntime the fastest is chosen, by the word of onnxruntime’s cpu', async () => {
    const engines = [new TensorflowEngine(stand('js')), new OnnxruntimeEngine()] as const
    const graph = wholeGraph(
      networkNamed('res34-se-im-net').build({ classes: 5, frames: 4, size: 32, width: 0.25 }),
      imagenet,
    )
    const candidates = await candidatesOf(engines, (engine, device) => engine.load(modelOf(graph), { device }))
    const { shape } = graph.inputs[0]!
    const data = Uint8Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => (i * 7919) % 256)
    const check = async (session: Session) =>
      (await session.run({ clip: { type: 'uint8', shape, data } }))['logits']!.data as Float32Array
    const { pass, chosen, trials } = await chooseDevice(candidates, check)
    assert.equal(chosen.engine, 'onnxruntime')
    const [own] = trials
    assert.deepEqual([own?.engine, own?.device, own?.status], ['tensorflow', 'cpu', 'slower'])
    await pass.dispose()
    await Promise.all(engines.map((engine) => engine.dispose()))
  })
})

test('when the worker dies every run is refused, and a new load works', async () => {
  const engine = new TensorflowEngine(stand('gpu'))
  const session = await engine.load(small(), { device: 'cuda' })
  const stopped = fails(
    'engine-failed',
    /TensorFlow stopped under small on cuda: it exited with code 3/,
    /Load it again/,
  )
  await Promise.all([session.run({ x }), session.run({ x })].map((run) => assert.rejects(run, stopped)))
  await assert.rejects(session.run({ x }), stopped)
  const g = new GraphBuilder('other')
  const again = await engine.load(modelOf(g.build({ y: g.sigmoid(g.input('x', [1, 3])) })), { device: 'cuda' })
  await session.dispose()
  assert.equal((await again.run({ x }))['y']?.data.length, 6)
  await engine.dispose()
  await assert.rejects(engine.load(small(), { device: 'cuda' }), fails('engine-failed', /shut down/))
})
