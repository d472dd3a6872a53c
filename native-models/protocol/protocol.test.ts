import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { calls, type CallName } from './calls.ts'
import { readFromHost } from './from-host.ts'
import { readToHost } from './to-host.ts'

const frame = {
  type: 'live-frame',
  credit: 1,
  seq: 5,
  time: 1.25,
  crops: [{ shortSide: 5, size: 4, rgb: new Uint8Array(4 * 4 * 3) }],
}

const why = (message: unknown): string => {
  const read = readToHost(message)
  return read.type === 'malformed' ? read.why : ''
}

describe('to the host', () => {
  test('a good message is itself', () => {
    assert.deepEqual(readToHost(frame), frame)
    const request = { type: 'request', id: 0, call: 'live-show', ask: { variants: ['a/b'], device: 'auto' } }
    assert.deepEqual(readToHost(request), request)
  })

  test('a crop has size x size x 3 bytes, of bytes', () => {
    const crop = { shortSide: 5, size: 4 }
    for (const rgb of [new Uint8Array(47), new Uint8Array(0), new Float32Array(48), Array(48).fill(0), undefined])
      assert.notEqual(why({ ...frame, crops: [{ ...crop, rgb }] }), '')
    assert.notEqual(why({ ...frame, crops: [{ ...crop, size: 5000, rgb: new Uint8Array(5000 * 5000 * 3) }] }), '')
    assert.notEqual(why({ ...frame, crops: Array(3).fill(frame.crops[0]) }), '')
  })

  test('numbers are finite, whole and not below zero where they must be', () => {
    for (const bad of [
      { time: NaN },
      { time: Infinity },
      { time: -1 },
      { seq: 0.5 },
      { credit: -1 },
      { credit: 2 ** 53 },
    ])
      assert.notEqual(why({ ...frame, ...bad }), '', JSON.stringify(bad))
  })

  test('nothing that is not known gets through, and the field is named', () => {
    assert.match(why({ ...frame, extra: 1 }), /extra/)
    const show = (ask: unknown) => why({ type: 'request', id: 1, call: 'live-show', ask })
    assert.match(show({ variants: ['a', 'a'], device: 'cpu' }), /variants: none, one or two different variants/)
    assert.match(show({ variants: ['a'], device: 'abacus' }), /device/)
    assert.match(why({ type: 'request', id: 1, call: 'toString', ask: {} }), /call/)
    assert.match(why({ type: 'nonsense' }), /no message of this type/)
    for (const nothing of [undefined, null, 0, '', [], {}, { type: 1 }]) assert.equal(why(nothing), 'it has no type')
  })

  test('a malformed request keeps its id, if it is one', () => {
    const read = (id: unknown) => readToHost({ type: 'request', id, call: 'live-pause', ask: 7 })
    assert.deepEqual({ ...read(3), why: '' }, { type: 'malformed', id: 3, wanted: 'request', why: '' })
    for (const id of [-1, 0.5, '3', NaN, 2 ** 60])
      assert.deepEqual({ ...read(id), why: '' }, { type: 'malformed', id: undefined, wanted: 'request', why: '' })
  })

  test('reading never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        assert.equal(readToHost(message).type, 'malformed')
      }),
    )
  })
})

describe('from the host', () => {
  test('a reply is read by its call', () => {
    const good = { type: 'reply', id: 4, call: 'file-recognize', answer: { job: 1 } }
    assert.deepEqual(readFromHost(good), good)
    assert.throws(() => readFromHost({ ...good, call: 'live-show' }))
    assert.throws(() => readFromHost({ ...good, answer: { job: 'one' } }))
  })

  test('anything else throws', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        assert.throws(() => readFromHost(message))
      }),
    )
    const crop = { type: 'preview-frame', preview: 1, time: 0, width: 2, height: 2, rgb: new Uint8Array(11) }
    assert.throws(() => readFromHost(crop), /width x height x 3/)
  })
})

test('a typed array where a list should be is malformed, and freezes nothing', () => {
  const variants = Float64Array.of(1, 2)
  assert.match(why({ type: 'request', id: 1, call: 'live-show', ask: { variants, device: 'cpu' } }), /variants/)
})

test('every call has the schema of its question and of its answer', () => {
  for (const call of Object.keys(calls) as CallName[]) {
    assert.ok(!calls[call].ask.safeParse(undefined).success)
    assert.ok(!calls[call].answer.safeParse(undefined).success)
  }
})
