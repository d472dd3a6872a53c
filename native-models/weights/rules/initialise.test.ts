import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isActscopeError } from '../expect-error.fixture.ts'
import { initialiseWeights } from '../init.ts'
import { float32Tensor, type Tensor } from '../tensor.ts'
import { firstInputs, overTime, row } from './adapt.ts'
import { initialiseFrom } from './initialise.ts'

const wanted = [
  { name: 'cnn2d.conv1.weight', shape: [2, 3, 1, 1] },
  { name: 'cnn3d.res3a_1.weight', shape: [2, 2, 1, 1, 1] },
  { name: 'fc.weight', shape: [2, 2] },
  { name: 'fc.bias', shape: [2] },
]
const filled = (value: number, ...shape: number[]): Tensor =>
  float32Tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value), shape)
const imagenet = new Map([
  ['cnn2d.conv1.weight', filled(1, 2, 3, 1, 1)],
  ['cnn2d.bn1.num_batches_tracked', { dtype: 'I64', shape: [], data: new Uint8Array(8) } as const],
])
const kinetics = new Map([
  ['cnn3d.res3a_1.weight', filled(2, 2, 2, 1, 1, 1)],
  ['fc.weight', filled(2, 400, 2)],
  ['fc.bias', filled(2, 400)],
  ['res3a_down.weight', filled(2, 1)],
])

describe('a network is filled from a file', () => {
  test('partially: what is taken, missing, of another shape, and unknown is listed', () => {
    const { weights, fit } = initialiseFrom(wanted, kinetics, 'k.pth', { partial: true })
    assert.deepEqual(fit, {
      taken: ['cnn3d.res3a_1.weight'],
      missing: ['cnn2d.conv1.weight'],
      mismatched: [
        { name: 'fc.weight', has: [400, 2], needs: [2, 2] },
        { name: 'fc.bias', has: [400], needs: [2] },
      ],
      unexpected: ['res3a_down.weight'],
    })
    assert.deepEqual(
      [...weights.keys()],
      wanted.map(({ name }) => name),
    )
    assert.deepEqual([...weights.get('cnn3d.res3a_1.weight')!], [2, 2, 2, 2])
    const untrained = initialiseWeights(wanted.slice(0, 1), 0)
    assert.deepEqual(weights.get('cnn2d.conv1.weight'), untrained.get('cnn2d.conv1.weight'))
  })
  test('from two files, one after another', () => {
    const first = initialiseFrom(wanted, imagenet, 'i.pth', { partial: true })
    const { weights } = initialiseFrom(wanted, kinetics, 'k.pth', { partial: true, initial: first.weights })
    assert.deepEqual([...weights.get('cnn2d.conv1.weight')!], [1, 1, 1, 1, 1, 1])
    assert.deepEqual([...weights.get('cnn3d.res3a_1.weight')!], [2, 2, 2, 2])
    assert.deepEqual(weights.get('fc.weight'), first.weights.get('fc.weight'))
  })
  test('wholly, or it is refused with what does not fit', () => {
    const whole = new Map(wanted.map(({ name, shape }) => [name, filled(3, ...shape)]))
    assert.deepEqual(initialiseFrom(wanted, whole, 'w.pth').fit.missing, [])
    const parts =
      /^k\.pth does not fit: 1 missing \(cnn2d\.conv1\.weight\); 2 of another shape \(fc\.weight is \[400,2\], not \[2,2\], .*\); 1 unknown \(res3a_down\.weight\)\.$/
    assert.throws(() => initialiseFrom(wanted, kinetics, 'k.pth'), isActscopeError('weights-mismatch', parts))
  })
  test('nothing that fits, and numbers that are none, are refused even partially', () => {
    const partial = { partial: true }
    const none = new Map([['x', filled(1, 1)]])
    assert.throws(
      () => initialiseFrom(wanted, none, 'n.pth', partial),
      isActscopeError('weights-mismatch', /no tensor has/),
    )
    const bad = new Map([['fc.bias', filled(NaN, 2)]])
    assert.throws(
      () => initialiseFrom(wanted, bad, 'b.pth', partial),
      isActscopeError('weights-mismatch', /fc\.bias holds NaN/),
    )
  })
})

test('kernels are adapted', () => {
  assert.deepEqual(overTime(filled(1, 2, 3, 5, 7)).shape, [2, 3, 1, 5, 7])
  assert.deepEqual(overTime(filled(1, 2, 3)).shape, [2, 3])
  assert.deepEqual(row(filled(1, 1, 4)).shape, [4])
  assert.deepEqual(row(filled(1, 4)).shape, [4])
  const two = float32Tensor(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), [2, 3, 2])
  const cut = firstInputs(two, 2)
  assert.deepEqual(cut.shape, [2, 2, 2])
  assert.deepEqual([...new Float32Array(cut.data.buffer)], [1, 2, 3, 4, 7, 8, 9, 10])
})
