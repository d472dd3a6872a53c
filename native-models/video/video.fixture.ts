/** Small videos that the tests make for themselves. Every frame shows its own number, so order and loss can be seen. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { encodeVideo, type EncodeOptions } from './encode.ts'
import type { RgbImage } from './orientation.ts'

type Colour = readonly [number, number, number]

/** The corners, so that a turned picture can be told from an upright one. */
export const corners: Record<'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight', Colour> = {
  topLeft: [200, 40, 40],
  topRight: [40, 180, 40],
  bottomLeft: [40, 60, 200],
  bottomRight: [200, 190, 40],
}

const bits = 6

/** Frame number `n` (0 to 63): coloured corners above and below a band of six black or white blocks, its binary digits. */
export function pattern(n: number, width: number, height: number): Uint8Array {
  const rgb = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rgb.set(patternColour(n, x / width, y / height), 3 * (y * width + x))
  return rgb
}

function patternColour(n: number, x: number, y: number): Colour {
  if (y < 1 / 3) return x < 0.5 ? corners.topLeft : corners.topRight
  if (y >= 2 / 3) return x < 0.5 ? corners.bottomLeft : corners.bottomRight
  const on = (n >> Math.floor(x * bits)) & 1
  return on === 1 ? [235, 235, 235] : [20, 20, 20]
}

/** The number in a picture of an upright pattern, of any size. */
export function readNumber(image: RgbImage): number {
  let n = 0
  for (let bit = 0; bit < bits; bit++) if (colourAt(image, (bit + 0.5) / bits, 0.5)[1] > 127) n |= 1 << bit
  return n
}

/** The colour at a place given in parts of width and height. */
export function colourAt({ width, height, rgb }: RgbImage, x: number, y: number): Colour {
  const at = 3 * (Math.floor(y * height) * width + Math.floor(x * width))
  return [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!]
}

/** The largest difference of any channel, over the four corners, from what the pattern has there. */
export function cornerError(image: RgbImage): number {
  const places: [Colour, number, number][] = [
    [corners.topLeft, 0.2, 0.15],
    [corners.topRight, 0.8, 0.15],
    [corners.bottomLeft, 0.2, 0.85],
    [corners.bottomRight, 0.8, 0.85],
  ]
  return Math.max(
    ...places.map(([wanted, x, y]) =>
      Math.max(...colourAt(image, x, y).map((value, i) => Math.abs(value - wanted[i]!))),
    ),
  )
}

/** A folder for the files of one test file, removed afterwards. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'actscope-video-'))
  after(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** Writes a video of `count` numbered frames. 96 x 72, 25 frames a second unless given. */
export async function writePattern(path: string, count: number, options: Partial<EncodeOptions> = {}): Promise<string> {
  const { width = 96, height = 72, fps = 25 } = options
  function* frames(): Generator<Uint8Array> {
    for (let n = 0; n < count; n++) yield pattern(n, width, height)
  }
  await encodeVideo(path, { ...options, width, height, fps }, frames())
  return path
}

/** One second of a quiet tone as a WAV file: sound without a picture. */
export function wav(): Buffer {
  const samples = 8000
  const file = Buffer.alloc(44 + samples * 2)
  file.write('RIFF', 0)
  file.writeUInt32LE(36 + samples * 2, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(8000, 24)
  file.writeUInt32LE(16_000, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(samples * 2, 40)
  for (let i = 0; i < samples; i++) file.writeInt16LE(Math.round(1000 * Math.sin(i / 3)), 44 + i * 2)
  return file
}

/** Half a second of silence as MP3, with a PNG of one pixel as its cover (an ID3 tag): a picture that is not a video. */
export function mp3WithCover(): Buffer {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const picture = Buffer.concat([Buffer.from('\0image/png\0\x03\0', 'latin1'), png])
  const tag = Buffer.concat([Buffer.from('APIC\0\0\0\0\0\0', 'latin1'), picture])
  tag.writeUInt32BE(picture.length, 4)
  const header = Buffer.from('ID3\x03\0\0\0\0\0\0', 'latin1')
  header.writeUInt16BE(((tag.length >> 7) << 8) | (tag.length & 127), 8)
  // MPEG-1 layer 3, 128 kbit/s, 44.1 kHz: 417 bytes a frame; all zeros after the header is silence.
  const silence = Buffer.alloc(417)
  silence.writeUInt32BE(0xfffb9000)
  return Buffer.concat([header, tag, ...Array.from({ length: 20 }, () => silence)])
}
