import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, describe, test } from 'node:test'
import type { EngineTensor, Tensors } from '../engine.ts'
import { fails } from '../fails.fixture.ts'
import { OnnxruntimeEngine } from './engine.ts'
import { frameModel, gemmModel, node, tinyModel } from '../tiny-onnx.fixture.ts'

const float32 = (shape: number[], ...values: number[]): EngineTensor => ({
  type: 'float32',
  shape,
  data: Float32Array.from(values),
})

describe('an onnxruntime session on the cpu', () => {
  const engine = new OnnxruntimeEngine()
  after(() => engine.dispose())
  const gemm = engine.load(gemmModel(), { device: 'cpu', threads: 1 })

  test('says what goes in and what comes out', async () => {
    const { device, inputs, outputs } = await gemm
    assert.equal(device, 'cpu')
    assert.deepEqual(inputs, [{ name: 'x', type: 'float32', shape: ['N', 3] }])
    assert.deepEqual(outputs, [{ name: 'y', type: 'float32', shape: ['N', 2] }])
  })

  test('runs, with any batch', async () => {
    const session = await gemm
    assert.deepEqual(await session.run({ x: float32([1, 3], 1, 2, 3) }), { y: float32([1, 2], 4.5, 0) })
    assert.deepEqual(await session.run({ x: float32([2, 3], 1, 2, 3, 0, 4, 1) }), {
      y: float32([2, 2], 4.5, 0, 1.5, 2.5),
    })
  })

  test('leaves the inputs to the caller, who may write over them at once', async () => {
    const session = await gemm
    const x = float32([1, 3], 1, 2, 3)
    const result = session.run({ x })
    x.data.fill(9)
    assert.deepEqual((await result)['y']?.data, Float32Array.of(4.5, 0))
    assert.equal(x.data.length, 3)
  })

  test('takes a view into a larger, shared buffer', async () => {
    const session = await gemm
    const all = new Float32Array(new SharedArrayBuffer(4 * 100)).fill(1)
    const { y } = await session.run({ x: { type: 'float32', shape: [1, 3], data: all.subarray(50, 53) } })
    assert.deepEqual(y?.data, Float32Array.of(2.5, 0))
  })

  test('answers calls made at the same time each with its own result', async () => {
    const session = await gemm
    const runs = Array.from({ length: 20 }, (_, i) => session.run({ x: float32([1, 3], i, 0, 0) }))
    const first = (await Promise.all(runs)).map(({ y }) => y?.data[0])
    assert.deepEqual(
      first,
      Array.from({ length: 20 }, (_, i) => i + 0.5),
    )
  })

  test('takes pixels as uint8', async () => {
    const session = await engine.load(frameModel({ size: 8 }), { device: 'cpu' })
    const pixels = new Uint8Array(2 * 3 * 8 * 8).fill(200)
    const { features } = await session.run({ frames: { type: 'uint8', shape: [2, 3, 8, 8], data: pixels } })
    assert.deepEqual(features?.shape, [2, 4, 8, 8])
    assert.ok(features.data.some((value) => value > 0))
    await session.dispose()
  })

  test('keeps the calling thread free while it runs', async () => {
    const session = await engine.load(frameModel({ size: 64, channels: 32, layers: 8 }), { device: 'cpu', threads: 1 })
    const frames: EngineTensor = { type: 'uint8', shape: [8, 3, 64, 64], data: new Uint8Array(8 * 3 * 64 * 64) }
    let [turns, running] = [0, true]
    const turn = (): void => {
      turns++
      if (running) setImmediate(turn)
    }
    setImmediate(turn)
    await session.run({ frames })
    running = false
    assert.ok(turns >= 5, `${turns} turns of the event loop`)
    await session.dispose()
  })

  const wrongInputs: [string, Tensors, RegExp][] = [
    ['missing', {}, /^gemm: the input x is missing\.$/],
    ['of another name', { x: float32([1, 3], 1, 2, 3), z: float32([1], 1) }, /there is no input z/],
    [
      'of another type',
      { x: { type: 'uint8', shape: [1, 3], data: new Uint8Array(3) } },
      /x is uint8, it must be float32 \[N, 3\]/,
    ],
    ['of another shape', { x: float32([1, 4], 1, 2, 3, 4) }, /x has the shape \[1, 4\], it must be \[N, 3\]/],
    ['of another rank', { x: float32([3], 1, 2, 3) }, /x has the shape \[3\], it must be \[N, 3\]/],
    ['of no batch', { x: float32([0, 3]) }, /x has the shape \[0, 3\]/],
    ['shorter than its shape', { x: float32([2, 3], 1, 2, 3) }, /x has 3 values, its shape \[2, 3\] needs 6/],
    [
      'not what its type says',
      { x: { type: 'float32', shape: [1, 3], data: new Uint8Array(3) } },
      /not a Float32Array/,
    ],
  ]
  for (const [what, inputs, message] of wrongInputs)
    test(`refuses an input that is ${what}`, async () => {
      const session = await gemm
      await assert.rejects(session.run(inputs), fails('input-invalid', message, /gemm needs x: float32 \[N, 3\]/))
    })

  test('wants the same size wherever the same open dimension returns', async () => {
    const add = tinyModel('add', {
      nodes: [node('Add', ['a', 'b'], ['y'])],
      inputs: [
        { name: 'a', shape: ['N'] },
        { name: 'b', shape: ['N'] },
      ],
      outputs: [{ name: 'y', shape: ['N'] }],
    })
    const session = await engine.load(add, { device: 'cpu' })
    const run = session.run({ a: float32([2], 1, 2), b: float32([1], 1) })
    await assert.rejects(run, fails('input-invalid', /input b has the shape \[1\], it must be \[N\]/))
    await session.dispose()
  })

  test('is closed once disposed, after the runs under way', async () => {
    const session = await engine.load(gemmModel(), { device: 'cpu' })
    const running = session.run({ x: float32([1, 3], 1, 2, 3) })
    await Promise.all([session.dispose(), session.dispose()])
    assert.deepEqual((await running)['y']?.data, Float32Array.of(4.5, 0))
    await assert.rejects(session.run({ x: float32([1, 3], 1, 2, 3) }), fails('engine-failed', /gemm on cpu is closed/))
    assert.ok(await (await gemm).run({ x: float32([1, 3], 1, 2, 3) }), 'the other session goes on')
  })
})

