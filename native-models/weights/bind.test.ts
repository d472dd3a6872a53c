import assert from 'node:assert/strict'
import test from 'node:test'
import { bindWeights } from './bind.ts'
import { ActscopeError } from '../errors.ts'
import { type Tensor, float32Tensor } from './tensor.ts'

const wanted = [
  { name: 'cnn2d.conv1.weight', shape: [2, 3, 1, 1] },
  { name: 'cnn2d.bn1.bias', shape: [2] },
]
const source = 'weights/x.safetensors'

function sound(): Map<string, Tensor> {
  return new Map([
    ['cnn2d.bn1.bias', float32Tensor(Float32Array.of(7, 8), [2])],
    ['cnn2d.conv1.weight', float32Tensor(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3, 1, 1])],
    ['cnn2d.bn1.num_batches_tracked', { dtype: 'I64', shape: [], data: new Uint8Array(8) }],
  ])
}

const refused = (wanted: string) => (error: unknown) =>
  error instanceof ActscopeError && error.code === 'weights-mismatch' && error.message === wanted

test('gives every parameter its numbers, in the order asked for', () => {
  const bound = bindWeights(wanted, sound(), source)
  assert.deepEqual([...bound.keys()], ['cnn2d.conv1.weight', 'cnn2d.bn1.bias'])
  assert.deepEqual([...bound.get('cnn2d.bn1.bias')!], [7, 8])
})

test('says what is missing, and what is there instead', () => {
  const tensors = sound()
  tensors.delete('cnn2d.bn1.bias')
  assert.throws(() => bindWeights(wanted, tensors, source), refused(`${source}: tensor cnn2d.bn1.bias is missing.`))
  for (let i = 0; i < 7; i++) tensors.set(`module.${i}`, float32Tensor(new Float32Array(1), [1]))
  const instead = 'It has module.0, module.1, module.2, module.3, module.4 and 2 more, which the network does not know.'
  assert.throws(
    () => bindWeights(wanted, tensors, source, { allowUnexpected: true }),
    refused(`${source}: tensor cnn2d.bn1.bias is missing. ${instead}`),
  )
})

test('a tensor that the network does not know is refused unless allowed', () => {
  const tensors = sound().set('head.bias', float32Tensor(new Float32Array(1), [1]))
  assert.throws(() => bindWeights(wanted, tensors, source), refused(`${source}: the network has no head.bias.`))
  assert.equal(bindWeights(wanted, tensors, source, { allowUnexpected: true }).size, 2)
})

test('another shape is refused, equal sizes or not', () => {
  const name = 'cnn2d.conv1.weight'
  for (const shape of [[3, 2, 1, 1], [6], [2, 3, 1, 1, 1]]) {
    const tensors = sound().set(name, float32Tensor(new Float32Array(6), shape))
    assert.throws(
      () => bindWeights(wanted, tensors, source),
      refused(`${source}: tensor ${name} is [${shape.join(',')}], the network needs [2,3,1,1].`),
    )
  }
})

test('numbers that are not finite, or not floating point, are refused', () => {
  const name = 'cnn2d.bn1.bias'
  for (const bad of [NaN, Infinity, -Infinity]) {
    const tensors = sound().set(name, float32Tensor(Float32Array.of(0, bad), [2]))
    assert.throws(
      () => bindWeights(wanted, tensors, source),
      refused(`${source}: tensor ${name} holds ${String(bad)} at index 1.`),
    )
  }
  const quantised = sound().set(name, { dtype: 'I8', shape: [2], data: new Uint8Array(2) })
  assert.throws(
    () => bindWeights(wanted, quantised, source),
    refused(`${source}: tensor ${name} is I8, the network needs floating point numbers.`),
  )
  const tooLarge: Tensor = { dtype: 'F64', shape: [2], data: new Uint8Array(Float64Array.of(0, 1e300).buffer) }
  assert.throws(
    () => bindWeights(wanted, sound().set(name, tooLarge), source),
    refused(`${source}: tensor ${name} holds Infinity at index 1.`),
  )
})
