/** Files that the user chooses in the browser's dialog, or drops on the page. */
import { fromEntries, fromFiles, fromFolder, type Entry, type Found } from './search.ts'
import type { BrowserServer } from './server.ts'
import { fetchRange, noLongerThere } from '../fetch-range.ts'
import { labelsEndings, modelEndings } from '../model-names.ts'
import type { Opened, OpenedFile } from '../files.ts'
import type { OpenKind } from '../values.ts'
import { videoEndings } from '../video-names.ts'

/** What the browser's dialog offers. */
const accepted: Readonly<Record<OpenKind, readonly string[]>> = {
  files: ['video/*', ...dotted(videoEndings)],
  folder: [],
  model: dotted(modelEndings),
  labels: dotted(labelsEndings),
}

export async function chooseFiles(server: BrowserServer, what: OpenKind): Promise<Opened> {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = what === 'files' || what === 'folder'
  input.webkitdirectory = what === 'folder'
  input.accept = accepted[what].join(',')
  input.hidden = true
  document.body.append(input) // some browsers open no dialog for one that is not in the page
  const chosen = await new Promise<readonly File[]>((resolve) => {
    input.onchange = () => {
      resolve([...(input.files ?? [])])
    }
    input.oncancel = () => {
      resolve([])
    }
    input.click()
  })
  input.remove()
  // What a model or a list of labels is called says little in the end; the recognizer looks inside.
  if (what === 'model' || what === 'labels') return openedFiles(server, { files: chosen, refused: [] })
  return openedFiles(server, what === 'files' ? fromFiles(chosen) : fromFolder(chosen))
}

/** What was dropped is there only during the event, so all of it is taken before anything is awaited. */
export async function takeDropped(server: BrowserServer, dropped: DataTransfer): Promise<Opened> {
  const entries = [...dropped.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => item.webkitGetAsEntry() as Entry<File> | null)
  const known = entries.filter((entry) => entry !== null)
  const plain = [...dropped.files]
  return openedFiles(server, known.length > 0 ? await fromEntries(known) : fromFiles(plain))
}

const openedFiles = (server: BrowserServer, { files, refused }: Found<File>): Opened => ({
  files: files.map((file) => openedFile(server, file)),
  refused,
})

function openedFile(server: BrowserServer, file: File): OpenedFile {
  const url = URL.createObjectURL(file)
  let uploaded: string | undefined
  let released = false
  return {
    // A browser does not tell where a file is.
    key: `${file.name}\n${file.size}\n${file.lastModified}`,
    name: file.name,
    bytes: file.size,
    url,
    read: (from, to) => readFile(file, from, to),
    async provide(progress, signal) {
      if (uploaded !== undefined && (await server.has(uploaded))) {
        progress(1)
        return uploaded
      }
      const id = await server.upload(file, progress, signal)
      uploaded = id
      if (released) server.remove(id)
      return id
    },
    release() {
      released = true
      URL.revokeObjectURL(url)
      if (uploaded !== undefined) server.remove(uploaded)
    },
  }
}

async function readFile(file: File, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.slice(from, to).arrayBuffer())
  } catch {
    throw noLongerThere()
  }
}

function dotted(endings: readonly string[]): string[] {
  return endings.map((ending) => `.${ending}`)
}

/** Videos of the server's command line: they lie there already. */
export async function listedFiles(server: BrowserServer): Promise<Opened> {
  const { files } = await server.list()
  return {
    refused: [],
    files: files.map(({ id, name, bytes }) => ({
      key: id,
      name,
      bytes,
      url: server.fileAddress(id),
      read: (from, to) => fetchRange(server.fileAddress(id), from, to),
      provide(progress) {
        progress(1)
        return Promise.resolve(id)
      },
      release() {
        // The server's own.
      },
    })),
  }
}