describe('onnxruntime refuses', () => {
  const engine = new OnnxruntimeEngine()
  after(() => engine.dispose())
  const load = (name: string, onnx: () => Uint8Array) => engine.load({ name, onnx }, { device: 'cpu' })

  test('bytes that are not ONNX', async () => {
    await assert.rejects(
      load('photo.jpg', () => new Uint8Array(100).fill(255)),
      fails('engine-failed', /refused photo\.jpg on cpu: .*protobuf parsing failed/, /must be an ONNX file/),
    )
  })

  test('no bytes, which is what a model gives that hands out the same ones twice', async () => {
    const same = gemmModel().onnx()
    await (await load('cached', () => same)).dispose()
    await assert.rejects(
      load('cached', () => same),
      fails('engine-failed', /cached has no ONNX bytes/, /needs its own/),
    )
  })

  test('an operator that does not exist', async () => {
    const value = (name: string) => [{ name, shape: [1] }]
    const model = tinyModel('odd', {
      nodes: [node('Frobnicate', ['x'], ['y'])],
      inputs: value('x'),
      outputs: value('y'),
    })
    await assert.rejects(
      engine.load(model, { device: 'cpu' }),
      fails('engine-failed', /refused odd on cpu: .*Frobnicate/),
    )
  })

  test('an output that is neither float32 nor uint8', async () => {
    const model = tinyModel('shape', {
      nodes: [node('Shape', ['x'], ['y'])],
      inputs: [{ name: 'x', shape: [1] }],
      outputs: [{ name: 'y', type: 'int64', shape: [1] }],
    })
    await assert.rejects(engine.load(model, { device: 'cpu' }), fails('engine-failed', /output y is int64/))
  })

  test('no threads', async () => {
    await assert.rejects(
      engine.load(gemmModel(), { device: 'cpu', threads: 0 }),
      fails('input-invalid', /0 threads/, /^/),
    )
  })

  test('everything after dispose', async () => {
    const short = new OnnxruntimeEngine()
    const session = await short.load(gemmModel(), { device: 'cpu' })
    await short.dispose()
    await short.dispose()
    await assert.rejects(
      session.run({ x: float32([1, 3], 1, 2, 3) }),
      fails('engine-failed', /gemm on cpu: it was disposed/),
    )
    await session.dispose()
    await assert.rejects(short.load(gemmModel(), { device: 'cpu' }), fails('engine-failed', /shut down/))
  })
})

