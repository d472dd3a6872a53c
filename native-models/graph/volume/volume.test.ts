import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import { OnnxruntimeEngine } from '../../engines/onnxruntime/engine.ts'
import { goldenWeights } from '../../weights/init.ts'
import { GraphBuilder } from '../builder.ts'
import { parametersOf, type Graph, type Value } from '../graph.ts'
import { writeOnnx } from '../onnx/write.ts'
import { elements } from '../shape.ts'
import { lowerVolumes } from './lower.ts'
import { everyTap, fewestProducts, type TimeFilter, type TimeWindow } from './time-filter.ts'

const window = fc.record({
  kernel: fc.integer({ min: 1, max: 7 }),
  stride: fc.integer({ min: 1, max: 3 }),
  padding: fc.nat(3),
})
const fits = ({ kernel, padding }: TimeWindow, T: number): boolean => T + 2 * padding >= kernel && padding < kernel

/** The filter by its definition: y_t = sum_k w_k x_(t stride - padding + k), zeros beyond the ends. */
const defined = (
  { kernel, stride, padding }: TimeWindow,
  x: readonly number[],
  w: readonly number[],
): readonly number[] =>
  Array.from({ length: Math.floor((x.length + 2 * padding - kernel) / stride) + 1 }, (_, t) =>
    w.reduce((sum, weight, k) => sum + weight * (x[t * stride - padding + k] ?? 0), 0),
  )

function run(
  { products, inputs, taps, outputs }: TimeFilter,
  x: readonly number[],
  w: readonly number[],
): readonly number[] {
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0)
  const made = inputs.map((row, p) => dot(row, x) * dot(taps[p % products]!, w))
  return outputs.map((row) => dot(row, made))
}

test('a filter over time is the sum that it stands for, with every tap and with the fewest products', () => {
  const numbers = (length: number) =>
    fc.array(fc.integer({ min: -9, max: 9 }), { minLength: length, maxLength: length })
  const cases = fc
    .tuple(window, fc.integer({ min: 1, max: 20 }))
    .filter(([w, T]) => fits(w, T))
    .chain(([w, T]) => fc.tuple(fc.constant(w), numbers(T), numbers(w.kernel)))
  fc.assert(
    fc.property(cases, ([over, x, w]) => {
      const wanted = defined(over, x, w)
      for (const filter of [everyTap(over, x.length), fewestProducts(over, x.length)]) {
        run(filter, x, w).forEach((value, t) => {
          assert.ok(Math.abs(value - wanted[t]!) < 1e-9, `${t}: ${value} is not ${wanted[t]!}`)
        })
        assert.ok(
          filter.outputs.every(
            (row) => row.filter((v, p) => p % filter.products === filter.bias && v === 1).length === 1,
          ),
        )
      }
    }),
    { seed: 7, numRuns: 500 },
  )
})

test('three taps over sixteen frames are half as many products', () => {
  assert.equal(everyTap({ kernel: 3, stride: 1, padding: 1 }, 16).inputs.length, 48)
  assert.equal(fewestProducts({ kernel: 3, stride: 1, padding: 1 }, 16).inputs.length, 24)
  assert.equal(fewestProducts({ kernel: 3, stride: 1, padding: 1 }, 2).inputs.length, 3)
  assert.equal(fewestProducts({ kernel: 3, stride: 1, padding: 1 }, 1).inputs.length, 1, 'only one tap meets the frame')
})

