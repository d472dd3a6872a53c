/** What was measured of a model, in sentences. Knows no page. */
import type { Rate, VariantSummary } from '../../../native-models/protocol.ts'
import { percent } from '../../number-texts.ts'
import { texts } from '../../texts.ts'

const words = texts.models.accuracy

type Calibration = NonNullable<VariantSummary['calibration']>

/** So many clips make the share of a bin worth telling. */
const enoughClips = 20
/** The score that is told of, where enough clips have it. */
const told = 0.8

/** "Right on 84 of 100 clips it never saw (79 to 88)" */
export const rightWords = (rate: Rate): string => words.right(hundreds(rate))

/** "ucf101: 84 of 100 (79 to 88), 499 clips" */
export const sourceWords = (name: string, rate: Rate): string => words.source(name, hundreds(rate), rate.clips)

/** "Says nothing for 9 of 10 unknown actions"; never for all of them where it said something once. */
export function unknownWords({ clips, labelled }: NonNullable<Calibration['unknown']>): string | undefined {
  if (clips === 0) return undefined
  const silent = Math.round((10 * (clips - labelled)) / clips)
  return labelled > 0 && silent === 10 ? words.unknownAlmost : words.unknown(silent)
}

/** "When it says 80%, it is right 78% of the time": of the scores near that; those of most clips where they are few. */
export function calibrationWords({ bins }: Calibration): string | undefined {
  const [near] = bins
    .filter(({ clips }) => clips >= enoughClips)
    .toSorted((a, b) => Math.abs(a.confidence - told) - Math.abs(b.confidence - told))
  return near === undefined ? undefined : words.says(percent(near.confidence), percent(near.accuracy))
}

/** What a label's tag has besides its name: "from photos". The sentence says how well it holds on videos. */
export function labelWords({ from, measured }: VariantSummary['labels'][number]): {
  readonly note: string | undefined
  readonly sentence: string | undefined
} {
  const parts = [
    ...(from === undefined ? [] : [words.fromStillsHelp]),
    ...(measured === undefined ? [] : [rightWords(measured)]),
  ]
  return {
    note: from === undefined ? undefined : words.fromStills,
    sentence: parts.length === 0 ? undefined : parts.join(' '),
  }
}

function hundreds({ right, clips, low, high }: Rate): { right: number; low: number; high: number } {
  const of = (share: number): number => Math.round(100 * share)
  return { right: clips === 0 ? 0 : of(right / clips), low: of(low), high: of(high) }
}
