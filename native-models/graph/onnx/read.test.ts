import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { ActscopeError } from '../../errors.ts'
import { isActscopeError } from '../../weights/expect-error.fixture.ts'
import { classifierFile, type Parts } from './classifier.fixture.ts'
import { nodeProto, tensorProto } from './proto.ts'
import { Message } from './protobuf.ts'
import { readOnnx } from './read.ts'

test('inputs, outputs, metadata and makers of a classifier', () => {
  const { inputs, outputs, metadata, opset, makers, names } = readOnnx(classifierFile(), 'm.onnx')
  assert.deepEqual(inputs, [{ name: 'clip', type: 1, axes: [1, 3, 4, 8, 8] }])
  assert.deepEqual(
    outputs.map(({ name, axes }) => [name, axes]),
    [['scores', [1, 3]]],
  )
  assert.equal(metadata.get('author'), 'someone')
  assert.equal(opset, 13)
  assert.equal(makers.get('scores')?.operator, 'Gemm')
  assert.ok(names.has('w') && names.has('clip') && names.has('mean'))
})

test('weights that are listed as inputs need not be fed', () => {
  const bytes = classifierFile({ weightsAsInputs: true })
  assert.deepEqual(
    readOnnx(bytes, 'm.onnx').inputs.map(({ name }) => name),
    ['clip'],
  )
})

const oneTensor = (edit: (tensor: Message) => Message): Parts => ({
  weights: [edit(tensorProto('w', [2], Float32Array.of(1, 2)))],
})
const float = (name: string): Message => new Message().varint(2, 1).string(8, name)
const subgraph = (inside: Message): Message =>
  new Message().string(4, 'If').string(2, 'y').message(5, new Message().string(1, 'then').message(6, inside))
const nested = (depth: number): Message =>
  depth === 0 ? new Message() : new Message().message(1, subgraph(nested(depth - 1)))
const external = float('far')
  .varint(1, 2)
  .varint(14, 1)
  .message(13, new Message().string(1, 'location').string(2, '/etc/passwd'))

const lies: readonly (readonly [what: string, parts: Parts, message: RegExp])[] = [
  ['weights in another file', oneTensor((t) => t.varint(14, 1)), /w lies in another file/],
  ['the place of weights elsewhere', { weights: [external] }, /far lies in another file/],
  [
    'weights elsewhere in an attribute',
    { nodes: [new Message().string(4, 'Constant').string(2, 'c').message(5, new Message().message(5, external))] },
    /far lies in another file/,
  ],
  [
    'weights elsewhere in a branch',
    { nodes: [subgraph(new Message().message(5, external))] },
    /far lies in another file/,
  ],
  [
    'an operator of someone',
    { nodes: [nodeProto('Run', 'r', [], 'r', {}).string(7, 'evil.ops')] },
    /Run is of evil\.ops/,
  ],
  [
    'an operator of someone in a branch',
    { nodes: [subgraph(new Message().message(1, nodeProto('Run', 'r', [], 'r', {}).string(7, 'evil.ops')))] },
    /Run is of evil\.ops/,
  ],
  ['a loop', { nodes: [nodeProto('Loop', 'l', [], 'l', {})] }, /Loop may never end/],
  ['functions of its own', { model: (m) => m.message(25, new Message().string(1, 'f')) }, /functions of its own/],
  ['a training', { model: (m) => m.message(20, new Message()) }, /holds a training/],
  ['two graphs', { model: (m) => m.message(7, new Message()) }, /there twice/],
  ['two versions', { model: (m) => m.message(8, new Message().varint(2, 17)) }, /which version/],
  ['an opset of long ago', { opset: 6 }, /opset 6, which is older/],
  ['sparse weights', { graph: (g) => g.message(15, new Message()) }, /sparse weights/],
  [
    'a tensor of 2^60 numbers',
    {
      weights: [
        float('w')
          .varint(1, 2n ** 60n)
          .bytes(9, new Uint8Array(8)),
      ],
    },
    /shape/,
  ],
  [
    'a tensor of minus one number',
    { weights: [float('w').varint(1, -1n).bytes(9, new Uint8Array(8))] },
    /shape \[-1\]/,
  ],
  ['a tensor without its numbers', { weights: [float('w').varint(1, 1_000_000)] }, /has 0 numbers for the shape/],
  ['a tensor of text', { weights: [new Message().varint(2, 8).string(8, 'w')] }, /type 8/],
  ['a part of a tensor', oneTensor((t) => t.message(3, new Message())), /only a part/],
  ['graphs in graphs in graphs', { nodes: [subgraph(nested(40))] }, /deeper than 8/],
]
for (const [what, parts, message] of lies) {
  test(`${what}: refused`, () => {
    assert.throws(() => readOnnx(classifierFile(parts), 'm.onnx'), isActscopeError('model-refused', message))
    assert.throws(() => readOnnx(classifierFile(parts), 'm.onnx'), isActscopeError('model-refused', /^m\.onnx: /))
  })
}

test('what is no protobuf, or is cut off, is refused', () => {
  const whole = classifierFile()
  for (const bytes of [
    Uint8Array.of(),
    Uint8Array.of(0xff, 0xff),
    new TextEncoder().encode('<html>'),
    whole.subarray(0, -9),
  ])
    assert.throws(
      () => readOnnx(bytes, 'm.onnx'),
      isActscopeError('model-refused', /m\.onnx: it is not a sound ONNX file/),
    )
})

/** Reads or refuses, in no time. */
function readOrRefuse(bytes: Uint8Array): void {
  const began = process.cpuUsage().user
  try {
    readOnnx(bytes, 'm.onnx')
  } catch (error) {
    if (!(error instanceof ActscopeError)) throw error
    assert.equal(error.code, 'model-refused')
  }
  assert.ok(process.cpuUsage().user - began < 2e6)
}

test('a damaged file is read or refused', () => {
  const sound = classifierFile({ nodes: [subgraph(new Message().message(1, nodeProto('Relu', 'n', ['a'], 'b', {})))] })
  const damage = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { maxLength: 4 })
  fc.assert(
    fc.property(damage, fc.nat(sound.length), fc.boolean(), (changes, length, cut) => {
      const bytes = Uint8Array.from(sound)
      for (const [at, value] of changes) bytes[at] = value
      readOrRefuse(cut ? bytes.subarray(0, length) : bytes)
    }),
    { seed: 21, numRuns: 3000 },
  )
})

test('any fields in one another are read or refused', () => {
  const { message } = fc.letrec<{ message: Message; field: [number, bigint | Uint8Array | Message] }>((tie) => ({
    message: fc.array(tie('field'), { maxLength: 5 }).map((fields) =>
      fields.reduce((whole, [number, value]) => {
        if (typeof value === 'bigint') return whole.varint(number, value)
        return value instanceof Uint8Array ? whole.bytes(number, value) : whole.message(number, value)
      }, new Message()),
    ),
    field: fc.tuple(
      fc.constantFrom(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 20, 25),
      fc.oneof({ maxDepth: 6 }, fc.bigInt(0n, 2n ** 64n - 1n), fc.uint8Array({ maxLength: 9 }), tie('message')),
    ),
  }))
  fc.assert(
    fc.property(message, (graph) => {
      const model = new Message().varint(1, 8).message(8, new Message().varint(2, 17)).message(7, graph)
      readOrRefuse(model.finish())
    }),
    { seed: 22, numRuns: 3000 },
  )
})
