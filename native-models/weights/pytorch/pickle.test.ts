import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isActscopeError } from '../expect-error.fixture.ts'
import { readCheckpoint, type Checkpoint } from './checkpoint.ts'
import {
  dict,
  global,
  int,
  join,
  legacy,
  legacyStorage,
  pickle,
  tensor,
  text,
  tuple,
  uint32,
} from './pickle.fixture.ts'
import { checkpointOf } from './zip.fixture.ts'

const read = (...parts: readonly (Uint8Array | string)[]): Checkpoint =>
  readCheckpoint(checkpointOf(pickle(...parts)), 'x.pth')
const names = (...parts: readonly (Uint8Array | string)[]): string[] => [...read(...parts).tensors.keys()]
const refused = (bytes: Uint8Array, message: RegExp): void => {
  assert.throws(() => readCheckpoint(bytes, 'x.pth'), isActscopeError('weights-unreadable', message))
}
const weights = (words = {}): Uint8Array => dict({ weight: tensor(words) })

describe('a pickle that wants to run something is refused by name, and nothing runs', () => {
  const command = tuple(text('touch /tmp/actscope-was-here'))
  const cases: readonly (readonly [how: string, body: Uint8Array | string, name: RegExp])[] = [
    ['REDUCE', join(global('posix', 'system'), command, 'R'), /posix\.system/],
    ['REDUCE of eval', join(global('builtins', 'eval'), command, 'R'), /builtins\.eval/],
    ['STACK_GLOBAL', join(text('os'), text('system'), '\x93', command, 'R'), /os\.system/],
    ['INST', join('(', text('x'), 'ios\nsystem\n'), /os\.system/],
    ['OBJ', join('(', global('subprocess', 'Popen'), text('x'), 'o'), /subprocess\.Popen/],
    [
      'OBJ of something known',
      join('(', global('collections', 'OrderedDict'), text('x'), 'o'),
      /collections\.OrderedDict/,
    ],
    ['NEWOBJ', join(global('subprocess', 'Popen'), command, '\x81'), /subprocess\.Popen/],
    ['NEWOBJ_EX', join(global('subprocess', 'Popen'), command, '}', '\x92'), /subprocess\.Popen/],
    ['BUILD', join(global('argparse', 'Namespace'), ')\x81', dict({ x: global('os', 'system') }), 'b'), /os\.system/],
    ['a global alone', global('runpy', '_run_code'), /runpy\._run_code/],
    ['getattr', join(global('builtins', 'getattr'), tuple(), 'R'), /builtins\.getattr/],
    [
      'a whole model',
      join(global('torchvision.models.resnet', 'ResNet'), ')\x81'),
      /torchvision\.models\.resnet\.ResNet/,
    ],
    ['torch.load itself', join(global('torch', 'load'), command, 'R'), /torch\.load/],
    ['a storage that is called', join(global('torch', 'FloatStorage'), command, 'R'), /torch\.FloatStorage/],
    ['a name with control characters', global('os\x1b[2J', 'system'), /os\ufffd\[2J\.system/],
  ]
  for (const [how, body, name] of cases) {
    const wants = new RegExp(`x\\.pth wants to run ${name.source} when it is opened; that is refused`)
    test(how, () => {
      refused(checkpointOf(pickle(dict({ weight: tensor(), evil: body }))), wants)
      refused(checkpointOf(pickle(body)), wants)
      refused(legacy(pickle(body)), wants)
      refused(pickle(body), wants)
    })
  }
})

describe('damaged and absurd pickles are refused with the reason', () => {
  const cases: readonly (readonly [what: string, body: Uint8Array | string, message: RegExp])[] = [
    ['an opcode that torch does not write', 'I1\n', /operation 0x49 at byte 2/],
    ['an extension', '\x82\x01', /operation 0x82/],
    ['protocol 1', '\x80\x01', /protocol 1/],
    ['protocol 6', '\x80\x06', /protocol 6/],
    ['an empty stack', '', /a value it has not made/],
    ['a value below the mark', join('}(', '\x85'), /a value it has not made/],
    ['a mark that is not there', 't', /a collection that it has not begun/],
    ['a memo that is not there', 'h\x05', /recalls value 5/],
    ['deep nesting of marks', '('.repeat(2000), /deeper than 1000 levels/],
    ['a long stack', 'N'.repeat(200_000), /more than 100000 values/],
    ['endless operations', 'N0'.repeat(600_000), /more than 1000000 operations/],
    ['a text longer than the file', join('X', uint32(2 ** 31)), /2147483648 more at/],
    ['bytes longer than the file', join('B', uint32(2 ** 31)), /more at/],
    ['an integer of 4 GB', join('\x8b', uint32(2 ** 31)), /integer of 2147483648 bytes/],
    ['text that is not UTF-8', 'U\x02\xff\xfe', /not UTF-8/],
    ['a line without end', 'cos', /line without an end/],
    ['APPENDS to a number', 'K\x01(K\x01e', /not a list/],
    ['SETITEMS of a tuple', ')(NNu', /not a dictionary/],
    ['an odd dictionary', '}(Nu', /a key without a value/],
    ['BUILD of a global', join(global('torch', 'Size'), '}b'), /attributes of something/],
    ['a call of a text', join(text('system'), ')R'), /not a function/],
    ['a call without arguments', join(global('torch', 'Size'), 'NR'), /without its arguments/],
    ['a persistent id of another kind', join(tuple(text('module')), 'Q'), /not a storage/],
    ['complex numbers', tensor({ storage: 'ComplexFloatStorage' }), /torch\.ComplexFloatStorage/],
    ['no tensors', dict({ epoch: int(3) }), /no named tensors: it has epoch/],
    ['no dictionary', int(3), /no named tensors: it is not a dictionary/],
  ]
  for (const [what, body, message] of cases) {
    test(what, () => {
      refused(checkpointOf(pickle(body)), message)
    })
  }
  test('values that contain themselves, and values shared a thousandfold', () => {
    const knot = join('}q\x01', text('model'), 'h\x01s') // d['model'] = d
    refused(checkpointOf(pickle(knot)), /no named tensors/)
    // t = (); t = (t, t), 500 times over: 2^500 values, were they not shared.
    const doubled = Array.from({ length: 500 }, (_, i) => join('r', uint32(i), 'j', uint32(i), '\x86'))
    const shared = join(')', ...doubled)
    refused(checkpointOf(pickle(shared)), /no named tensors/)
  })
})

describe('tensors must lie within their storage', () => {
  const cases: readonly (readonly [what: string, words: Parameters<typeof tensor>[0], message: RegExp])[] = [
    ['beyond its end', { shape: [3, 3] }, /outside of its storage of 6 numbers: \[3,3\]/],
    ['by its offset', { offset: 1 }, /outside of its storage/],
    ['by its strides', { strides: [5, 1] }, /outside of its storage/],
    ['before its start', { strides: [-3, 1] }, /without a sound storage/],
    ['negative shape', { shape: [-1, 3] }, /without a sound storage/],
    ['shape and strides of two lengths', { strides: [1] }, /without a sound storage/],
    ['2^62 elements', { shape: [2 ** 31 - 1, 2 ** 31 - 1], strides: [0, 0] }, /impossible size/],
    [
      'more axes than PyTorch knows',
      { shape: Array<number>(65).fill(1), strides: Array<number>(65).fill(1) },
      /without/,
    ],
    ['one number shown as a billion', { shape: [30_000, 30_000], strides: [0, 0] }, /more memory than the file/],
    ['a storage larger than the file holds', { count: 7 }, /storage 0 has 24 bytes, not 28/],
    ['a storage that is not there', { key: '../0' }, /storage \.\.\/0 is missing/],
  ]
  for (const [what, words, message] of cases) {
    test(what, () => {
      refused(checkpointOf(pickle(weights(words))), message)
    })
  }
  test('one storage shown a thousand times costs nothing, copied a thousand times is refused', () => {
    const many = (words: Parameters<typeof tensor>[0]): Uint8Array =>
      dict(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`t${i}`, tensor(words)])))
    assert.equal(names(many({})).length, 1000)
    refused(checkpointOf(pickle(many({ shape: [100, 100], strides: [0, 0] }))), /more memory than the file/)
  })
  test('a storage of two kinds', () => {
    refused(checkpointOf(pickle(dict({ a: tensor(), b: tensor({ storage: 'IntStorage' }) }))), /two sizes or kinds/)
  })
})

