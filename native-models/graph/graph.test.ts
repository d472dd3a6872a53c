import assert from 'node:assert/strict'
import test from 'node:test'
import { isActscopeError } from '../weights/expect-error.fixture.ts'
import { GraphBuilder } from './builder.ts'
import { costOf } from './cost.ts'
import { parametersOf } from './graph.ts'
import { toJson } from './json.ts'
import { writeOnnx } from './onnx/write.ts'
import { broadcast, windowPositions } from './shape.ts'

test('window positions: floor, ceil, and a last window that must start inside', () => {
  assert.equal(windowPositions(224, 7, 2, 3), 112)
  assert.equal(windowPositions(112, 3, 2, 0), 55)
  assert.equal(windowPositions(112, 3, 2, 0, true), 56)
  assert.equal(windowPositions(4, 2, 2, 1, true), 3)
  assert.equal(windowPositions(5, 1, 3, 1, true), 2) // a third window would start in the right padding
})

test('broadcasting aligns at the end', () => {
  assert.deepEqual(broadcast([2, 3, 4, 4], [2, 3, 1, 1]), [2, 3, 4, 4])
  assert.deepEqual(broadcast([5], [2, 1]), [2, 5])
  assert.throws(() => broadcast([3], [4]), /do not fit/)
})

test('names, shapes, parameters and MACs of a small graph', () => {
  const g = new GraphBuilder('small')
  const x = g.input('x', [1, 4, 8, 8])
  const b = g.at('block')
  const y = b.relu(
    b.batchNorm('bn', b.convolution('conv', x, 6, { kernel: 3, stride: 2, padding: 1, groups: 2, bias: true })),
  )
  const logits = g.linear('fc', g.mean(y, [2, 3]), 3)
  const graph = g.build({ logits })
  assert.deepEqual(y.shape, [1, 6, 4, 4])
  assert.deepEqual(
    parametersOf(graph).map(({ name, shape }) => `${name} ${shape.join('x')}`),
    [
      'block.conv.weight 6x2x3x3',
      'block.conv.bias 6',
      'block.bn.weight 6',
      'block.bn.bias 6',
      'block.bn.running_mean 6',
      'block.bn.running_var 6',
      'fc.weight 3x6',
      'fc.bias 3',
    ],
  )
  const { parameters, macs, convolutions, paperFlops } = costOf(graph)
  assert.equal(parameters, 108 + 6 + 12 + 18 + 3)
  assert.equal(macs, 6 * 16 * 2 * 9 + 18)
  assert.equal(convolutions, 1)
  assert.equal(paperFlops, macs + 4 * 96 + 18)
})

const x = (g: GraphBuilder): ReturnType<GraphBuilder['input']> => g.input('x', [1, 3, 8, 8])
const mistakes: readonly (readonly [string, (g: GraphBuilder) => unknown, RegExp])[] = [
  [
    'a window larger than its input',
    (g) => g.at('a').maxPool(x(g), { kernel: 9 }, 'pool'),
    /node a\.pool \(pool\): a window of 9/,
  ],
  [
    'groups that do not divide',
    (g) => g.convolution('c', x(g), 4, { kernel: 1, groups: 2 }),
    /node c \(convolution\): 3 to 4 channels/,
  ],
  [
    'shapes that do not add',
    (g) => g.add(x(g), g.input('y', [1, 3, 4, 4]), 's'),
    /node s \(add\): \[1, 3, 8, 8\] and \[1, 3, 4, 4\]/,
  ],
  ['a reshape that loses elements', (g) => g.reshape(x(g), [-1, 5], 'r'), /node r \(reshape\): .* cannot become/],
  ['a name twice', (g) => [g.relu(x(g), 'r'), g.relu(g.input('y', [1]), 'r')], /node r .*name already/],
  ['an axis that is not there', (g) => g.softmax(x(g), 4, 'p'), /node p \(softmax\): there is no axis 4/],
  ['pieces that are too many', (g) => g.split(x(g), [2, 2], 1), /split.*2 \+ 2 do not make 3/],
  ['no order of the axes', (g) => g.transpose(x(g), [0, 1, 1, 2], 't'), /node t \(transpose\)/],
]
for (const [what, make, message] of mistakes) {
  test(`${what}: the error names the node`, () => {
    assert.throws(() => make(new GraphBuilder('g')), isActscopeError('graph-invalid', message))
  })
}

test('ONNX: missing weights and unknown taps are named', () => {
  const g = new GraphBuilder('g')
  const graph = g.build({ y: g.linear('fc', g.input('x', [1, 2]), 3) })
  assert.throws(() => writeOnnx(graph, new Map()), isActscopeError('weights-mismatch', /fc\.(weight|bias)/))
  const weights = new Map([
    ['fc.weight', new Float32Array(6)],
    ['fc.bias', new Float32Array(3)],
  ])
  assert.throws(
    () => writeOnnx(graph, weights, { taps: ['nothing'] }),
    isActscopeError('graph-invalid', /no node nothing/),
  )
})

test('JSON holds every node with its attributes, parameters and shape', () => {
  const g = new GraphBuilder('g')
  const graph = g.build({ y: g.linear('fc', g.input('x', [1, 2]), 3) })
  const json = JSON.parse(toJson(graph)) as { nodes: unknown[]; outputs: unknown[] }
  assert.deepEqual(json.outputs, [{ name: 'y', value: 'fc' }])
  assert.deepEqual(json.nodes, [
    {
      name: 'fc',
      operator: 'linear',
      attributes: { features: 3, bias: true },
      inputs: ['x'],
      shape: [1, 3],
      parameters: [
        { name: 'fc.weight', shape: [3, 2] },
        { name: 'fc.bias', shape: [3] },
      ],
      macs: 6,
    },
  ])
})
