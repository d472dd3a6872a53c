import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { ActscopeError } from '../errors.ts'
import type { RgbImage } from './orientation.ts'
import { centreCrop, preprocess, resizeShortSide } from './preprocess.ts'

/** A grey picture from its rows. */
function grey(rows: number[][]): RgbImage {
  return { width: rows[0]!.length, height: rows.length, rgb: Uint8Array.from(rows.flat().flatMap((v) => [v, v, v])) }
}

/** The red channel, row by row. */
function red({ width, height, rgb }: RgbImage): number[][] {
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => rgb[3 * (y * width + x)]!))
}

const anyImage = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 2 ** 31 - 1 }))
  .map(([width, height, seed]): RgbImage => ({
    width,
    height,
    rgb: Uint8Array.from({ length: width * height * 3 }, (_, i) => (Math.imul(i + 1, seed | 1) >>> 11) & 255),
  }))

describe('resizeShortSide', () => {
  it('halves with the widened triangle: weights 1 3 3 1 inside, 3 3 1 at the edge', () => {
    // Centres at 1 and 3, half-width 2: weights (1 3 3 1) / 8; what falls outside the picture is left out.
    const image = grey([0, 0, 0, 0].map(() => [0, 80, 160, 240]))
    const row = [Math.round((3 * 0 + 3 * 80 + 160) / 7), Math.round((80 + 3 * 160 + 3 * 240) / 7)]
    assert.deepEqual(red(resizeShortSide(image, 2)), [row, row])
  })

  it('doubles by linear interpolation: 3/4 and 1/4, edges kept', () => {
    const image = grey([
      [0, 100],
      [0, 100],
    ])
    const row = [0, 25, 75, 100]
    assert.deepEqual(red(resizeShortSide(image, 4)), [row, row, row, row])
  })

  it('the same size is the same picture', () => {
    fc.assert(
      fc.property(anyImage, (image) => {
        assert.deepEqual(resizeShortSide(image, Math.min(image.width, image.height)), image)
      }),
      { numRuns: 50, seed: 1 },
    )
  })

  it('the long side keeps the proportion, rounded down', () => {
    for (const [width, height, wanted] of [
      [176, 100, [450, 256]],
      [640, 480, [341, 256]],
      [480, 640, [256, 341]],
      [256, 256, [256, 256]],
    ] as const) {
      const image = { width, height, rgb: new Uint8Array(width * height * 3) }
      const { width: w, height: h } = resizeShortSide(image, 256)
      assert.deepEqual([w, h], wanted)
    }
  })

  it('a plain colour stays that colour', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.nat(255),
        (width, height, shortSide, value) => {
          const image = { width, height, rgb: new Uint8Array(width * height * 3).fill(value) }
          assert.ok(resizeShortSide(image, shortSide).rgb.every((v) => v === value))
        },
      ),
      { numRuns: 100, seed: 2 },
    )
  })

  it('a gradient stays a gradient', () => {
    for (const [from, to] of [
      [64, 23],
      [64, 64],
      [40, 113],
    ] as const) {
      const row = Array.from({ length: from }, (_, x) => Math.floor((255 * x) / (from - 1)))
      const [first] = red(resizeShortSide(grey(row.map(() => row)), to))
      assert.ok(first!.every((value, x) => x === 0 || value >= first![x - 1]!))
      assert.ok(first![0]! < 255 / 20 && first!.at(-1)! > 255 - 255 / 20)
    }
  })

  it('the known answer for a known picture (as Pillow, Image.BILINEAR)', () => {
    const image = grey([
      [10, 200, 30, 90, 255],
      [0, 50, 60, 70, 80],
      [255, 1, 2, 3, 128],
    ])
    assert.deepEqual(red(resizeShortSide(image, 2)), [
      [65, 73, 144],
      [99, 24, 75],
    ])
  })
})

describe('centreCrop', () => {
  const image = grey([
    [1, 2, 3, 4, 5],
    [6, 7, 8, 9, 10],
    [11, 12, 13, 14, 15],
    [16, 17, 18, 19, 20],
  ])
  it('takes the middle; an odd margin is smaller above and to the left', () => {
    assert.deepEqual(red(centreCrop(image, 2)), [
      [7, 8],
      [12, 13],
    ])
    assert.deepEqual(red(centreCrop(image, 3)), [
      [2, 3, 4],
      [7, 8, 9],
      [12, 13, 14],
    ])
  })
  it('is refused where the picture is too small', () => {
    assert.throws(() => centreCrop(image, 5), ActscopeError)
  })
})

describe('preprocess', () => {
  it('is the crop of the resized picture, byte for byte', () => {
    fc.assert(
      fc.property(anyImage, fc.integer({ min: 1, max: 48 }), fc.nat(47), (image, shortSide, less) => {
        const size = Math.max(1, shortSide - less)
        if (Math.max(image.width, image.height) > 20 * Math.min(image.width, image.height)) return
        assert.deepEqual(
          preprocess(image, { shortSide, size }),
          centreCrop(resizeShortSide(image, shortSide), size).rgb,
        )
      }),
      { numRuns: 150, seed: 3 },
    )
  })

  it('refuses what makes no sense', () => {
    const image = grey([[1, 2]])
    for (const [shortSide, size] of [
      [0, 1],
      [2.5, 1],
      [4, 5],
      [4, -1],
      [1e6, 4],
      [NaN, 1],
    ] as const)
      assert.throws(() => preprocess(image, { shortSide, size }), { code: 'input-invalid' })
    assert.throws(() => preprocess({ ...image, width: 3 }, { shortSide: 2, size: 2 }), { code: 'input-invalid' })
  })
})