describe('the legacy format', () => {
  const object = pickle(weights())
  const storage = legacyStorage([1, 2, 3, 4, 5, 6])
  test('is read', () => {
    assert.equal(readCheckpoint(legacy(object, ['0'], [storage]), 'x.pth').tensors.size, 1)
  })
  test('truncated anywhere, or with more behind it, is refused', () => {
    const whole = legacy(object, ['0'], [storage])
    for (let length = 0; length < whole.length; length++) refused(whole.subarray(0, length), /^x\.pth /)
    refused(join(whole, '\0'), /1 bytes more/)
  })
  test('that lies is refused', () => {
    refused(legacy(object), /storage 0 is missing/)
    refused(legacy(object, ['0'], [legacyStorage([1])]), /has 1 numbers in storage 0, not 6/)
    refused(legacy(object, ['1'], [storage]), /lists a storage that nothing uses, 1/)
    refused(legacy(object, ['0', '0'], [storage, storage]), /lists storage 0 twice/)
    refused(pickle(int(7)), /not one that torch\.save wrote/)
  })
})

describe('where the weights are found', () => {
  test('in the object or under the usual words, however deep; the optimizer is not asked', () => {
    const optimizer = dict({ momentum: tensor() })
    assert.deepEqual(names(weights()), ['weight'])
    for (const word of ['state_dict', 'model', 'net', 'model_state_dict']) {
      assert.deepEqual(names(dict({ epoch: int(1), optimizer, [word]: weights() })), ['weight'])
    }
    assert.deepEqual(names(dict({ net: dict({ state_dict: weights() }), step: tensor() })), ['weight'])
    refused(checkpointOf(pickle(dict({ epoch: int(1), optimizer }))), /no named tensors: it has epoch, optimizer/)
  })
  test('prefixes go where all names have them', () => {
    assert.deepEqual(names(dict({ 'module.model.a': tensor(), 'module.model.b': tensor() })), ['a', 'b'])
    assert.deepEqual(names(dict({ 'module.a': tensor(), b: tensor() })), ['module.a', 'b'])
    assert.deepEqual(names(dict({ 'base_model.a': tensor(), new_fc: tensor() })), ['base_model.a', 'new_fc'])
  })
  test('counters of batches are left out, other integers are not', () => {
    const integers = { storage: 'LongStorage', key: '1', count: 0, shape: [0], strides: [1] }
    const object = pickle(dict({ 'bn.num_batches_tracked': tensor(integers), a: tensor(), index: tensor(integers) }))
    const { tensors } = readCheckpoint(
      legacy(object, ['0', '1'], [legacyStorage([1, 2, 3, 4, 5, 6]), legacyStorage([])]),
      'x',
    )
    assert.deepEqual([...tensors.keys()], ['a', 'index'])
  })
})
