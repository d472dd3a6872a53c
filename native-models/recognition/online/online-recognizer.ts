import type { Manifest } from '../../models/manifest.ts'
import { hiddenOf, thresholdOf } from '../../models/naming.ts'
import { FrameSchedule, RateSampler } from './frame-rate.ts'
import type { KeptFrame, Prediction } from '../network-session.ts'
import type { Recognizer } from '../recognizer.ts'
import { RunningAverage } from './averaging.ts'
import type { AveragingRule, MemoryRule, PassesPerBlock } from '../../choices.ts'
import { OnlineBuffer } from './buffer.ts'
import { EventTracker, type LimitOptions, type RecognitionEvent, type Shown } from './events.ts'
import { HalvingBuffer } from './halving-buffer.ts'
import type { OnlineMemory, OnlineProgress } from './memory.ts'
import { SlidingWindow } from './sliding-window.ts'

export interface OnlineOptions extends LimitOptions {
  /** Frames per second that the memory is fed with; default: what the variant was trained for. */
  readonly rate?: number | undefined
  /** How P_A follows from the passes; `halving` unless given. */
  readonly averaging?: AveragingRule | undefined
  /** How the memory is thinned; `slots` unless given. Of no account for a variant whose clips are frames one after another. */
  readonly memory?: MemoryRule | undefined
  /** Passes for every N frames; 4 unless given. With the memory `halving` there is always one. */
  readonly passesPerBlock?: PassesPerBlock | undefined
}

/**
 * What holds where nothing is asked for. On the held-back clips one after another, res34-se-im-net/everyday shows the right
 * label 44 % of the time with four passes and 34 % with ECO's one, and a wrong one 21 % and 27 % (docs/readings.md).
 */
export const onlineDefaults = { averaging: 'halving', memory: 'slots', passesPerBlock: 4 } as const

/** One pass of the online recognizer. */
export interface OnlinePass {
  /** Counts from 1. */
  readonly number: number
  readonly prediction: Prediction
  /** P_A: the running average over passes, [classes]. */
  readonly average: Float64Array
  /** Seconds: the frames of the newest block, and the oldest frame that was looked at. */
  readonly from: number
  readonly until: number
  readonly oldest: number
  /** Milliseconds spent on encoding frames since the last pass. */
  readonly encodeMilliseconds: number
  /** The label to show; undefined ("-") where none is sure enough. */
  readonly shown: Shown | undefined
  /** The event that this pass ended. */
  readonly closed: RecognitionEvent | undefined
}

/** All that a stream has left behind. A reset takes another, so that a frame that is under way changes nothing of it. */
interface Stream {
  readonly sampler: RateSampler
  readonly schedule: FrameSchedule
  readonly memory: OnlineMemory<KeptFrame>
  average: RunningAverage
  encodeMilliseconds: number
  missed: number
}

/**
 * The live loop: ECO's online recognition (Zolfaghari et al. 2018, Algorithm 1; docs/readings.md) over a stream of frames
 * with times, from a camera or a file. Six steps, in `offer` and what calls it:
 *
 * 1. resample: the frames that the variant's rate needs (`wants` where each is seen, `notBefore` where they are asked for)
 * 2. online memory: whether this frame will ever be in a clip; else it is counted, and not even preprocessed
 * 3. encode: the 2D part makes the frame's feature map, once (a network that is 3D throughout keeps its pixels)
 * 4. clip head: when the memory gives a clip of N frames, the 3D part makes a prediction P of it
 * 5. averaging: P_A follows from P
 * 6. events: P_A becomes the label to show, and an event when another takes its place
 */
export class OnlineRecognizer {
  /** By class. */
  readonly labels: readonly string[]
  readonly #recognizer: Recognizer
  readonly #tracker: EventTracker
  #options: OnlineOptions
  #stream: Stream

