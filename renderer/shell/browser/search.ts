/** Which of the files that were chosen or dropped are videos; or models, where they are named one by one. */
import { isModelName } from '../model-names.ts'
import type { ShellFault } from '../values.ts'
import { isVideoName } from '../video-names.ts'

export interface NamedFile {
  readonly name: string
  /** Its media type, as the browser has it by the name. */
  readonly type: string
  /** `folder/inner/name`; empty unless a folder was chosen. */
  readonly webkitRelativePath: string
}

/** As much of a FileSystemEntry as is used: a file, or a folder that gives its entries in portions. */
export interface Entry<F> {
  readonly name: string
  readonly isDirectory: boolean
  file?(found: (file: F) => void, failed: (error: unknown) => void): void
  createReader?(): {
    readEntries(found: (entries: readonly Entry<F>[]) => void, failed: (error: unknown) => void): void
  }
}

export interface Found<F> {
  readonly files: readonly F[]
  readonly refused: readonly { readonly name: string; readonly error: ShellFault }[]
}

export const limits = { videos: 2000, depth: 8, names: 200_000 }

const order = new Intl.Collator('en', { numeric: true })

const isVideo = ({ name, type }: NamedFile): boolean => isVideoName(name) || type.startsWith('video/')

const notAVideo = (name: string): ShellFault => ({
  code: 'not-a-video',
  message: `${name} does not have the name of a video.`,
  hint: 'Open MP4, MOV, MKV, AVI, WebM or another kind of video.',
})
const noVideos = (name: string): ShellFault => ({ code: 'not-a-video', message: `${name} holds no videos.` })
const notAll = (name: string): ShellFault => ({
  code: 'too-many-files',
  message: `${name} holds more than was opened: ${limits.videos} videos, ${limits.depth} folders deep.`,
  hint: 'Open its folders one after the other.',
})
const unreadable = (name: string): ShellFault => ({
  code: 'no-permission',
  message: `${name} cannot be read.`,
  hint: 'Check its permissions, and whether it is still there.',
})

/** Of files that were chosen one by one. */
export function fromFiles<F extends NamedFile>(chosen: readonly F[]): Found<F> {
  const wanted = (file: F): boolean => isVideo(file) || isModelName(file.name)
  const videos = chosen.filter(wanted)
  const others = chosen.filter((file) => !wanted(file))
  const refused = others.map(({ name }) => ({ name, error: notAVideo(name) }))
  if (videos.length > limits.videos) refused.push({ name: 'The choice', error: notAll('The choice') })
  return { files: videos.slice(0, limits.videos), refused }
}

/** Of all files of a folder, as <input webkitdirectory> gives them; what is hidden is passed over. */
export function fromFolder<F extends NamedFile>(chosen: readonly F[]): Found<F> {
  if (chosen.length === 0) return { files: [], refused: [] }
  const name = chosen[0]!.webkitRelativePath.split('/')[0]!
  const parts = (file: F): string[] => file.webkitRelativePath.split('/').slice(1)
  const videos = chosen
    .filter((file) => isVideo(file) && !parts(file).some((part) => part.startsWith('.')))
    .toSorted((a, b) => order.compare(a.webkitRelativePath, b.webkitRelativePath))
  // A file in the folder itself has one part.
  const near = videos.filter((file) => parts(file).length <= limits.depth + 1)
  const files = near.slice(0, limits.videos)
  if (videos.length === 0) return { files, refused: [{ name, error: noVideos(name) }] }
  return { files, refused: files.length < videos.length ? [{ name, error: notAll(name) }] : [] }
}

/** Of what was dropped: files as they are, folders searched in the order of their names. */
export async function fromEntries<F extends NamedFile>(dropped: readonly Entry<F>[]): Promise<Found<F>> {
  const files: F[] = []
  const refused: { name: string; error: ShellFault }[] = []
  let names = 0
  /** Whether something was left out. */
  const search = async (folder: Entry<F>, depth: number): Promise<boolean> => {
    let cut = false
    for (const entry of (await entriesOf(folder)).toSorted((a, b) => order.compare(a.name, b.name))) {
      if (entry.name.startsWith('.')) continue
      if (files.length >= limits.videos || ++names > limits.names) return true
      // One that cannot be read does not spoil the others.
      if (!entry.isDirectory) files.push(...(await fileOf(entry).catch(() => [])).filter(isVideo))
      else if (depth < limits.depth) cut = (await search(entry, depth + 1).catch(() => false)) || cut
      else cut = true
    }
    return cut
  }
  for (const entry of dropped) {
    const { name } = entry
    try {
      if (entry.isDirectory) {
        const before = files.length
        const cut = await search(entry, 0)
        if (cut) refused.push({ name, error: notAll(name) })
        else if (files.length === before) refused.push({ name, error: noVideos(name) })
      } else {
        const chosen = fromFiles(await fileOf(entry))
        if (files.length < limits.videos) files.push(...chosen.files)
        refused.push(...chosen.refused)
      }
    } catch {
      refused.push({ name, error: unreadable(name) })
    }
  }
  return { files, refused }
}

function fileOf<F>(entry: Entry<F>): Promise<F[]> {
  return new Promise((resolve, reject) => {
    entry.file?.((file) => {
      resolve([file])
    }, reject)
  })
}

/** All of a folder: a reader gives about a hundred at a time, and none at the end. */
async function entriesOf<F>(folder: Entry<F>): Promise<Entry<F>[]> {
  const reader = folder.createReader?.()
  const all: Entry<F>[] = []
  for (;;) {
    const some = await new Promise<readonly Entry<F>[]>((resolve, reject) => {
      if (reader === undefined) resolve([])
      else reader.readEntries(resolve, reject)
    })
    if (some.length === 0 || all.length > limits.names) return all
    all.push(...some)
  }
}
