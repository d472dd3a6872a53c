import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import fc, { type Arbitrary } from 'fast-check'
import { GraphBuilder } from '../../graph/builder.ts'
import { parametersOf, type Graph, type Value } from '../../graph/graph.ts'
import { toJson } from '../../graph/json.ts'
import { writeOnnx } from '../../graph/onnx/write.ts'
import { operators, type OperatorName } from '../../graph/operators.ts'
import { elements, type Shape } from '../../graph/shape.ts'
import type { Tensors } from '../engine.ts'
import { OnnxruntimeEngine } from '../onnxruntime/engine.ts'
import * as tf from './js.fixture.ts'
import { loadNetwork } from './network.ts'
import { gemmModel } from '../tiny-onnx.fixture.ts'

// Every operator, with random shapes and attributes, gives what onnxruntime gives, whatever the order in which its inputs
// lie, and leaves nothing behind.

const onnxruntime = new OnnxruntimeEngine()
const open = onnxruntime.load(gemmModel(), { device: 'cpu' }) // the worker lives as long as this session
after(async () => {
  await (await open).dispose()
  await onnxruntime.dispose()
})

/** Numbers of both signs, none near zero (for divisions), the same every time. */
const numbers = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => {
    const wave = Math.sin((i + 1) * 12.9898 + seed * 78.233)
    return wave + Math.sign(wave) * 0.25
  })

async function agree(graph: Graph): Promise<void> {
  // Variances and what is under a root are to be positive.
  const weights = new Map(
    parametersOf(graph).map(({ name, shape }, i) => {
      const values = numbers(elements(shape), i)
      return [name, name.endsWith('running_var') ? values.map(Math.abs) : values]
    }),
  )
  const inputs: Tensors = Object.fromEntries(
    graph.inputs.map(({ name, shape, type }, i) => {
      const values = numbers(elements(shape), 10 + i)
      const data = type === 'uint8' ? Uint8Array.from(values, (value) => 128 + 100 * value) : values
      return [name, { type, shape, data }]
    }),
  )
  const session = await onnxruntime.load({ name: graph.name, onnx: () => writeOnnx(graph, weights) }, { device: 'cpu' })
  const expected = await session.run(inputs)
  await session.dispose()
  const before = tf.memory().numTensors
  const network = loadNetwork(tf, graph, weights)
  const results = network.run(inputs)
  network.dispose()
  assert.equal(tf.memory().numTensors, before, 'tensors are left')
  for (const [name, { shape, data }] of Object.entries(expected)) {
    assert.deepEqual(results[name]?.shape, shape)
    for (const [i, value] of data.entries()) {
      const difference = Math.abs(results[name].data[i]! - value)
      assert.ok(
        difference <= 2e-5 * Math.max(1, Math.abs(value)),
        `${name}[${i}] is ${results[name].data[i]!}, not ${value}: ${toJson(graph)}`,
      )
    }
  }
}

/**
 * An input whose axes TensorFlow holds in an order of its own: `random` shuffles them. The batch, which is one size for
 * all inputs of a session, is an axis before them.
 */
function shuffled(g: GraphBuilder, name: string, shape: Shape, random: readonly number[]): Value {
  const order = shape.map((_, axis) => axis).toSorted((p, q) => (random[p] ?? 0) - (random[q] ?? 0))
  const sizes = order.map((axis) => shape[axis]!)
  const back = shape.map((_, axis) => order.indexOf(axis))
  return g.transpose(g.reshape(g.input(name, [1, ...sizes]), sizes), back)
}

const upTo = (most: number): Arbitrary<number> => fc.integer({ min: 1, max: most })
const shapes = (least: number, most: number): Arbitrary<Shape> =>
  fc.array(upTo(4), { minLength: least, maxLength: most })
const randomOrder = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 })
const axisIn = (shape: Shape): Arbitrary<number> => fc.integer({ min: -shape.length, max: shape.length - 1 })

