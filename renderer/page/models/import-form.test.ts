import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { FileFacts } from '../../../native-models/protocol.ts'
import { answered, firstForm, type ImportForm } from './import-form.ts'
import { inFieldWords } from './option-words.ts'

const gestures: FileFacts = {
  kind: 'onnx',
  bytes: 1_000_000,
  input: { name: 'clip', axes: [1, 3, 16, 112, 112], takesBytes: false },
  layouts: [{ layout: 'NCTHW', frames: 16, size: 112 }],
  outputs: [{ name: 'scores', classes: 27, gives: 'logits' }],
}
const weights: FileFacts = {
  kind: 'weights',
  bytes: 1,
  tensors: 102,
  networks: [
    { network: 'r3d-18', title: 'R3D-18', fits: 1, classes: 400 },
    { network: '3d-resnet-18', variation: 'shortcut-a', title: '3D-ResNet-18', fits: 0.5 },
  ],
}
const of = (facts: FileFacts, change: Partial<ImportForm> = {}, labels?: string) =>
  answered({ ...firstForm(facts), ...change }, facts, labels)

describe('what is asked of a file', () => {
  test('only what it does not tell', () => {
    assert.equal(firstForm(gestures).labels, 'jester') // 27 scores
    assert.deepEqual(of(gestures).missing, ['pixels', 'time'])
    assert.deepEqual(of({ ...gestures, labels: 27 }), { options: { bgr: false }, missing: [], wrong: [] })
    const bytes = { ...gestures, input: { ...gestures.input, takesBytes: true } }
    assert.deepEqual(of(bytes).missing, ['time'])
    const open = { ...gestures, layouts: [{ layout: 'NCTHW' }, { layout: 'NTCHW' }] } as const
    assert.deepEqual(of(open).missing, ['pixels', 'time', 'layout'])
    assert.deepEqual(of(open, { layout: 'NCTHW' }).missing, ['pixels', 'time', 'frames', 'size'])
  })

  test('of weights the network, as everything else is known where they come from', () => {
    assert.deepEqual(of(weights), {
      options: { labels: { set: 'kinetics-400' }, network: 'r3d-18' },
      missing: [],
      wrong: [],
    })
    assert.equal(of(weights, { network: 1 }).options.variation, 'shortcut-a')
    assert.deepEqual(of({ ...weights, networks: [] }).missing, ['labels', 'network'])
  })

  test('a list of labels from a file, once there is one', () => {
    assert.deepEqual(of(gestures, { labels: 'file' }).missing, ['labels', 'pixels', 'time'])
    assert.deepEqual(of(gestures, { labels: 'file' }, 'id').options.labels, { file: 'id' })
    assert.ok(of(gestures, { labels: 'something-something-v1' }).missing.includes('order'))
  })
})

describe('the options', () => {
  test('of the gestures, what their page says', () => {
    const { options, missing } = of(gestures, {
      pixels: 'activitynet',
      time: 'clip',
      stride: '2',
      fps: '12',
      title: 'Ge/st',
    })
    assert.deepEqual(missing, [])
    assert.deepEqual(options, {
      title: 'Ge/st',
      name: 'Ge st',
      labels: { set: 'jester' },
      range: [0, 255],
      mean: [114.7748, 107.7354, 99.475],
      bgr: false,
      sampling: 'clip',
      stride: 2,
      fps: 12,
    })
  })

  test('numbers: one for all three colours, and none that cannot be', () => {
    const other = { pixels: 'other', time: 'clip', fps: '12' } as const
    assert.deepEqual(of(gestures, { ...other, mean: '0.5', std: '1, 2;3' }).options.mean, [0.5, 0.5, 0.5])
    assert.deepEqual(of(gestures, { ...other, mean: '0.5', std: '1, 2;3' }).options.std, [1, 2, 3])
    for (const [field, text] of [
      ['mean', '1 2'],
      ['std', '0'],
      ['std', 'x'],
      ['high', '0'],
      ['low', 'NaN'],
      ['stride', '1.5'],
      ['fps', '-1'],
      ['fps', '1000'],
    ] as const)
      assert.deepEqual(of(gestures, { ...other, [field]: text }).wrong, [field], `${field} ${text}`)
  })
})

test('sentences of the importer name fields, not options', () => {
  assert.equal(
    inFieldWords('x does not tell it: --range is missing'),
    'x does not tell it: “Values of the pixels” is missing',
  )
  assert.equal(inFieldWords('Tell --elsewhere.'), 'Tell --elsewhere.')
})
