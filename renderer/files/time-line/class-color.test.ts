import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { colorOf, lineStyles, paletteSize } from './class-color.ts'

describe('colours of classes', () => {
  test('one for each class, whatever else is drawn, and neighbours differ', () => {
    for (let index = 0; index < 500; index++) {
      assert.ok(colorOf(index) >= 0 && colorOf(index) < paletteSize && Number.isInteger(colorOf(index)))
      assert.notEqual(colorOf(index), colorOf(index + 1), String(index))
    }
  })

  test('two of the same colour in one plot have different lines', () => {
    const same = Array.from({ length: 200 }, (_, index) => index).filter((index) => colorOf(index) === 0)
    assert.ok(same.splice(4).length > 0)
    assert.equal(new Set(lineStyles(same).map(({ dash }) => dash.join())).size, same.length)
  })
})