interface Case {
  readonly shape: Shape
  readonly random: readonly number[]
  readonly build: (g: GraphBuilder, x: Value) => Value
}
type Cases = Arbitrary<Case>

/** Cases of one input, from what makes the operator for its shape. */
const on = (shape: Arbitrary<Shape>, make: (shape: Shape) => Arbitrary<Case['build']>): Cases =>
  shape.chain((sizes) => fc.record({ shape: fc.constant(sizes), random: randomOrder, build: make(sizes) }))
const alone = (build: Case['build'], shape = shapes(1, 5)): Cases => on(shape, () => fc.constant(build))

/** Cases of two inputs, where axes of the second are missing, or of size 1. */
const pair = (build: (g: GraphBuilder, a: Value, b: Value) => Value): Cases =>
  on(shapes(1, 5), (shape) =>
    fc
      .tuple(fc.nat(shape.length), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), randomOrder, fc.boolean())
      .map(([missing, ones, random, swap]) => (g, x) => {
        const other = shape.map((size, i) => (ones[i]! ? 1 : size)).slice(missing)
        const y = shuffled(g, 'y', other.length === 0 ? [1] : other, random)
        return swap ? build(g, y, x) : build(g, x, y)
      }),
  )

/** [N, C, ...] of 1, 2 or 3 axes to slide over, and windows that fit. */
const windows = fc.integer({ min: 1, max: 3 }).chain((axes) => {
  const each = (values: Arbitrary<number>): Arbitrary<number[]> =>
    fc.array(values, { minLength: axes, maxLength: axes })
  return fc.record({
    n: upTo(2),
    space: each(fc.integer({ min: 5, max: 9 })),
    kernel: each(upTo(3)),
    stride: each(upTo(3)),
    dilation: each(upTo(2)),
    padded: each(fc.nat(2)),
  })
})

const convolutions: Cases = fc
  .record({
    window: windows,
    groups: upTo(3),
    within: upTo(2),
    made: upTo(2),
    bias: fc.boolean(),
    norm: fc.boolean(),
    random: randomOrder,
  })
  .map(({ window, groups, within, made, bias, norm, random }) => {
    const { kernel, stride, dilation, padded } = window
    const padding = padded.map((p, i) => Math.min(p, kernel[i]!))
    const options = { kernel, stride, dilation, padding, groups, bias }
    return {
      shape: [window.n, groups * within, ...window.space],
      random,
      build: (g, x) => {
        const y = g.convolution('c', x, groups * made, options)
        return norm ? g.batchNorm('bn', y) : y
      },
    }
  })

const pools: Cases = fc
  .record({ window: windows, channels: upTo(3), ceil: fc.boolean(), max: fc.boolean(), random: randomOrder })
  .map(({ window, channels, ceil, max, random }) => {
    const { kernel, stride, padded } = window
    const padding = padded.map((p, i) => Math.min(p, Math.floor(kernel[i]! / 2)))
    const options = { kernel, stride, padding, ceil }
    return {
      shape: [window.n, channels, ...window.space],
      random,
      build: (g, x) => (max ? g.maxPool(x, options) : g.averagePool(x, options)),
    }
  })

