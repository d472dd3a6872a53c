/** Reading what the app has written, to see that it is right. */
import type { Video } from '../native-models/video/video.ts'

/** Width and height in its header. */
export function pngSize(png: Buffer): readonly [number, number] {
  if (png.toString('latin1', 1, 4) !== 'PNG') throw new Error('This is no PNG.')
  return [png.readUInt32BE(16), png.readUInt32BE(20)]
}

/** Every picture is decoded. */
export async function countFrames(video: Video): Promise<number> {
  let count = 0
  for await (const frame of video.frames()) if (frame.rgb.length > 0) count++
  return count
}

export interface Cue {
  /** Seconds. */
  readonly start: number
  readonly end: number
  readonly text: string
}

export function readVtt(text: string): readonly Cue[] {
  if (!text.startsWith('WEBVTT')) throw new Error('This is no WebVTT.')
  return readCues(text)
}

export const readSrt = (text: string): readonly Cue[] => readCues(text)

function readCues(text: string): readonly Cue[] {
  const blocks = text.replaceAll('\r\n', '\n').split(/\n\n+/)
  return blocks.flatMap((block) => {
    const [, from, to, said] = /(\d[\d:.,]+) --> (\d[\d:.,]+)[^\n]*\n([^]+)/.exec(block) ?? []
    return from === undefined || to === undefined || said === undefined
      ? []
      : [{ start: seconds(from), end: seconds(to), text: said.trim() }]
  })
}

const seconds = (stamp: string): number =>
  stamp
    .replace(',', '.')
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part), 0)

/** Rows of cells; cells may be quoted. */
export const readCsv = (text: string): readonly (readonly string[])[] =>
  text
    .trim()
    .split(/\r?\n/)
    .map((line) =>
      [...line.matchAll(/("([^"]|"")*"|[^,]*)(,|$)/g)]
        .slice(0, -1)
        .map(([, cell = '']) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)),
    )
