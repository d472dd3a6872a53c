import assert from 'node:assert/strict'
import test from 'node:test'
import { floatBitsToHalfBits, floatToHalf, halfToFloat } from './half.fixture.ts'
import { halfBitsToFloatBits } from './half.ts'

test('all 65,536 halves come back to the bit, NaN payloads included', () => {
  for (let half = 0; half < 0x10000; half++) assert.equal(floatBitsToHalfBits(halfBitsToFloatBits(half)), half)
})

test('halves stand for the numbers of IEEE 754', () => {
  assert.equal(halfToFloat(0x3c00), 1)
  assert.equal(halfToFloat(0xc000), -2)
  assert.equal(halfToFloat(0x7bff), 65504)
  assert.equal(halfToFloat(0x0400), 2 ** -14)
  assert.equal(halfToFloat(0x03ff), 1023 * 2 ** -24)
  assert.equal(halfToFloat(0x8001), -(2 ** -24))
  assert.ok(Object.is(halfToFloat(0x8000), -0))
  assert.equal(halfToFloat(0xfc00), -Infinity)
  assert.ok(Number.isNaN(halfToFloat(0x7e01)))
})

test('halfway between two neighbours goes to the even one, and a bit to either side goes to that side', () => {
  for (let half = 0; half < 0x7bff; half++) {
    const middle = (halfToFloat(half) + halfToFloat(half + 1)) / 2
    const [below, above] = [middle * (1 - 2 ** -24), middle * (1 + 2 ** -23)]
    assert.equal(floatToHalf(middle), half % 2 === 0 ? half : half + 1)
    assert.equal(floatToHalf(below), half)
    assert.equal(floatToHalf(above), half + 1)
    assert.equal(floatToHalf(-middle), 0x8000 | floatToHalf(middle))
  }
})

test('what a half cannot hold becomes infinity or zero; NaN stays NaN', () => {
  assert.equal(floatToHalf(65519.996), 0x7bff)
  assert.equal(floatToHalf(65520), 0x7c00)
  assert.equal(floatToHalf(-3e38), 0xfc00)
  assert.equal(floatToHalf(2 ** -25), 0)
  assert.equal(floatToHalf(2 ** -26), 0)
  assert.equal(floatToHalf(-1e-45), 0x8000)
  assert.equal(floatBitsToHalfBits(0x7f800001), 0x7e00)
})
