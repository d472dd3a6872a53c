import { basename, dirname } from 'node:path'
import { existsSync, statSync } from 'node:fs'
import { ActscopeError } from '../errors.ts'
import { videosIn } from '../recognition/evaluation/dataset.ts'
import type { Action } from './action.ts'
import type { FeatureReader } from './feature-reader.ts'
import { grouped } from './leave-one-out.ts'
import { takeFromFile } from './takes.ts'

/** The folder of this name holds what is no action. */
export const backgroundFolder = 'nothing'

/** An action of a folder: clips in `folder/action/clip.mp4`, at any depth. */
export interface ClipsOfAction {
  readonly label: string
  readonly background: boolean
  readonly clips: readonly string[]
}

/** Throws `dataset-invalid` if there is no folder, or no clips in folders. */
export function actionsIn(folder: string): readonly ClipsOfAction[] {
  const hint = 'Give a folder with a folder of clips for each action; one called "nothing" holds what is none.'
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new ActscopeError('dataset-invalid', `there is no folder ${folder}`, { hint })
  const clips = videosIn(folder)
  if (clips.length === 0) throw new ActscopeError('dataset-invalid', `${folder} holds no clips`, { hint })
  return [...grouped(clips, (path) => basename(dirname(path)))].map(([name, own]) => ({
    label: name.replaceAll('_', ' '),
    background: name.toLowerCase() === backgroundFolder,
    clips: own,
  }))
}

export interface ReadOptions {
  /** Actions (by label) whose left and right differ: no mirrored copies. */
  readonly sided?: ReadonlySet<string>
  readonly signal?: AbortSignal
  /** Called after each clip, with the number of clips that are done. */
  readonly onProgress?: (done: number) => void
}

/** Features of every clip. @throws ActscopeError as `takeFromFile`, naming the clip; `engine-failed` */
export async function readActions(
  reader: FeatureReader,
  actions: readonly ClipsOfAction[],
  { sided = new Set(), signal, onProgress }: ReadOptions = {},
): Promise<readonly Action[]> {
  const { manifest, network } = reader.base
  const { frames, size } = network.options
  const crop = { shortSide: manifest.preprocessing.shortSide, size }
  const read: Action[] = []
  let done = 0
  for (const { label, background, clips } of actions) {
    const mirrored = !sided.has(label)
    const takes = []
    for (const path of clips) {
      const take = await takeFromFile(path, manifest, frames, crop, signal)
      takes.push(await reader.read(take, mirrored, signal))
      onProgress?.(++done)
    }
    read.push({ label, background, mirrored, takes })
  }
  return read
}
