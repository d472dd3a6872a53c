import { extname } from 'node:path'
import type { SaveKind } from '../../renderer/shell/values.ts'

/** Names that Windows gives to devices, whatever their ending. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/**
 * A file name that every system accepts, made of one that the page proposes: one part without separators or what Windows
 * reserves, not hidden, not too long, with the ending of its kind.
 */
export function safeName(proposed: string, kind: SaveKind): string {
  const plain = proposed.replaceAll(/[\u0000-\u001f\u007f<>:"/\\|?*]+/g, '-').replace(/^[\s.]+/, '')
  const stem = extname(plain).toLowerCase() === `.${kind}` ? plain.slice(0, -kind.length - 1) : plain
  const short = stem
    .slice(0, 120)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/[\s.]+$/, '')
  const named = short === '' ? 'actscope' : devices.test(short) ? `_${short}` : short
  return `${named}.${kind}`
}

/** "clip.webm", "clip (2).webm", "clip (3).webm" and so on. */
export function numbered(name: string, count: number): string {
  const ending = extname(name)
  return count === 1 ? name : `${name.slice(0, name.length - ending.length)} (${count})${ending}`
}
