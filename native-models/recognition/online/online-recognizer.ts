import { RateSampler } from '../../video/rate-sampler.ts'
import { RunningAverage, type AveragingRule } from './averaging.ts'
import type { KeptFrame, Prediction } from '../network-session.ts'
import { HalvingBuffer } from './halving-buffer.ts'
import { OnlineBuffer } from './buffer.ts'
import type { Clip, OnlineMemory, OnlineProgress, OnlineReading, PassesPerBlock } from './memory.ts'
import type { Recognizer } from '../recognizer.ts'
import { SlidingWindow } from './sliding-window.ts'

export interface LiveOptions {
  /** Frames per second that the memory is fed with; default: what the variant was trained for. */
  readonly rate?: number
  readonly averaging?: AveragingRule
  /** How the memory is thinned; of no account for a variant whose clips are frames one after another. */
  readonly reading?: OnlineReading
  /** Passes for every N frames; 4 unless given. With the reading `halving` there is always one. */
  readonly passesPerBlock?: PassesPerBlock
}

/**
 * On the held-back clips one after another, res34-se-im-net/everyday shows the right label 44 % of the time with four and
 * 34 % with ECO's one, and a wrong one 21 % and 27 % (docs/readings.md).
 */
export const defaultPassesPerBlock = 4

/** One pass of the online recognizer. */
export interface LivePass {
  readonly prediction: Prediction
  /** P_A: the running average over passes, [classes]. */
  readonly average: Float64Array
  /** Seconds: the frames of the newest block, and the oldest frame that was looked at. */
  readonly from: number
  readonly until: number
  readonly oldest: number
  /** Milliseconds spent on encoding frames since the last pass. */
  readonly encodeMilliseconds: number
}

/**
 * ECO's online recognition (Algorithm 1; SPEC 4) over a stream of frames with times: resampled to the variant's rate,
 * kept ever more sparsely, some passes per block of N frames, averaged over passes. Frames that the memory will never
 * use are not even preprocessed: ask `wants` first. A variant that was trained on frames one after another has a window that
 * slides in the memory's place.
 */
export class LiveRecognizer {
  readonly #recognizer: Recognizer
  readonly #sampler: RateSampler
  readonly #buffer: OnlineMemory<KeptFrame>
  #average: RunningAverage
  #encodeMilliseconds = 0

  constructor(recognizer: Recognizer, options: LiveOptions = {}) {
    const { manifest, network } = recognizer
    this.#recognizer = recognizer
    this.#sampler = new RateSampler(options.rate ?? manifest.rate)
    const { frames } = network.options
    const { reading = 'slots', passesPerBlock = defaultPassesPerBlock } = options
    this.#buffer =
      manifest.sampling.kind === 'clip'
        ? new SlidingWindow(frames, passesPerBlock)
        : reading === 'slots'
          ? new OnlineBuffer(frames, passesPerBlock)
          : new HalvingBuffer(frames)
    this.#average = new RunningAverage(network.options.classes, options.averaging)
  }

  /** How far the current block is filled: "warming up 9/16" before the first pass. */
  get progress(): OnlineProgress {
    return this.#buffer.progress
  }

  /** Whether the memory will use the next frame that is offered, or only count it. */
  get next(): 'keep' | 'skip' {
    return this.#buffer.next()
  }

  /** Another rule from the next pass on: the average begins anew with it, the memory stays. */
  averageBy(rule: AveragingRule | undefined): void {
    this.#average = new RunningAverage(this.#recognizer.network.options.classes, rule)
  }

  /** Fewer passes for each block from now on; the memory stays. */
  renew(passesPerBlock: PassesPerBlock): void {
    this.#buffer.renew(passesPerBlock)
  }

  /** Whether the frame captured at `time` (seconds) is one that the variant's rate needs. Ask once for each, in order. */
  wants(time: number): boolean {
    return this.#sampler.keep(time)
  }

  /**
   * Takes a frame that `wants` has accepted. `pixels` is called only if the memory will use it, and gives its
   * preprocessed RGB bytes, size x size x 3. Returns the pass that this frame completed, if it did. Await each call
   * before the next.
   */
  async offer(time: number, pixels: () => Uint8Array): Promise<LivePass | undefined> {
    if (this.#buffer.next() === 'skip') return this.#pass(this.#buffer.skip())
    const start = performance.now()
    const [kept] = await this.#recognizer.session.encode([pixels()])
    this.#encodeMilliseconds += performance.now() - start
    return this.#pass(this.#buffer.keep(kept!, time))
  }

  /** Forgets everything, as after a cut or a seek. */
  reset(): void {
    this.#sampler.reset()
    this.#buffer.reset()
    this.#average.reset()
    this.#encodeMilliseconds = 0
  }

  async #pass(clip: Clip<KeptFrame> | undefined): Promise<LivePass | undefined> {
    if (clip === undefined) return undefined
    const prediction = await this.#recognizer.session.classify(clip.frames.map(({ item }) => item))
    const encodeMilliseconds = this.#encodeMilliseconds
    this.#encodeMilliseconds = 0
    return {
      prediction,
      average: this.#average.add(prediction.probabilities),
      from: clip.frames[clip.newestFrom]!.time,
      until: clip.frames.at(-1)!.time,
      oldest: clip.frames[0]!.time,
      encodeMilliseconds,
    }
  }
}
