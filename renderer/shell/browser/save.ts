/** Saves through the browser's own dialog where it has one (Chromium), and as a download elsewhere. */
import type { Saved, Sink } from '../files.ts'
import { ShellError, type SaveKind } from '../values.ts'

interface WritableFile {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  close(): Promise<void>
  abort(): Promise<void>
}
interface FileHandle {
  readonly name: string
  createWritable(): Promise<WritableFile>
}
type SavePicker = (options: {
  suggestedName: string
  types: readonly { accept: Readonly<Record<string, readonly string[]>> }[]
}) => Promise<FileHandle>

const types: Readonly<Record<SaveKind, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  vtt: 'text/vtt',
  srt: 'application/x-subrip',
  webm: 'video/webm',
  mp4: 'video/mp4',
  png: 'image/png',
}

export async function saveFile(name: string, kind: SaveKind): Promise<Sink | undefined> {
  const { showSaveFilePicker: pick } = window as { showSaveFilePicker?: SavePicker }
  if (pick === undefined) return download(name, kind)
  let handle: FileHandle
  try {
    handle = await pick.call(window, { suggestedName: name, types: [{ accept: { [types[kind]]: [`.${kind}`] } }] })
  } catch (error) {
    if (nameOf(error) === 'AbortError') return undefined
    return download(name, kind) // the click that asked for it is too long ago for a dialog
  }
  try {
    return sinkFor(handle.name, await handle.createWritable())
  } catch (error) {
    throw writeFault(error, handle.name)
  }
}

/** The browser writes to a file beside it, and puts it in its place at `close`. */
function sinkFor(name: string, file: WritableFile): Sink {
  const guarded = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      throw writeFault(error, name)
    }
  }
  return {
    write: (bytes) => guarded(file.write(bytes)),
    async close(): Promise<Saved> {
      await guarded(file.close())
      return { name, place: 'the folder that you chose', reveal: undefined }
    },
    abort: (keep) => guarded(keep ? file.close() : file.abort()),
  }
}

/** Bytes that are held before they become a Blob, which browsers move to the disk. */
const gathered = 8 * 2 ** 20
/** Milliseconds until a download has surely begun. */
const begun = 60_000

export function download(name: string, kind: SaveKind): Sink {
  const type = types[kind]
  let whole = new Blob([], { type })
  let parts: Uint8Array<ArrayBuffer>[] = []
  let held = 0
  const gather = (): void => {
    whole = new Blob([whole, ...parts], { type })
    parts = []
    held = 0
  }
  const start = (): void => {
    gather()
    const link = document.createElement('a')
    link.href = URL.createObjectURL(whole)
    link.download = name
    link.click()
    setTimeout(() => {
      URL.revokeObjectURL(link.href)
    }, begun)
  }
  return {
    write(bytes) {
      parts.push(bytes.slice())
      held += bytes.length
      if (held > gathered) gather()
      return Promise.resolve()
    },
    close() {
      start()
      return Promise.resolve({ name, place: 'your downloads', reveal: undefined })
    },
    abort(keep) {
      if (keep) start()
      whole = new Blob([])
      parts = []
      return Promise.resolve()
    },
  }
}

const nameOf = (error: unknown): string => (error instanceof DOMException ? error.name : '')

function writeFault(error: unknown, name: string): ShellError {
  switch (nameOf(error)) {
    case 'QuotaExceededError':
      return new ShellError({ code: 'disk-full', message: `${name}: the disk is full.`, hint: 'Make room there.' })
    case 'NotAllowedError':
    case 'NoModificationAllowedError':
      return new ShellError({
        code: 'no-permission',
        message: `${name} may not be written.`,
        hint: 'Choose another place.',
      })
    case 'NotFoundError':
      return new ShellError({ code: 'file-missing', message: `${name}: its folder is not there any more.` })
    default:
      return new ShellError({
        code: 'shell-failed',
        message: `${name} could not be written: ${error instanceof Error ? error.message : String(error)}`,
      })
  }
}
