import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { ActscopeError } from '../../errors.ts'
import { disagreement } from '../agreement.ts'
import { candidatesOf, chooseDevice } from '../choose.ts'
import { type Session } from '../engine.ts'
import { devices, type Device } from '../../choices.ts'
import { OnnxruntimeEngine } from './engine.ts'
import { swiftShader, whyNoSoftwareVulkan } from './software-vulkan.fixture.ts'
import { frameModel, node, tinyModel } from '../tiny-onnx.fixture.ts'

const skip = whyNoSoftwareVulkan ?? false

const pixels = Uint8Array.from({ length: 2 * 3 * 16 * 16 }, (_, i) => (i * 7919) % 256)
const frames = { type: 'uint8', shape: [2, 3, 16, 16], data: pixels } as const

const unavailable = (message: RegExp, hint: RegExp) => (error: unknown) => {
  assert.ok(error instanceof ActscopeError, String(error))
  assert.equal(error.code, 'device-unavailable')
  assert.match(error.message, message)
  assert.match(error.hint ?? '', hint)
  return true
}

describe('devices', () => {
  const engine = new OnnxruntimeEngine()
  after(() => engine.dispose())

  test('each has one report, with a reason where it cannot be used', async () => {
    const reports = await engine.devices()
    assert.deepEqual(
      reports.map(({ device }) => device),
      [...devices],
    )
    assert.deepEqual(reports[0], { device: 'cpu', available: true })
    for (const { available, reason } of reports) {
      if (available) assert.equal(reason, undefined)
      else assert.match(reason ?? '', /^[^\n]{8,160}$/)
    }
  })

  test('one of another system says where it exists', async () => {
    const foreign: Device = process.platform === 'darwin' ? 'directml' : 'coreml'
    await assert.rejects(
      engine.load(frameModel(), { device: foreign }),
      unavailable(
        /cannot be used: (coreml exists on macOS|directml exists on Windows) only\.$/,
        /Use cpu.*`actscope devices`/,
      ),
    )
  })
})

describe('webgpu', { skip, timeout: 180_000 }, () => {
  const before = process.env['VK_ICD_FILENAMES']
  process.env['VK_ICD_FILENAMES'] ??= swiftShader
  const engine = new OnnxruntimeEngine()
  after(async () => {
    if (before === undefined) delete process.env['VK_ICD_FILENAMES']
    await engine.dispose()
  })

  test('is there, and agrees with the cpu', async () => {
    const session = await engine.load(frameModel({ layers: 3 }), { device: 'webgpu' })
    assert.equal(session.device, 'webgpu')
    const reference = await engine.load(frameModel({ layers: 3 }), { device: 'cpu' })
    const [{ features }, { features: expected }] = await Promise.all([
      session.run({ frames }),
      reference.run({ frames }),
    ])
    assert.equal(disagreement(expected!.data as Float32Array, features!.data as Float32Array), undefined)
    await Promise.all([session.dispose(), reference.dispose()])
  })

  test('refuses a graph with a node that it would leave to the cpu', async () => {
    const det = tinyModel('det', {
      nodes: [node('Relu', ['x'], ['h']), node('Det', ['h'], ['y'])],
      inputs: [{ name: 'x', shape: ['N', 2, 2] }],
      outputs: [{ name: 'y', shape: ['N'] }],
    })
    await assert.rejects(
      engine.load(det, { device: 'webgpu' }),
      unavailable(/^webgpu lacks an operator that det needs\.$/, /Use cpu/),
    )
  })

  test('can be given back and loaded again', async () => {
    for (let i = 0; i < 3; i++) {
      const session = await engine.load(frameModel(), { device: 'webgpu' })
      await session.run({ frames })
      await session.dispose()
    }
  })

  test('loses to the cpu when the device is chosen by time', async () => {
    const model = () => frameModel({ channels: 16, layers: 4 })
    const candidates = await candidatesOf([engine], (on, device) => on.load(model(), { device }))
    const check = async (session: Session) => (await session.run({ frames }))['features']!.data as Float32Array
    const { pass, chosen, trials } = await chooseDevice(candidates, check)
    assert.equal(chosen.device, 'cpu')
    assert.equal(pass.device, 'cpu')
    const webgpu = trials.find(({ device }) => device === 'webgpu')
    assert.equal(webgpu?.status, 'slower')
    if (process.env['VK_ICD_FILENAMES'] === swiftShader && webgpu.millisecondsPerRun === undefined)
      assert.match(webgpu.reason ?? '', /is no real GPU.*took \d+ ms|given up/)
    await pass.dispose()
  })
})
