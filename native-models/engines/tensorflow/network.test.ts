import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GraphBuilder } from '../../graph/builder.ts'
import { parametersOf, type Graph } from '../../graph/graph.ts'
import {
  encoderGraph,
  headGraph,
  imagenet,
  wholeGraph,
  type FrameNetwork,
  type Network,
} from '../../networks/network.ts'
import { networkNamed } from '../../networks/index.ts'
import { goldenWeights } from '../../weights/init.ts'
import type { EngineTensor } from '../engine.ts'
import * as tf from './js.fixture.ts'
import { loadNetwork, type TensorflowNetwork } from './network.ts'

const options = { classes: 5, frames: 4, size: 32, width: 0.125 }
const built = (name: string): Network => networkNamed(name).build(options)

function loaded(graph: Graph, library: Parameters<typeof loadNetwork>[0] = tf): TensorflowNetwork {
  return loadNetwork(library, graph, goldenWeights(parametersOf(graph), { gain: 1, headGain: 1, head: '' }))
}

function inputOf({ inputs: [input] }: Graph): Record<string, EngineTensor> {
  const { name, shape, type } = input!
  const size = shape.reduce((a, b) => a * b)
  return { [name]: { type, shape, data: type === 'uint8' ? new Uint8Array(size).fill(99) : new Float32Array(size) } }
}

test('a hundred passes leave no tensor behind, and dispose leaves none at all', () => {
  const before = tf.memory().numTensors
  const graph = wholeGraph(built('res34-se-im-net'), imagenet)
  const network = loaded(graph)
  const input = inputOf(graph)
  const ready = tf.memory()
  for (let i = 0; i < 100; i++) network.run(input)
  assert.equal(tf.memory().numTensors, ready.numTensors)
  assert.equal(tf.memory().numBytes, ready.numBytes)
  network.dispose()
  assert.equal(tf.memory().numTensors, before)
})

test('a pass that fails leaves no tensor behind either', () => {
  const before = tf.memory().numTensors
  const fault = { ...tf, softmax: () => assert.fail('out of memory') }
  const graph = wholeGraph(built('eco-lite'), imagenet)
  const network = loaded(graph, fault)
  const ready = tf.memory().numTensors
  assert.throws(() => network.run(inputOf(graph)), /out of memory/)
  assert.equal(tf.memory().numTensors, ready)
  network.dispose()
  const refusing = { ...tf, tensor1d: () => assert.fail('out of memory') }
  assert.throws(() => loaded(graph, refusing), /out of memory/)
  assert.equal(tf.memory().numTensors, before)
})

test('between the borders of a network nothing is transposed', () => {
  const transposes = (graph: Graph): number => {
    let count = 0
    const counting = {
      ...tf,
      transpose: ((...args) => {
        count++
        return tf.transpose(...args)
      }) as typeof tf.transpose,
    }
    const network = loaded(graph, counting)
    network.run(inputOf(graph))
    network.dispose()
    return count
  }
  const larger = (name: string): Network => networkNamed(name).build({ ...options, frames: 8, size: 64 })
  for (const name of ['eco-lite', '3d-resnet-18', 'semi-resnet-50', 'tsm-resnet-50', 'i3d-rgb'])
    assert.equal(transposes(wholeGraph(larger(name), imagenet)), 0, name)
  const network = larger('res34-se-im-net') as FrameNetwork
  assert.equal(transposes(wholeGraph(network, imagenet)), 1, 'the pooled features, which it wants by channel')
  assert.equal(transposes(encoderGraph(network, imagenet)), 1, 'the maps, on their way out')
  assert.equal(transposes(headGraph(network)), 2, 'the maps, on their way in, and those features')
})

test('a batch norm goes into the convolution before it, unless the value between is wanted', () => {
  const count = (wanted: boolean): number => {
    const g = new GraphBuilder('norm')
    const between = g.convolution('conv', g.input('x', [1, 3, 8, 8]), 4, { kernel: 3 })
    const y = g.batchNorm('bn', between)
    const graph = g.build(wanted ? { y, between } : { y })
    let products = 0
    const counting = {
      ...tf,
      mul: ((...args) => {
        products++
        return tf.mul(...args)
      }) as typeof tf.mul,
    }
    loaded(graph, counting).run(inputOf(graph))
    return products
  }
  assert.equal(count(false), 0)
  assert.equal(count(true), 1)
})
