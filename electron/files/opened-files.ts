import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { basename, isAbsolute } from 'node:path'
import type { BridgeOpened } from '../../renderer/shell/bridge.ts'
import { fault, faultOf } from '../bridge/faults.ts'
import { searchFolder, searchLimits } from './folder-search.ts'
import { mediaUrl } from '../page/our-page.ts'
import { isLabelsName, isModelName } from '../../renderer/shell/model-names.ts'
import { isVideoName } from '../../renderer/shell/video-names.ts'

/** How many files one run of the app knows at most. */
const limit = 20_000

export interface Named {
  /** What it is called when it is refused. */
  readonly name: string
  readonly path: string
}

/** Opened files, each with the id that page and recognizer know it by: neither ever names a path. */
export class OpenedFiles {
  readonly #idOfPath = new Map<string, string>()
  readonly #pathOfId = new Map<string, string>()

  pathOf(id: string): string | undefined {
    return this.#pathOfId.get(id)
  }

  /** Vets files (videos and models; `labels`: or a list of labels) and searches folders. Never rejects: what cannot be opened is among the refused, with its reason. */
  async open(paths: readonly Named[], labels = false): Promise<BridgeOpened> {
    const files: BridgeOpened['files'][number][] = []
    const refused: BridgeOpened['refused'][number][] = []
    for (const { name, path } of paths) {
      try {
        if (!isAbsolute(path)) throw fault('file-missing', `${name} is not a file of this disk.`, 'Save it first.')
        if ((await stat(path)).isDirectory()) {
          const { videos, cut } = await searchFolder(path)
          if (videos.length === 0) throw fault('not-a-video', `${name}: there is no video in this folder.`)
          for (const video of videos) {
            try {
              files.push(await this.#vet(video))
            } catch (error) {
              const why = faultOf(error, basename(video))
              refused.push({ name: basename(video), error: why })
              if (why.code === 'too-many-files') break // so would be all others
            }
          }
          if (cut) throw tooMany(name)
        } else {
          files.push(await this.#vet(path, labels))
        }
      } catch (error) {
        refused.push({ name, error: faultOf(error, name) })
      }
    }
    const once = new Map(files.map((file) => [file.id, file]))
    return { files: [...once.values()], refused }
  }

  async #vet(path: string, labels = false): Promise<BridgeOpened['files'][number]> {
    const name = basename(path)
    if (!isVideoName(name) && !isModelName(name) && !(labels && isLabelsName(name)))
      throw fault(
        'not-a-video',
        `${name} does not have the name of a video.`,
        'Open mp4, mov, mkv, webm, avi or the like.',
      )
    const found = await stat(path)
    // Not a pipe or a device: opening one may wait for ever.
    if (!found.isFile()) throw fault('not-a-video', `${name} is not a regular file.`)
    await access(path, constants.R_OK)
    const id = this.#idOf(await realpath(path))
    return { id, name, bytes: found.size, url: mediaUrl(id) }
  }

  #idOf(path: string): string {
    const known = this.#idOfPath.get(path)
    if (known !== undefined) return known
    if (this.#idOfPath.size >= limit)
      throw fault('too-many-files', `${limit} files were opened since Actscope started.`, 'Start it anew.')
    const id = randomUUID()
    this.#idOfPath.set(path, id)
    this.#pathOfId.set(id, path)
    return id
  }
}

const tooMany = (name: string): Error =>
  fault(
    'too-many-files',
    `${name} holds more than was opened (at most ${searchLimits.videos} videos, ${searchLimits.depth} folders deep).`,
    'Open the folders within it one by one.',
  )
