import assert from 'node:assert/strict'
import { beforeEach, describe, mock, test } from 'node:test'
import { ActscopeError } from '../errors.ts'
import { chooseDevice } from './choose.ts'
import type { Device } from '../choices.ts'
import type { Candidate } from './trial.ts'

/** Milliseconds; only the passes of the networks below make it go on, whatever else the machine does. */
let now = 0
beforeEach(() => {
  now = 0
  mock.method(performance, 'now', () => now)
})

/** A network on a device that takes `ms` for a pass and answers `values`. */
class Fake {
  disposed = false
  readonly ms: number
  readonly values: readonly number[]
  constructor(ms: number, values: readonly number[]) {
    this.ms = ms
    this.values = values
  }
  run(): Promise<Float32Array> {
    now += this.ms
    return Promise.resolve(Float32Array.from(this.values))
  }
  dispose(): Promise<void> {
    this.disposed = true
    return Promise.resolve()
  }
}

const on = (device: Device, fake: Fake): Candidate<Fake> => ({
  engine: 'onnxruntime',
  device,
  load: () => Promise.resolve(fake),
})
const run = (pass: Fake): Promise<Float32Array> => pass.run()
const values = [1, 2, 3, 5]

describe('the device is', () => {
  test('the fastest one that agrees with the cpu; the others are disposed', async () => {
    const [gpu, cpu, other] = [new Fake(5, [1, 2, 3, 5.01]), new Fake(60, values), new Fake(30, values)]
    const choice = await chooseDevice([on('webgpu', gpu), on('cpu', cpu), on('cuda', other)], run)
    assert.equal(choice.pass, gpu)
    assert.equal(choice.chosen.device, 'webgpu')
    assert.deepEqual(
      choice.trials.map(({ device, status }) => [device, status]),
      [
        ['webgpu', 'chosen'],
        ['cpu', 'slower'],
        ['cuda', 'slower'],
      ],
    )
    assert.ok(choice.trials.every(({ millisecondsPerRun: ms = 0 }) => ms >= 4 && ms < 500))
    assert.deepEqual([gpu.disposed, cpu.disposed, other.disposed], [false, true, true])
  })

  test('measured by onnxruntime’s cpu, wherever it comes', async () => {
    const [other, cpu] = [new Fake(0, [9, 9, 9, 9]), new Fake(5, values)]
    const first = { ...on('cpu', other), engine: 'tensorflow' } as const
    const { chosen, trials } = await chooseDevice([first, on('cpu', cpu)], run)
    assert.deepEqual([chosen.engine, chosen.device], ['onnxruntime', 'cpu'])
    assert.equal(trials[0]?.status, 'refused')
  })

  test('the cpu where it is the fastest', async () => {
    const [cpu, gpu] = [new Fake(5, values), new Fake(40, values)]
    const { pass, trials } = await chooseDevice([on('cpu', cpu), on('webgpu', gpu)], run)
    assert.equal(pass, cpu)
    assert.equal(trials[1]?.status, 'slower')
    assert.deepEqual([cpu.disposed, gpu.disposed], [false, true])
  })

  const refusals: [string, number[], RegExp][] = [
    ['values are wrong', [1, 2, 3, 5.1], /^is wrong: up to 2\.5 % of the range away from the cpu$/],
    ['values are not finite', [1, 2, NaN, 5], /not finite/],
    ['values are not as many', [1, 2, 3], /gives 3 values, the cpu gives 4/],
  ]
  for (const [what, wrong, reason] of refusals)
    test(`not one whose ${what}, however fast`, async () => {
      const [cpu, gpu] = [new Fake(20, values), new Fake(0, wrong)]
      const { chosen, trials } = await chooseDevice([on('cpu', cpu), on('webgpu', gpu)], run)
      assert.equal(chosen.device, 'cpu')
      assert.equal(trials[1]?.status, 'refused')
      assert.match(trials[1].reason ?? '', reason)
      assert.ok(gpu.disposed)
    })

  test('not one that does not load, or is not there', async () => {
    const failing: Candidate<Fake>['load'] = () => Promise.reject(new ActscopeError('engine-failed', 'out of memory'))
    const { chosen, trials } = await chooseDevice(
      [
        on('cpu', new Fake(1, values)),
        { engine: 'onnxruntime', device: 'webgpu', load: failing },
        { engine: 'onnxruntime', device: 'cuda', absent: 'no GPU was found', load: failing },
      ],
      run,
    )
    assert.equal(chosen.device, 'cpu')
    assert.deepEqual(trials.slice(1), [
      { engine: 'onnxruntime', device: 'webgpu', status: 'refused', reason: 'out of memory' },
      { engine: 'onnxruntime', device: 'cuda', status: 'absent', reason: 'no GPU was found' },
    ])
  })

  test('not one that is known to be too slow: it is not even loaded', async () => {
    const gpu = { ...on('webgpu', new Fake(1, values)), tooSlow: () => Promise.resolve('is no real GPU') }
    gpu.load = () => assert.fail('loaded')
    const { trials } = await chooseDevice([on('cpu', new Fake(20, values)), gpu], run)
    assert.deepEqual(trials[1], {
      engine: 'onnxruntime',
      device: 'webgpu',
      status: 'slower',
      reason: 'is no real GPU',
    })
  })

  test('not one that takes too long: it is given up, and disposed', async () => {
    const slow = new Fake(400, values)
    let end: () => void = () => undefined
    const ended = new Promise<void>((resolve) => (end = resolve))
    slow.run = () => ended.then(() => Float32Array.from(values))
    // It comes to an answer although this pass has none yet.
    const { trials } = await chooseDevice([on('cpu', new Fake(1, values)), on('webgpu', slow)], run, { atLeastMs: 50 })
    assert.deepEqual(trials[1]?.status, 'slower')
    assert.match(trials[1].reason ?? '', /given up after 0\.\d s/)
    end()
    await new Promise(setImmediate)
    assert.ok(slow.disposed)
  })
})

test('without a right answer from the cpu there is no choice', async () => {
  const broken = new Fake(0, [NaN])
  await assert.rejects(chooseDevice([on('cpu', broken)], run), /not finite ones for its check input, on the cpu/)
  await assert.rejects(chooseDevice([on('webgpu', new Fake(0, values))], run), /No engine here runs on the cpu/)
})
