import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newClientId, takeToken } from './token.ts'

describe('the token', () => {
  const store = () => {
    const kept = new Map<string, string>()
    return {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem(key: string, value: string) {
        kept.set(key, value)
      },
    }
  }

  test('is taken out of the address, and kept for the window', () => {
    const kept = store()
    let stripped = 0
    const strip = () => {
      stripped++
    }
    assert.equal(
      takeToken('', strip, () => kept),
      undefined,
    )
    assert.equal(
      takeToken('#token=abc_-.~1', strip, () => kept),
      'abc_-.~1',
    )
    assert.equal(stripped, 1)
    assert.equal(
      takeToken('', strip, () => kept),
      'abc_-.~1',
    )
    assert.equal(
      takeToken('#token=new', strip, () => kept),
      'new',
    )
    for (const hash of ['#other', '#token=', '#token=a b', '#token=a&x=1'])
      assert.equal(
        takeToken(hash, strip, () => kept),
        'new',
      )
    assert.equal(stripped, 2)
  })

  test('holds without storage too', () => {
    const broken = () => {
      throw new Error('SecurityError')
    }
    assert.equal(
      takeToken('#token=abc', () => undefined, broken),
      'abc',
    )
    assert.equal(
      takeToken('', () => undefined, broken),
      undefined,
    )
  })

  test('a page makes up its own id', () => {
    assert.match(newClientId(), /^[0-9a-f]{32}$/)
    assert.notEqual(newClientId(), newClientId())
  })
})
