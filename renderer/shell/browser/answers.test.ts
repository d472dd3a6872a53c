import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { ShellError } from '../values.ts'
import { listingIn, refusalIn, uploadIn } from './answers.ts'

describe('answers of the server', () => {
  test('are read by their fields', () => {
    const listing = { files: [{ id: 'abc', name: 'a.mp4', bytes: 3 }], largest: 7 }
    assert.deepEqual(listingIn(JSON.stringify(listing)), listing)
    assert.equal(uploadIn('{"id":"x-_1"}'), 'x-_1')
    const fault = { code: 'disk-full', message: 'Full.', hint: 'Clean up.' }
    assert.deepEqual(refusalIn(507, JSON.stringify({ fault })).fault, fault)
  })

  test('or are no answers', () => {
    for (const text of ['', 'null', '[]', '{"id":"../x"}', '{"files":[{}],"largest":1}', '{"files":[]}']) {
      assert.throws(() => uploadIn(text), ShellError)
      assert.throws(() => listingIn(text), ShellError)
    }
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        assert.equal(refusalIn(500, text).fault.code, 'shell-failed')
      }),
    )
    assert.equal(refusalIn(500, '{"fault":{"code":"toString","message":"x"}}').fault.code, 'shell-failed')
  })
})
