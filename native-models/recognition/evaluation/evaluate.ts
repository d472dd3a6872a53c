import { ActscopeError } from '../../errors.ts'
import type { Manifest } from '../../models/manifest.ts'
import type { Dataset } from './dataset.ts'
import { measure, type Judged, type Metrics } from './metrics.ts'
import { recognizeFile } from '../recognize-file.ts'
import { hiddenOf, labelOf, thresholdOf } from '../../models/naming.ts'
import { topK } from '../top-k.ts'
import type { Recognizer } from '../recognizer.ts'

export interface Evaluation extends Metrics {
  readonly variant: string
  readonly device: string
  readonly videosPerSecond: number
  /** What a label needed to be said. */
  readonly threshold: number
  /** Videos that could not be read; they are not counted. */
  readonly failed: readonly { readonly path: string; readonly reason: string }[]
  /** Classes of the data that the variant does not know, and their clips, which were left out. */
  readonly leftOut: Readonly<Record<string, number>>
}

/**
 * Measures a variant on labelled videos, one pass over the segments of each (1 clip, 1 crop; docs/readings.md).
 *
 * @throws ActscopeError `dataset-invalid` if not one of them could be read
 */
export async function evaluate(
  recognizer: Recognizer,
  dataset: Dataset,
  threshold: number = thresholdOf(recognizer.manifest),
  onProgress: (done: number) => void = () => undefined,
): Promise<Evaluation> {
  const { manifest } = recognizer
  const hidden = hiddenOf(manifest.labels)
  const judged: Judged[] = []
  const failed: { path: string; reason: string }[] = []
  const start = performance.now()
  for (const { path, truth, source } of dataset.clips) {
    try {
      const { probabilities } = await recognizeFile(recognizer, path)
      const ranking = ranked(probabilities, manifest.labels)
      const score = Math.max(...probabilities)
      const labelled = labelOf(probabilities, threshold, hidden) !== undefined
      judged.push({ truth, ranking, score, source, labelled })
    } catch (error) {
      if (!(error instanceof ActscopeError) || !error.code.startsWith('video-')) throw error
      failed.push({ path, reason: error.message })
    }
    onProgress(judged.length + failed.length)
  }
  const seconds = (performance.now() - start) / 1000
  if (judged.length === 0)
    throw new ActscopeError('dataset-invalid', `none of the ${failed.length} videos could be read`)
  return {
    variant: manifest.id,
    device: recognizer.session.device,
    ...measure(
      manifest.labels.map(({ label }) => label),
      judged,
    ),
    videosPerSecond: judged.length / seconds,
    threshold,
    failed,
    leftOut: Object.fromEntries(dataset.leftOut),
  }
}

/** The best five, where a hidden label is as much as no action. */
function ranked(probabilities: ArrayLike<number>, labels: Manifest['labels']): readonly number[] {
  const quiet = labels.findIndex(({ background }) => background)
  const all = topK(probabilities, probabilities.length)
  const meant = all.map((i) => (labels[i]!.hidden === true && quiet >= 0 ? quiet : i))
  return [...new Set(meant)].slice(0, 5)
}
