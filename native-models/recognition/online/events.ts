import { ActscopeError } from '../../errors.ts'
import { defaultThreshold } from '../../models/naming.ts'

/** A label that held. */
export interface RecognitionEvent {
  /** Index of the class. */
  readonly index: number
  readonly label: string
  /** Media seconds: where the first pass that showed it begins, and where the last one ends. */
  readonly start: number
  readonly end: number
  /** Mean of the label's P_A over the passes that showed it: how sure, as a whole. */
  readonly score: number
  /** The highest of them. */
  readonly peak: number
}

/** What one pass says, and of when. */
export interface PassResult {
  /**
   * Media seconds that this pass added: the first and the last frame of the newest block. (Not of the whole clip:
   * its oldest frames lie many blocks back, and events would reach into the ones before them.)
   */
  readonly from: number
  readonly until: number
  /** P_A [classes]. */
  readonly probabilities: ArrayLike<number>
}

/** The label on screen. */
export interface Shown {
  readonly index: number
  readonly label: string
  /** Its P_A now. */
  readonly score: number
  /** Media seconds since when it holds. */
  readonly since: number
}

/** When a label is shown, and when it goes. */
export interface LabelLimits {
  /** What a label needs to be shown. */
  readonly threshold: number
  /** A label that is shown is taken away when it falls below this. */
  readonly release: number
  /** How far another label must lead to take its place. */
  readonly margin: number
}

export interface EventOptions {
  /** 0.5 unless given; of a variant what it says itself. */
  readonly threshold?: number | undefined
  /** 0.7 of the threshold unless given. */
  readonly release?: number | undefined
  /** 0.1 unless given. */
  readonly margin?: number | undefined
  /** Classes that mean that nothing happens: they are shown like any other, but are no events. */
  readonly background?: ReadonlySet<number>
  /** Classes that nothing is called by: where one of them is the best, there is no label. */
  readonly hidden?: ReadonlySet<number>
}

/** What can be changed while it runs. */
export type LimitOptions = Omit<EventOptions, 'background' | 'hidden'>

/** The limits that are in force. Throws `input-invalid` unless 0 <= release <= threshold <= 1 and 0 <= margin <= 1. */
export function labelLimits(options: LimitOptions): LabelLimits {
  const { threshold = defaultThreshold, release = threshold * 0.7, margin = 0.1 } = options
  if (!(release >= 0 && release <= threshold && threshold <= 1 && margin >= 0 && margin <= 1)) {
    const given = `threshold ${threshold}, release ${release}, margin ${margin}`
    throw new ActscopeError('input-invalid', `Labels cannot be shown with ${given}.`, {
      hint: 'All lie between 0 and 1, and release is not above threshold.',
    })
  }
  return { threshold, release, margin }
}

/**
 * Turns P_A, pass by pass, into the label to show and into events. A label once shown is sticky, so that two labels of
 * like probability do not flicker: it stays until it falls below `release`, or until another one has reached `threshold`
 * and leads by `margin`. Events do not overlap. Nothing but the numbers given decides: no clock.
 */
export class EventTracker {
  readonly #labels: readonly string[]
  #limits: LabelLimits
  readonly #background: ReadonlySet<number>
  readonly #hidden: ReadonlySet<number>
  #open: OpenEvent | undefined
  #latest = -Infinity

  /** Throws as `labelLimits`. */
  constructor(labels: readonly string[], options: EventOptions = {}) {
    this.#labels = labels
    this.#background = options.background ?? new Set()
    this.#hidden = options.hidden ?? new Set()
    this.#limits = labelLimits(options)
  }

  /** Other limits from the next pass on; the label that is shown stays until they take it away. Throws as the constructor. */
  configure(options: LimitOptions): void {
    this.#limits = labelLimits(options)
  }

  /**
   * Takes the next pass. `shown` is undefined ("-") where no label is sure enough; `closed` is the event that this pass
   * ended. Throws `input-invalid` if the pass has another number of classes, or lies before the one before it.
   */
  add(pass: PassResult): { shown: Shown | undefined; closed: RecognitionEvent | undefined } {
    this.#check(pass)
    const index = this.#choose(pass.probabilities)
    let closed: RecognitionEvent | undefined
    if (index !== this.#open?.index) {
      closed = this.#close()
      if (index !== undefined)
        this.#open = { index, start: Math.max(pass.from, this.#latest), end: 0, sum: 0, passes: 0, peak: 0 }
    }
    this.#latest = pass.until
    const open = this.#open
    if (open === undefined) return { shown: undefined, closed }
    const score = pass.probabilities[open.index]!
    open.end = pass.until
    open.sum += score
    open.passes++
    open.peak = Math.max(open.peak, score)
    return { shown: { index: open.index, label: this.#labels[open.index]!, score, since: open.start }, closed }
  }

  /** Ends what is still open: the end of a file, a stop, or a jump, after which time may begin anew. */
  flush(): RecognitionEvent | undefined {
    this.#latest = -Infinity
    return this.#close()
  }

  #choose(probabilities: ArrayLike<number>): number | undefined {
    let best = 0
    for (let i = 1; i < probabilities.length; i++) if (probabilities[i]! > probabilities[best]!) best = i
    const held = this.#open?.index
    const sure = probabilities[best]! >= this.#limits.threshold
    const named = this.#hidden.has(best) ? undefined : best
    if (held === undefined || probabilities[held]! < this.#limits.release) return sure ? named : undefined
    const leads = best !== held && probabilities[best]! - probabilities[held]! >= this.#limits.margin
    return sure && leads ? named : held
  }

  #close(): RecognitionEvent | undefined {
    const open = this.#open
    this.#open = undefined
    if (open === undefined || this.#background.has(open.index)) return undefined
    const { index, start, end, peak } = open
    return { index, label: this.#labels[index]!, start, end, score: open.sum / open.passes, peak }
  }

  #check({ from, until, probabilities }: PassResult): void {
    if (probabilities.length !== this.#labels.length) {
      const counts = `${probabilities.length} probabilities, there are ${this.#labels.length} labels`
      throw new ActscopeError('input-invalid', `A pass has ${counts}.`)
    }
    if (!Number.isFinite(from) || !Number.isFinite(until) || from > until || until < this.#latest) {
      const span = `from ${from} to ${until} s`
      throw new ActscopeError('input-invalid', `A pass ${span} cannot follow one that ended at ${this.#latest} s.`)
    }
  }
}

interface OpenEvent {
  readonly index: number
  readonly start: number
  end: number
  sum: number
  passes: number
  peak: number
}