describe('the process', () => {
  const run = (script: string) => {
    const here = JSON.stringify(new URL('.', import.meta.url).href)
    const source = `const { OnnxruntimeEngine } = await import(${here} + 'engine.js')
      const { frameModel, gemmModel } = await import(${here} + '../tiny-onnx.fixture.js')
      const x = { type: 'float32', shape: [1, 3], data: Float32Array.of(1, 2, 3) }
      const engine = new OnnxruntimeEngine()\n${script}`
    return spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', source], {
      encoding: 'utf8',
      timeout: 60_000,
    })
  }

  test('ends with an idle engine still there, and not before a call has its answer', () => {
    const { status, stdout, stderr } = run(`
      const session = await engine.load(gemmModel(), { device: 'cpu' })
      void session.run({ x }).then(({ y }) => console.log(y.data[0]))`)
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: '4.5\n', stderr: '' })
  })

  test('ends after dispose, and nothing was printed', () => {
    const { status, stdout, stderr } = run(`
      const session = await engine.load(gemmModel(), { device: 'cpu' })
      await session.run({ x })
      await engine.load({ name: 'bad', onnx: () => new Uint8Array(9) }, { device: 'cpu' }).catch(() => console.log('bad'))
      await engine.load(gemmModel(), { device: 'cuda' }).catch(() => undefined)
      await engine.devices()
      await engine.dispose()`)
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: 'bad\n', stderr: '' })
  })

  test('does not grow when models are loaded and run again and again', () => {
    const { status, stdout } = run(`
      const loads = async (count) => {
        for (let i = 0; i < count; i++) {
          const session = await engine.load(gemmModel(), { device: 'cpu' })
          for (let j = 0; j < 20; j++) await session.run({ x })
          await session.dispose()
        }
        gc()
        return process.memoryUsage.rss()
      }
      const before = await loads(5)
      console.log(((await loads(20)) - before) / 2 ** 20)`)
    assert.equal(status, 0)
    assert.ok(Number(stdout) < 15, `grew by ${stdout.trim()} MiB in 20 loads`)
  })

  test('does not keep the bytes of a model that is loaded', () => {
    const { status, stdout } = run(`
      await engine.load(frameModel({ channels: 512, layers: 4 }), { device: 'cpu' })
      const bytes = () => process.memoryUsage().arrayBuffers
      for (let i = 0; i < 40 && bytes() > 5e6; i++) {
        gc()
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      console.log(bytes() / 2 ** 20)`)
    assert.equal(status, 0)
    assert.ok(Number(stdout) < 5, `${stdout.trim()} MiB of the 27 MiB file are still there`)
  })

  const longRun = `
    const session = await engine.load(frameModel({ size: 128, channels: 48, layers: 6 }), { device: 'cpu', threads: 1 })
    const data = new Uint8Array(8 * 3 * 128 * 128)
    const running = session.run({ frames: { type: 'uint8', shape: [8, 3, 128, 128], data } })
    running.then(() => console.log('ran to its end'), (error) => console.log(error.message))
    await new Promise((resolve) => setTimeout(resolve, 20))`

  test('survives dispose in the middle of a run', () => {
    const { status, stdout, stderr } = run(`${longRun}\nawait engine.dispose()`)
    const message = 'onnxruntime stopped under frames on cpu: it was disposed.\n'
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: message, stderr: '' })
  })

  test('survives process.exit() in the middle of a run', () => {
    const { status, signal, stdout, stderr } = run(`${longRun}\nprocess.exit(4)`)
    assert.deepEqual({ status, signal, stdout, stderr }, { status: 4, signal: null, stdout: '', stderr: '' })
  })
})
