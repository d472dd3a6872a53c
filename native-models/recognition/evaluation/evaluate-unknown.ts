import { ActscopeError } from '../../errors.ts'
import type { Manifest } from '../../models/manifest.ts'
import { hiddenOf, labelOf, thresholdOf } from '../../models/naming.ts'
import { recognizeFile } from '../recognize-file.ts'
import type { Recognizer } from '../recognizer.ts'
import type { UnknownClip } from './dataset.ts'
import { rateOf } from './rate.ts'

/** How many clips of actions that the variant does not know got a label of an action all the same. */
export interface UnknownEvaluation {
  readonly clips: number
  readonly labelled: number
  /** The Wilson interval at 95 % of the share that got one. */
  readonly low: number
  readonly high: number
  readonly perClass: readonly { readonly name: string; readonly clips: number; readonly labelled: number }[]
  readonly failed: readonly { readonly path: string; readonly reason: string }[]
}

/**
 * One pass over each whole clip, as `evaluate`. "No action" is not counted as a label: it says of no action that it is there.
 *
 * @throws ActscopeError `dataset-invalid` if not one of them could be read
 */
export async function evaluateUnknown(
  recognizer: Recognizer,
  clips: readonly UnknownClip[],
  threshold: number = thresholdOf(recognizer.manifest),
  onProgress: (done: number) => void = () => undefined,
): Promise<UnknownEvaluation> {
  const { labels } = recognizer.manifest
  const silent = silentOf(labels)
  const answers: { name: string; labelled: boolean }[] = []
  const failed: { path: string; reason: string }[] = []
  for (const { path, name } of clips) {
    try {
      const { probabilities } = await recognizeFile(recognizer, path)
      answers.push({ name, labelled: labelOf(probabilities, threshold, silent) !== undefined })
    } catch (error) {
      if (!(error instanceof ActscopeError) || !error.code.startsWith('video-')) throw error
      failed.push({ path, reason: error.message })
    }
    onProgress(answers.length + failed.length)
  }
  if (answers.length === 0)
    throw new ActscopeError('dataset-invalid', `none of the ${failed.length} videos could be read`)
  return { ...unknownMetrics(answers), failed }
}

/** Indices of the labels that claim no action. */
export const silentOf = (labels: Manifest['labels']): ReadonlySet<number> =>
  new Set([...hiddenOf(labels), ...labels.flatMap(({ background }, i) => (background ? [i] : []))])

export function unknownMetrics(
  answers: readonly { readonly name: string; readonly labelled: boolean }[],
): Omit<UnknownEvaluation, 'failed'> {
  const counted = (some: typeof answers): number => some.filter(({ labelled }) => labelled).length
  const { right: labelled, clips, low, high } = rateOf(counted(answers), answers.length)
  const names = [...new Set(answers.map(({ name }) => name))].toSorted()
  const perClass = names.map((name) => {
    const own = answers.filter((answer) => answer.name === name)
    return { name, clips: own.length, labelled: counted(own) }
  })
  return { clips, labelled, low, high, perClass }
}