  /** Throws `input-invalid` for a variant that cannot run online (N is not a power of two), and limits that contradict. */
  constructor(recognizer: Recognizer, options: OnlineOptions = {}) {
    const { labels } = recognizer.manifest
    this.labels = labels.map(({ label }) => label)
    this.#recognizer = recognizer
    this.#tracker = new EventTracker(this.labels, {
      ...this.#limits(options),
      background: backgroundOf(labels),
      hidden: hiddenOf(labels),
    })
    this.#options = options
    this.#stream = this.#begin()
  }

  /** Frames per second that it takes. */
  get rate(): number {
    return this.#options.rate ?? this.#recognizer.manifest.rate
  }

  /** How far the current block is filled: "warming up 9/16" before the first pass. */
  get progress(): OnlineProgress {
    return this.#stream.memory.progress
  }

  /** Frames of a camera that the rate needed and nobody took. */
  get missed(): number {
    return this.#stream.missed
  }

  /** Whether the memory will use the next frame that is offered, or only count it. */
  get next(): 'keep' | 'skip' {
    return this.#stream.memory.next()
  }

  /** For a source whose frames are all seen: whether the rate needs that of `time` (seconds). Ask once for each, in order. */
  wants(time: number): boolean {
    return this.#stream.sampler.keep(time)
  }

  /** For a source that is asked for frames: the first frame from this time (seconds) on is the one that the rate needs. */
  get notBefore(): number {
    return this.#stream.schedule.notBefore
  }

  /** Takes frame number `seq` of a camera, the one that was asked for by `notBefore`. As `offer`. */
  take(seq: number, time: number, pixels: () => Uint8Array): Promise<OnlinePass | undefined> {
    this.#stream.missed += this.#stream.schedule.take(seq, time)
    return this.offer(time, pixels)
  }

  /**
   * Takes a frame that the rate needs. `pixels` is called only if the memory will use it, and gives its preprocessed RGB
   * bytes, size x size x 3. Returns the pass that this frame completed, if it did. Await each call before the next.
   */
  async offer(time: number, pixels: () => Uint8Array): Promise<OnlinePass | undefined> {
    const stream = this.#stream
    const { memory } = stream
    const clip = memory.next() === 'skip' ? memory.skip() : memory.keep(await this.#encode(stream, pixels()), time)
    if (clip === undefined) return undefined

    const prediction = await this.#recognizer.session.classify(clip.frames.map(({ item }) => item))
    if (stream !== this.#stream) return undefined // begun anew meanwhile

    const average = stream.average.add(prediction.probabilities)
    const [from, until] = [clip.frames[clip.newestFrom]!.time, clip.frames.at(-1)!.time]
    const label = this.#tracker.add({ from, until, probabilities: average })
    const { encodeMilliseconds } = stream
    stream.encodeMilliseconds = 0
    const oldest = clip.frames[0]!.time
    return { number: clip.pass, prediction, average, from, until, oldest, encodeMilliseconds, ...label }
  }

  /**
   * Other options. The limits of the label hold from the next pass on, and so does another averaging, which begins anew;
   * what the frames and the memory depend on holds from the next `reset` on. Throws as the constructor.
   */
  configure(options: OnlineOptions): void {
    this.#tracker.configure(this.#limits(options))
    const { averaging } = this.#options
    this.#options = options
    if (options.averaging !== averaging) this.#stream.average = this.#freshAverage()
  }

  /** Fewer passes for each block from now on; the memory stays. */
  passLess(passesPerBlock: PassesPerBlock): void {
    this.#options = { ...this.#options, passesPerBlock }
    this.#stream.memory.renew(passesPerBlock)
  }

  /** Forgets everything, as after a cut or a jump. Gives the event that was open; a frame under way no longer counts. */
  reset(): RecognitionEvent | undefined {
    this.#stream = this.#begin()
    return this.flush()
  }

  /** Ends the event that is open, if there is one; the memory stays. */
  flush(): RecognitionEvent | undefined {
    return this.#tracker.flush()
  }

  /** The variant's own threshold where none is told; a release that is told gives way to it. */
  #limits(options: OnlineOptions): LimitOptions {
    const { threshold: told, release, margin } = options
    if (told !== undefined) return { threshold: told, release, margin }
    const threshold = thresholdOf(this.#recognizer.manifest)
    return { threshold, release: release === undefined ? undefined : Math.min(release, threshold), margin }
  }

  async #encode(stream: Stream, pixels: Uint8Array): Promise<KeptFrame> {
    const start = performance.now()
    const [kept] = await this.#recognizer.session.encode([pixels])
    stream.encodeMilliseconds += performance.now() - start
    return kept!
  }

  #begin(): Stream {
    return {
      sampler: new RateSampler(this.rate),
      schedule: new FrameSchedule(this.rate),
      memory: memoryFor(this.#recognizer, this.#options),
      average: this.#freshAverage(),
      encodeMilliseconds: 0,
      missed: 0,
    }
  }

  #freshAverage(): RunningAverage {
    return new RunningAverage(this.#recognizer.network.options.classes, this.#options.averaging)
  }
}

function memoryFor(
  { manifest, network }: Recognizer,
  { memory = onlineDefaults.memory, passesPerBlock = onlineDefaults.passesPerBlock }: OnlineOptions,
): OnlineMemory<KeptFrame> {
  const { frames } = network.options
  if (manifest.sampling.kind === 'clip') return new SlidingWindow(frames, passesPerBlock)
  return memory === 'slots' ? new OnlineBuffer(frames, passesPerBlock) : new HalvingBuffer(frames)
}

/** Indices of the labels that mean that nothing of interest happens. */
function backgroundOf(labels: Manifest['labels']): ReadonlySet<number> {
  return new Set(labels.flatMap(({ background }, i) => (background ? [i] : [])))
}
