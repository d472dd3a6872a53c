/** One line for each variant at the upper left, as in the papers' demo. */
export interface OverlayLine {
  /** The label, "–", or "warming up 9/16". */
  readonly text: string
  readonly score: number | undefined
  /** The lane: colour of its mark. */
  readonly lane: 0 | 1
  /** Name of the variant, where two are compared. */
  readonly title: string | undefined
  /** Not a label: drawn quietly. */
  readonly quiet: boolean
}