describe('lowered and not lowered are the same function', () => {
  const engine = new OnnxruntimeEngine()
  after(() => engine.dispose())
  const options = { seed: 11, numRuns: 60 }

  async function outputs(graph: Graph, lowered: boolean, batch: number): Promise<readonly number[]> {
    const weights = goldenWeights(parametersOf(graph), { gain: 1, headGain: 1, head: '' })
    const source = { graph, weights }
    const model = { name: graph.name, onnx: () => writeOnnx(graph, weights), ...(lowered && { source }) }
    const session = await engine.load(model, { device: 'cpu', threads: 1 })
    const [{ name, shape }] = graph.inputs as unknown as readonly [Value]
    const data = Float32Array.from(
      { length: batch * elements(shape) },
      (_, i) => Math.sin(i * 0.7) + Math.cos(i * 0.013),
    )
    const result = await session.run({ [name]: { type: 'float32', shape: shape.with(0, batch), data } })
    await session.dispose()
    return Object.values(result).flatMap((tensor) => [tensor.shape.length, ...tensor.shape, ...tensor.data])
  }

  async function same(graph: Graph, batch = 1): Promise<void> {
    const [wanted, got] = [await outputs(graph, false, batch), await outputs(graph, true, batch)]
    assert.equal(got.length, wanted.length)
    const range = wanted.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1)
    got.forEach((value, i) => {
      assert.ok(Math.abs(value - wanted[i]!) < 2e-5 * range, `${i}: ${value} is not ${wanted[i]!}`)
    })
  }

  test('convolutions of every kind, with and without bias and batch norm', async () => {
    const kernels = [
      [1, 1, 1],
      [1, 3, 3],
      [3, 1, 1],
      [3, 3, 3],
      [5, 3, 1],
      [7, 7, 7],
      [2, 2, 2],
      [3, 1, 3],
    ] as const
    const shapes = fc.record({
      kernel: fc.constantFrom(...kernels),
      stride: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
      padded: fc.boolean(),
      groups: fc.constantFrom(1, 1, 2, 4),
      inputs: fc.integer({ min: 1, max: 9 }),
      outputs: fc.integer({ min: 1, max: 9 }),
      T: fc.integer({ min: 1, max: 9 }),
      size: fc.integer({ min: 7, max: 9 }),
      bias: fc.boolean(),
      norm: fc.boolean(),
      batch: fc.integer({ min: 1, max: 2 }),
    })
    const property = fc.asyncProperty(
      shapes,
      async ({ kernel, stride, padded, groups, inputs, outputs, T, size, bias, norm, batch }) => {
        const padding = kernel.map((k) => (padded ? Math.floor(k / 2) : 0))
        fc.pre(T + 2 * padding[0]! >= kernel[0])
        const g = new GraphBuilder('convolution')
        const x = g.input('x', [1, groups * inputs, T, size, size])
        const y = g.convolution('conv', x, groups * outputs, { kernel, stride, padding, groups, bias })
        await same(g.build({ y: g.relu(norm ? g.batchNorm('bn', y) : y) }), batch)
      },
    )
    await fc.assert(property, options)
  })

  test('what may follow them', async () => {
    const g = new GraphBuilder('others')
    const x = g.input('x', [1, 4, 6, 9, 9])
    const first = g.convolution('first', x, 8, { kernel: 3, padding: 1, bias: true })
    const seen = g.batchNorm('seen', first) // `first` has two readers, so that this is not part of it
    const pooled = g.maxPool(g.add(g.relu(seen), first), { kernel: 3, stride: 2, padding: 1 })
    const ceiled = g.maxPool(pooled, { kernel: 2, stride: 2, ceil: true })
    const averaged = g.averagePool(first, { kernel: [3, 3, 3], stride: [2, 2, 2], padding: 1 })
    const both = g.concat([pooled, averaged], 1)
    const weighted = g.multiply(both, g.reshape(g.sigmoid(g.mean(both, [2, 3, 4])), [-1, 16, 1, 1, 1]))
    const inTime = g.multiply(weighted, g.reshape(g.mean(weighted, [1, 3, 4]), [-1, 1, 3, 1, 1]))
    const turned = g.transpose(g.convolution('second', inTime, 5, { kernel: 1 }), [0, 2, 1, 3, 4])
    const outputs = {
      first,
      ceiled,
      turned,
      kept: g.mean(inTime, [3, 4], { keep: true }),
      places: g.mean(g.affine(inTime, 2, 1), [4]),
      sliced: g.slice(both, 1, 3, 7),
      added: g.add(both, g.parameter('gamma', [1])),
      last: g.matmul(g.reshape(turned, [-1, 3, 25, 5]), g.reshape(turned, [-1, 3, 5, 25])),
    }
    await same(g.build(outputs), 2)
  })

  test('a graph without volumes stays as it is', () => {
    const g = new GraphBuilder('flat')
    const graph = g.build({ y: g.convolution('conv', g.input('x', [1, 3, 8, 8]), 4, { kernel: 3 }) })
    assert.equal(lowerVolumes({ graph, weights: new Map() }).graph, graph)
  })
})
