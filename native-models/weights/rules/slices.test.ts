/** Res2Net and IMG leave another slice untouched: their weights are carried over as the same function (docs/readings.md). */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { OnnxruntimeEngine } from '../../engines/onnxruntime/engine.ts'
import { parametersOf, type Graph, type Parameter } from '../../graph/graph.ts'
import { writeOnnx } from '../../graph/onnx/write.ts'
import { networkNamed } from '../../networks/index.ts'
import { wholeGraph } from '../../networks/network.ts'
import { goldenInput, goldenWeights } from '../init.ts'
import { float32Tensor, type Tensor } from '../tensor.ts'
import { turned } from './adapt.ts'
import { initialiseFrom } from './initialise.ts'
import { renameFor } from './rename.ts'

type Weights = ReadonlyMap<string, Float32Array>

const [frames, size] = [4, 64]
const graphOf = (network: string): Graph =>
  wholeGraph(networkNamed(network).build({ classes: 5, frames, size, width: 0.25 }), 'normalized')

const random = (network: string): Map<string, Float32Array> =>
  goldenWeights(parametersOf(graphOf(network)), { gain: 1, headGain: 1, head: 'fc' })

function asFile(network: string, weights: Weights): ReadonlyMap<string, Tensor> {
  const shapes = new Map(parametersOf(graphOf(network)).map(({ name, shape }) => [name, shape]))
  return new Map([...weights].map(([name, values]) => [name, float32Tensor(values, shapes.get(name)!)]))
}

/** The weights of one network as a start for another. */
function carriedOver(from: string, weights: Weights, to: string): Map<string, Float32Array> {
  const wanted = parametersOf(graphOf(to))
  const { tensors } = renameFor(to, wanted, asFile(from, weights))
  return initialiseFrom(wanted, tensors, from, { partial: true }).weights
}

/** What IMG adds, without effect: excitations of 2 sigmoid(0) = 1, shifts that take each frame as it is. */
function additionsOff(weights: Weights): Weights {
  const off = (name: string, values: Float32Array): Float32Array => {
    if (/\.cmem\.bn_exp\.(weight|bias)$/.test(name)) return values.map(() => 0)
    return /\.shifts\.\d\.conv\.weight$/.test(name) ? values.map((_, i) => (i % 3 === 1 ? 1 : 0)) : values
  }
  return new Map([...weights].map(([name, values]) => [name, off(name, values)]))
}

describe('weights of one of them begin the other', () => {
  const engine = new OnnxruntimeEngine()
  after(() => engine.dispose())

  async function logits(network: string, weights: Weights): Promise<Float32Array> {
    const graph = graphOf(network)
    const session = await engine.load({ name: network, onnx: () => writeOnnx(graph, weights) }, { device: 'cpu' })
    const data = goldenInput(frames, size, size, 'TCHW')
    const outputs = await session.run({ clip: { type: 'float32', shape: [1, frames, 3, size, size], data } })
    await session.dispose()
    return outputs['logits']!.data as Float32Array
  }
  /** The largest difference, as a part of the largest score. */
  const difference = (a: Float32Array, b: Float32Array): number =>
    Math.max(...a.map((x, i) => Math.abs(x - b[i]!))) / Math.max(...a.map(Math.abs))

  const same: readonly (readonly [from: string, to: string])[] = [
    ['res2net-50', 'img-res2net-50'],
    ['res2net-50', 'clim-res2net-50'],
    ['res2net-50', 'cmem-res2net-50'],
    ['cmem-res2net-50', 'clim-res2net-50'],
    ['img-res2net-50', 'res2net-50'],
  ]
  for (const [from, to] of same) {
    test(`${from} -> ${to}: with the additions off, the same scores`, async () => {
      const weights = additionsOff(random(from))
      const [theirs, ours] = [
        await logits(from, weights),
        await logits(to, additionsOff(carriedOver(from, weights, to))),
      ]
      assert.ok(difference(theirs, ours) < 1e-5, `${theirs.join(' ')} is not ${ours.join(' ')}`)
      // That the order matters at all: by names alone the scores are others.
      if (to !== 'cmem-res2net-50') {
        const wanted = parametersOf(graphOf(to))
        const named = initialiseFrom(wanted, asFile(from, weights), from, { partial: true }).weights
        assert.ok(difference(theirs, await logits(to, additionsOff(named))) > 0.01)
      }
    })
  }

  test('what the weights of a CMEM have learned of motion goes along with their channels', async () => {
    const cmem = random('cmem-res2net-50')
    const img = carriedOver('cmem-res2net-50', cmem, 'img-res2net-50')
    const shiftsOff = new Map(
      [...additionsOff(img)].map(([name, off]) => [name, name.includes('.cmem.') ? img.get(name)! : off]),
    )
    assert.ok(difference(await logits('cmem-res2net-50', cmem), await logits('img-res2net-50', shiftsOff)) < 1e-5)
  })
})

test('weights that are in order already stay as they are', () => {
  const parameters: readonly Parameter[] = parametersOf(graphOf('clim-res2net-50'))
  const clim = random('clim-res2net-50')
  const img = carriedOver('clim-res2net-50', clim, 'img-res2net-50')
  for (const { name } of parameters) assert.deepEqual(img.get(name), clim.get(name), name)
})

test('an axis is turned by whole parts', () => {
  const values = Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17)
  const tensor = float32Tensor(values, [2, 8])
  const numbers = ({ data }: Tensor): readonly number[] => [...new Float32Array(data.buffer)]
  const on = turned(tensor, 1, 4, 1)
  assert.deepEqual(numbers(on), [6, 7, 0, 1, 2, 3, 4, 5, 16, 17, 10, 11, 12, 13, 14, 15])
  assert.deepEqual(numbers(turned(on, 1, 4, -1)), [...values])
  assert.deepEqual(numbers(turned(tensor, 0, 2, 1)), [...values.slice(8), ...values.slice(0, 8)])
  assert.equal(turned(tensor, 1, 3, 1), tensor)
})
