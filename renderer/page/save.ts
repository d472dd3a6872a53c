/** Small files that are written as a whole, and the notice that says where they are. */
import type { Saved, Sink } from '../shell/files.ts'
import type { Notice } from '../store/state.ts'

/** Rejects with a ShellError; nothing stays of a file that could not be written. */
export async function writeWhole(sink: Sink, content: string | Uint8Array<ArrayBuffer>): Promise<Saved> {
  try {
    await sink.write(typeof content === 'string' ? new TextEncoder().encode(content) : content)
    return await sink.close()
  } catch (error) {
    await sink.abort(false).catch(() => undefined) // the first error says what is wrong
    throw error
  }
}

/** `show`: the words of what shows the file. */
export const savedNotice = (text: string, { reveal }: Saved, show: string): Omit<Notice, 'id'> => ({
  kind: 'success',
  text,
  ...(reveal !== undefined && { action: { label: show, run: reveal } }),
})
