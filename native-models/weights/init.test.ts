import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { isActscopeError } from './expect-error.fixture.ts'
import { goldenInput, goldenWeights, initialiseWeights } from './init.ts'

// An excerpt of the golden vectors of Res34-SE-IM-Net (4 frames of 64 x 64) and of 3D-ResNet-18 with SE and SA.
const res34 = { gain: 1.1, headGain: 2, head: 'fc' }
const res34Params = [
  { name: 'cnn2d.conv1.weight', shape: [64, 3, 7, 7], first: [0.01776297390460968, 0.05973633751273155] },
  { name: 'cnn2d.bn1.weight', shape: [64], first: [0.8354655504226685, 0.9617938995361328] },
  { name: 'cnn2d.bn1.bias', shape: [64], first: [-0.11928833276033401, 0.0551815964281559] },
  { name: 'cnn2d.bn1.running_mean', shape: [64], first: [-0.05214385315775871, 0.10619520395994186] },
  { name: 'cnn2d.bn1.running_var', shape: [64], first: [1.0043269395828247, 0.9464647769927979] },
  { name: 'cnn2d.layer1.0.conv1.weight', shape: [64, 64, 3, 3], first: [-0.0703212097287178, -0.027511367574334145] },
  { name: 'fc.weight', shape: [51, 2048], first: [-0.04796072468161583, -0.05810472369194031] },
  { name: 'fc.bias', shape: [51], first: [0.014528664760291576, -0.00648852251470089] },
]
const sa = { gain: 0.83, headGain: 1, head: 'fc' }
const saParams = [
  { name: 'sa1.gamma', shape: [1], first: [0.9572397470474243] },
  { name: 'se1.channel.fc1.weight', shape: [4, 64], first: [-0.040140505880117416, -0.08418038487434387] },
]

test('golden weights equal those that PyTorch made, to the bit', () => {
  for (const [options, params] of [[res34, res34Params] as const, [sa, saParams] as const]) {
    const weights = goldenWeights(params, options)
    for (const { name, first } of params) assert.deepEqual([...weights.get(name)!.subarray(0, 2)], first, name)
  }
})

test('the golden clip equals the one that PyTorch made, to the bit', () => {
  const clip = goldenInput(4, 64, 64, 'TCHW')
  assert.equal(clip.length, 4 * 3 * 64 * 64)
  assert.deepEqual(
    [...clip.subarray(0, 6)],
    [
      0.6859973669052124, 0.8279215693473816, 0.9115526080131531, 0.8947953581809998, 1.0490453243255615,
      1.231432557106018,
    ],
  )
  assert.deepEqual(
    [...clip.subarray(-6)],
    [
      -1.3424170017242432, -1.0582475662231445, -0.2926277816295624, -0.601756751537323, -0.43504244089126587,
      -0.5502325296401978,
    ],
  )
  const mean = clip.reduce((sum, v) => sum + v, 0) / clip.length
  const rms = Math.sqrt(clip.reduce((sum, v) => sum + v * v, 0) / clip.length)
  assert.ok(Math.abs(mean - -0.04494770938675193) < 1e-12)
  assert.ok(Math.abs(rms - 0.7874921719537042) < 1e-12)
})

test('a clip for a volume network is the same clip with channels first', () => {
  const [T, H, W] = [3, 5, 7]
  const [frames, volume] = [goldenInput(T, H, W, 'TCHW'), goldenInput(T, H, W, 'CTHW')]
  for (let t = 0; t < T; t++) {
    for (let c = 0; c < 3; c++) {
      const plane = frames.subarray((t * 3 + c) * H * W, (t * 3 + c + 1) * H * W)
      assert.deepEqual(volume.subarray((c * T + t) * H * W, (c * T + t + 1) * H * W), plane)
    }
  }
})

interface GoldenFile {
  head?: string
  cases?: Record<
    string,
    { gain: number; headGain: number; params: { name: string; shape: number[]; first: number[] }[] }
  >
}

/** Of all networks; a part of them lies in golden/vectors. */
const golden = process.env['ACTSCOPE_GOLDEN'] ?? ''

test(
  'every listed weight of every network',
  { skip: !existsSync(golden) && 'there are no vectors of all networks here (ACTSCOPE_GOLDEN)' },
  () => {
    let checked = 0
    for (const file of readdirSync(golden).filter((name) => name.endsWith('.json'))) {
      const { head, cases = {} } = JSON.parse(readFileSync(join(golden, file), 'utf8')) as GoldenFile
      if (head === undefined) continue
      for (const { gain, headGain, params } of Object.values(cases)) {
        // The first numbers of a tensor depend on all but its first size; two rows of it are enough.
        const rows = params.map(({ name, shape: [rows, ...rest] }) => ({ name, shape: [Math.min(rows!, 2), ...rest] }))
        const weights = goldenWeights(rows, { gain, headGain, head })
        for (const { name, first } of params) {
          const values = weights.get(name)!
          first.forEach((value, i) => {
            assert.equal(values[i], value, `${file} ${name}[${i}]`)
            checked++
          })
        }
      }
    }
    assert.ok(checked > 10_000)
  },
)

test('an untrained network begins as He et al. and PyTorch begin it', () => {
  const params = [
    { name: 'conv.weight', shape: [64, 32, 3, 3] },
    { name: 'conv.bias', shape: [64] },
    { name: 'bn.weight', shape: [64] },
    { name: 'bn.bias', shape: [64] },
    { name: 'bn.running_mean', shape: [64] },
    { name: 'bn.running_var', shape: [64] },
    { name: 'sa.gamma', shape: [1] },
    { name: 'fc.weight', shape: [51, 400] },
    { name: 'fc.bias', shape: [51] },
  ]
  const weights = initialiseWeights(params, 1)
  const conv = weights.get('conv.weight')!
  const std = Math.sqrt(conv.reduce((sum, v) => sum + v * v, 0) / conv.length)
  const expected = Math.sqrt(2 / (64 * 9))
  assert.ok(Math.abs(std / expected - 1) < 0.02, `standard deviation ${std}, not ${expected}`)
  assert.ok(conv.every(Number.isFinite))
  for (const name of ['conv.bias', 'bn.bias', 'bn.running_mean', 'sa.gamma']) {
    assert.ok(weights.get(name)!.every((value) => value === 0))
  }
  for (const name of ['bn.weight', 'bn.running_var']) assert.ok(weights.get(name)!.every((value) => value === 1))
  for (const name of ['fc.weight', 'fc.bias']) {
    const largest = weights.get(name)!.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    assert.ok(largest <= Math.fround(0.05) && largest > 0.045)
  }
  assert.deepEqual(initialiseWeights(params, 1), weights)
  assert.notDeepEqual(initialiseWeights(params, 2).get('conv.weight'), conv)
})

test('a parameter of no known kind is refused by name', () => {
  const odd = [{ name: 'layer.scale', shape: [3] }]
  assert.throws(() => goldenWeights(odd, res34), isActscopeError('input-invalid', /layer\.scale/))
  assert.throws(() => initialiseWeights(odd, 0), isActscopeError('input-invalid', /layer\.scale/))
})

test('an adaptive shift begins as the fixed one', () => {
  const name = 'layer1.0.shifts.0.conv.weight'
  const taps = [...initialiseWeights([{ name, shape: [17, 1, 3] }], 1).get(name)!]
  const rows = Array.from({ length: 17 }, (_, c) => taps.slice(c * 3, c * 3 + 3).join(''))
  assert.deepEqual(rows, ['001', '001', '100', '100', ...Array.from({ length: 13 }, () => '010')])
})
