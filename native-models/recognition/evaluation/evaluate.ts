import { ActscopeError } from '../../errors.ts'
import type { Dataset } from './dataset.ts'
import { measure, type Judged, type Metrics } from './metrics.ts'
import { recognizeFile } from '../recognize-file.ts'
import { topK } from '../top-k.ts'
import type { Recognizer } from '../recognizer.ts'

export interface Evaluation extends Metrics {
  readonly variant: string
  readonly device: string
  readonly videosPerSecond: number
  /** Videos that could not be read; they are not counted. */
  readonly failed: readonly { readonly path: string; readonly reason: string }[]
  /** Classes of the data that the variant does not know, and their clips, which were left out. */
  readonly unknown: Readonly<Record<string, number>>
}

/**
 * Measures a variant on labelled videos, one pass over the segments of each (1 clip, 1 crop; docs/readings.md).
 *
 * @throws ActscopeError `dataset-invalid` if not one of them could be read
 */
export async function evaluate(
  recognizer: Recognizer,
  dataset: Dataset,
  onProgress: (done: number) => void = () => undefined,
): Promise<Evaluation> {
  const { manifest } = recognizer
  const judged: Judged[] = []
  const failed: { path: string; reason: string }[] = []
  const start = performance.now()
  for (const { path, truth } of dataset.clips) {
    try {
      const { probabilities } = await recognizeFile(recognizer, path)
      judged.push({ truth, ranking: topK(probabilities, 5) })
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
    failed,
    unknown: Object.fromEntries(dataset.unknown),
  }
}
