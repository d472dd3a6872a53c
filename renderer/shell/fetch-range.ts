import { ShellError } from './values.ts'

/** Bytes of a file by its address, from `from` up to, and not including, `to`. Rejects with a ShellError. */
export async function fetchRange(url: string, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const answer = await fetch(url, { headers: { Range: `bytes=${from}-${to - 1}` } })
    if (answer.status === 206) return new Uint8Array(await answer.arrayBuffer())
  } catch {
    // Said below: it does not matter to anyone in which way it cannot be read.
  }
  throw noLongerThere()
}

export const noLongerThere = (): ShellError =>
  new ShellError({ code: 'file-missing', message: 'The file can no longer be read.', hint: 'Open it again.' })
