import assert from 'node:assert/strict'
import test from 'node:test'
import { isActscopeError } from '../../weights/expect-error.fixture.ts'
import { clipShape, sizesOf, transposed, type Axis, type ClipShapeOptions } from './layout.ts'
import { layouts } from '../../choices.ts'

const options: readonly (readonly [
  axes: readonly Axis[],
  options: ClipShapeOptions,
  is: readonly [string, number, number],
])[] = [
  [[1, 3, 16, 112, 112], {}, ['NCTHW', 16, 112]],
  [['batch', 3, 16, 112, 112], {}, ['NCTHW', 16, 112]],
  [[1, 8, 3, 224, 224], {}, ['NTCHW', 8, 224]],
  [[1, 8, 224, 224, 3], {}, ['NTHWC', 8, 224]],
  [[8, 3, 224, 224], {}, ['TCHW', 8, 224]],
  [['N', 3, 224, 224], { frames: 8 }, ['TCHW', 8, 224]],
  [[8, 224, 224, 3], {}, ['THWC', 8, 224]],
  [[3, 16, 112, 112], {}, ['CTHW', 16, 112]],
  [[1, 1, 3, 16, 112, 112], {}, ['N1CTHW', 16, 112]],
  [[1, 24, 224, 224], {}, ['NSHW', 8, 224]],
  [['N', 3, undefined, 'h', 'w'], { frames: 16, size: 112 }, ['NCTHW', 16, 112]],
  [[1, 3, 3, 112, 112], { layout: 'NTCHW' }, ['NTCHW', 3, 112]],
  [['a', 'b', 'c', 'd', 'e'], { layout: 'NCTHW', frames: 16, size: 112 }, ['NCTHW', 16, 112]],
]
for (const [axes, given, [layout, frames, size]] of options) {
  test(`[${axes.map((axis) => axis ?? '?').join(', ')}] is ${layout}`, () => {
    assert.deepEqual(clipShape(axes, given), { layout, frames, size })
  })
}

const refused: readonly (readonly [axes: readonly Axis[] | undefined, options: ClipShapeOptions, message: RegExp])[] = [
  [[1, 3, 3, 112, 112], {}, /does not tell which axis/],
  [undefined, {}, /unknown does not tell/],
  [['N', 3, 'T', 112, 112], {}, /leaves --frames open/],
  [[1, 3, 16, 'h', 'w'], {}, /leaves --size open/],
  [[1, 3, 16, 112, 112], { frames: 8 }, /--frames 8 contradicts/],
  [[1, 3, 16, 112, 112], { layout: 'NTCHW' }, /is not NTCHW/],
  [[2, 3, 16, 112, 112], {}, /does not tell/],
  [[1, 1, 16, 112, 112], {}, /does not tell/],
]
for (const [axes, given, message] of refused) {
  test(`${String(axes)} with ${JSON.stringify(given)} is asked about`, () => {
    assert.throws(() => clipShape(axes, given), isActscopeError('input-invalid', message))
  })
}

test('shapes that no clip has are refused', () => {
  assert.throws(() => clipShape([1, 3, 16, 128, 171], {}), isActscopeError('model-refused', /171 wide and 128 high/))
  assert.throws(() => clipShape([1, 3, 10_000, 112, 112], {}), isActscopeError('model-refused', /larger than any clip/))
  assert.throws(() => clipShape([1, 3, 1000, 2048, 2048], {}), isActscopeError('model-refused', /larger than any/))
})

test('sizes go with the order of the axes', () => {
  const from = [1, 16, 112, 112, 3]
  for (const layout of layouts) {
    const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1)
    assert.equal(product(sizesOf(layout, 16, 112)), product(from))
    const letters = transposed[layout].map((axis) => 'NTHWC'[axis]).join('')
    const spelled = layout.replace('1', '').replace('S', 'TC')
    assert.equal(letters.replace(spelled.startsWith('N') ? '' : 'N', ''), spelled)
  }
})