const cases: Readonly<Record<OperatorName, Cases>> = {
  convolution: convolutions,
  batchNorm: alone((g, x) => g.batchNorm('bn', x), shapes(2, 5)),
  pool: pools,
  linear: on(shapes(2, 4), () =>
    fc.tuple(upTo(5), fc.boolean()).map(
      ([features, bias]) =>
        (g, x) =>
          g.linear('fc', x, features, { bias }),
    ),
  ),
  relu: alone((g, x) => g.relu(x)),
  relu6: alone((g, x) => g.relu6(g.affine(x, 5, 0))),
  sigmoid: alone((g, x) => g.sigmoid(x)),
  sqrt: alone((g, x) => g.sqrt(g.multiply(x, x))),
  softmax: on(shapes(1, 4), (shape) => axisIn(shape).map((axis) => (g, x) => g.softmax(x, axis))),
  dropout: alone((g, x) => g.dropout(x, 0.5)),
  affine: alone((g, x) => g.affine(x, 3, -2)),
  add: pair((g, a, b) => g.add(a, b)),
  subtract: pair((g, a, b) => g.subtract(a, b)),
  multiply: pair((g, a, b) => g.multiply(a, b)),
  divide: pair((g, a, b) => g.divide(a, b)),
  maximum: pair((g, a, b) => g.maximum(a, b)),
  matmul: on(shapes(2, 4), (shape) =>
    fc.tuple(upTo(4), randomOrder).map(
      ([columns, random]) =>
        (g, x) =>
          g.matmul(x, shuffled(g, 'y', [...shape.slice(0, -2), shape.at(-1)!, columns], random)),
    ),
  ),
  concat: on(shapes(1, 5), (shape) =>
    fc.tuple(axisIn(shape), upTo(3), randomOrder).map(
      ([axis, size, random]) =>
        (g, x) =>
          g.concat([x, shuffled(g, 'y', shape.with(axis, size), random), x], axis),
    ),
  ),
  slice: on(shapes(1, 5), (shape) =>
    axisIn(shape).chain((axis) =>
      fc.tuple(fc.nat(shape.at(axis)! - 1), upTo(4), upTo(3)).map(
        ([start, length, step]) =>
          (g, x) =>
            g.slice(x, axis, start, Math.min(start + length, shape.at(axis)!), step),
      ),
    ),
  ),
  pad: on(shapes(1, 5), (shape) => {
    const amounts = fc.array(fc.nat(2), { minLength: shape.length, maxLength: shape.length })
    return fc.tuple(amounts, amounts).map(
      ([before, after]) =>
        (g, x) =>
          g.pad(x, before, after),
    )
  }),
  mean: on(shapes(2, 5), (shape) =>
    fc.tuple(fc.uniqueArray(fc.integer({ min: 1, max: shape.length - 1 }), { minLength: 1 }), fc.boolean()).map(
      ([axes, keep]) =>
        (g, x) =>
          g.mean(x, axes, { keep }),
    ),
  ),
  reshape: on(fc.array(fc.constantFrom(1, 2, 3, 4, 6), { minLength: 2, maxLength: 5 }), (shape) =>
    fc.tuple(fc.nat(shape.length - 2), fc.boolean(), fc.boolean()).map(([at, merge, open]) => (g, x) => {
      const size = shape[at]!
      const parts = size % 2 === 0 ? [2, size / 2] : [1, size]
      const sizes = merge ? shape.toSpliced(at, 2, size * shape[at + 1]!) : shape.toSpliced(at, 1, ...parts)
      return g.reshape(x, open ? sizes.with(0, -1) : sizes)
    }),
  ),
  transpose: on(shapes(2, 5), (shape) =>
    fc
      .shuffledSubarray(
        shape.map((_, axis) => axis),
        { minLength: shape.length },
      )
      .map((order) => (g, x) => g.transpose(x, order)),
  ),
  parameter: alone((g, x) => g.multiply(x, g.at('own').parameter('gamma', [1]))),
  normalize: on(shapes(1, 4), (shape) =>
    fc.constant((g, x) => {
      const [mean, std] = [numbers(shape.at(-1)!, 1), numbers(shape.at(-1)!, 2).map(Math.abs)]
      const pixels = g.input('pixels', [1, ...x.shape], 'uint8')
      return g.add(g.normalize(pixels, { scale: 255, mean: [...mean], std: [...std] }), x)
    }),
  ),
}

describe('TensorFlow.js gives what onnxruntime gives:', () => {
  for (const name of Object.keys(operators) as OperatorName[])
    test(name, async () => {
      await fc.assert(
        fc.asyncProperty(cases[name], async ({ shape, random, build }) => {
          const g = new GraphBuilder(name)
          await agree(g.build({ result: build(g, shuffled(g, 'x', shape, random)) }))
        }),
        { seed: 20, numRuns: name === 'convolution' || name === 'pool' ? 100 : 25 },
      )
    })
})
