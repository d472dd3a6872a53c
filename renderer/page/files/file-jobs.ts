/** The recognition of files: one job of the recognizer for each, begun anew when the recognizer was. */
import type { Answer, Ask, HostEvent, VideoInfo, WireError } from '../../../native-models/protocol.ts'
import type { ShellFault } from '../../shell/values.ts'
import { texts } from '../../texts.ts'
import type { FileResult, FileStatus } from '../../store/file-result.ts'
import type { GivenFile, ProvidedFiles } from './provided-files.ts'
import { Passes } from '../../store/passes.ts'

type FileEvent = 'file-started' | 'file-label' | 'file-pass' | 'file-end'
type FileCall = 'file-recognize' | 'file-cancel'
type Of<K extends FileEvent> = Extract<HostEvent, { type: K }>

/** What is needed of the recognizer. `onState`: the one that ran has ended, or another one runs. */
export interface FileRecognizer {
  call<K extends FileCall>(call: K, ask: Ask<K>): Promise<Answer<K>>
  on<K extends FileEvent>(type: K, listener: (event: Of<K>) => void): unknown
  onState(listener: () => void): unknown
}

/** Between two updates of what is on screen (ms). Passes may come much faster. */
const updateEvery = 100
/** A file under which the recognizer ended so often is not tried again by itself. */
const endLimit = 2

/** What a job tells of its file. `result` with `complete: false` is on its way. */
export interface FileNews {
  readonly status?: FileStatus
  readonly info?: VideoInfo
  readonly result?: FileResult
}

export interface Wanted {
  readonly variant: string
  /** Names of the variant's classes. */
  readonly labels: readonly string[]
  readonly hidden: FileResult['hidden']
  readonly device: Ask<'file-recognize'>['device']
  readonly settings: FileResult['settings']
}

interface Work {
  readonly file: GivenFile
  /** How often the recognizer ended while this one was at work. */
  ends: number
  wanted: Wanted | undefined
  /** It is being provided, or asked for. */
  asking: boolean
  /** Number of the job in the recognizer that runs now. */
  job: number | undefined
  result: FileResult | undefined
  timer: ReturnType<typeof setTimeout> | undefined
}

export class FileJobs {
  readonly #recognizer: FileRecognizer
  readonly #provided: ProvidedFiles
  readonly #wanted: () => Wanted | undefined
  readonly #tell: (key: string, news: FileNews) => void
  readonly #faultOf: (error: unknown) => WireError | ShellFault
  /** By key, in the order of their turns. */
  readonly #works = new Map<string, Work>()
  /** How often a recognizer began. */
  #begun = 0

  /** `wanted`: what a file that begins now is recognized with; undefined while no variant is known. */
  constructor(parts: {
    recognizer: FileRecognizer
    provided: ProvidedFiles
    wanted: () => Wanted | undefined
    tell: (key: string, news: FileNews) => void
    faultOf: (error: unknown) => WireError | ShellFault
  }) {
    this.#recognizer = parts.recognizer
    this.#provided = parts.provided
    this.#wanted = parts.wanted
    this.#tell = parts.tell
    this.#faultOf = parts.faultOf
    const { recognizer } = parts
    recognizer.onState(() => {
      this.#recognizerGone()
    })
    recognizer.on('file-started', ({ job, info }) => {
      const work = this.#of(job)
      if (work !== undefined) this.#tell(work.file.key, { status: { state: 'working', done: 0 }, info })
    })
    recognizer.on('file-label', (event) => {
      this.#label(event)
    })
    recognizer.on('file-pass', ({ job, from, until, average }) => {
      const work = this.#of(job)
      if (work?.result === undefined) return
      work.result.passes.add({ from, until, average })
      work.timer ??= setTimeout(() => {
        this.#update(work)
      }, updateEvery)
    })
    recognizer.on('file-end', (event) => {
      this.#end(event)
    })
  }

  has(key: string): boolean {
    return this.#works.has(key)
  }

  /** Recognizes it with what is chosen when its turn to be asked for comes. */
  add(file: GivenFile): void {
    this.drop(file.key)
    const work: Work = {
      file,
      ends: 0,
      wanted: undefined,
      asking: false,
      job: undefined,
      result: undefined,
      timer: undefined,
    }
    this.#works.set(file.key, work)
    this.#tell(file.key, { status: { state: 'waiting' } })
    void this.#ask(work)
  }

  /** A new recognizer has no jobs: all that are not done begin (again). */
  begin(): void {
    this.#begun++
    for (const work of this.#works.values()) if (!work.asking && work.job === undefined) void this.#ask(work)
  }

  /** Takes it out, or stops it. Nothing more is said of it. */
  drop(key: string): void {
    const work = this.#works.get(key)
    if (work === undefined) return
    this.#forget(work)
    if (work.job !== undefined) this.#cancel(work.job)
  }

  async #ask(work: Work): Promise<void> {
    const { key } = work.file
    const gone = (): boolean => this.#works.get(key) !== work
    const begun = this.#begun
    let again = false
    work.asking = true
    try {
      const file = await this.#provided.name(work.file, (share) => {
        if (!gone() && work.asking)
          this.#tell(key, { status: share < 1 ? { state: 'uploading', share } : { state: 'waiting' } })
      })
      const wanted = this.#wanted()
      if (gone() || wanted === undefined) return
      const { variant, device, settings } = wanted
      work.wanted = wanted
      const { job } = await this.#recognizer.call('file-recognize', { file, variant, device, timeline: true, settings })
      if (gone()) this.#cancel(job)
      else work.job = job
    } catch (error) {
      if (gone()) return
      const fault = this.#faultOf(error)
      if (fault.code === 'engine-failed' || fault.code === 'unreachable') {
        // No recognizer: the next one is asked, by `begin`; now, if that came while this one was waited for.
        this.#tell(key, { status: { state: 'waiting' } })
        again = begun !== this.#begun
      } else this.#fail(work, fault)
    } finally {
      work.asking = false
      if (again) void this.#ask(work)
    }
  }

  #label({ job, variant, device, probabilities, damage }: Of<'file-label'>): void {
    const work = this.#of(job)
    if (work?.wanted === undefined) return
    const { labels, hidden, settings } = work.wanted
    work.result = {
      variant,
      device,
      settings,
      labels,
      hidden,
      whole: probabilities,
      damage,
      passes: new Passes(),
      version: 0,
      events: [],
      complete: false,
      tooShort: false,
    }
    this.#tell(work.file.key, { result: work.result })
  }

  /** What has come since the last time, at once. */
  #update(work: Work): void {
    clearTimeout(work.timer)
    work.timer = undefined
    if (work.result === undefined) return
    work.result = { ...work.result, version: work.result.version + 1 }
    const { passes } = work.result
    this.#tell(work.file.key, { status: { state: 'working', done: passes.until }, result: work.result })
  }

  #end({ job, result }: Of<'file-end'>): void {
    const work = this.#of(job)
    if (work === undefined) return
    if (result.outcome === 'failed') {
      this.#fail(work, result.error)
      return
    }
    this.#forget(work)
    if (result.outcome === 'cancelled' || work.result === undefined) {
      this.#tell(work.file.key, { status: { state: 'cancelled' } })
      return
    }
    const { events, tooShort } = result
    this.#tell(work.file.key, {
      status: { state: 'done' },
      result: { ...work.result, version: work.result.version + 1, events, tooShort, complete: true },
    })
  }

  #fail(work: Work, error: WireError | ShellFault): void {
    this.#forget(work)
    this.#tell(work.file.key, { status: { state: 'failed', error } })
  }

  /** Jobs run one at a time, in the order of their numbers: what ran when it ended is the lowest. */
  #recognizerGone(): void {
    this.#provided.forgetAll()
    const asked = [...this.#works.values()].filter(({ job }) => job !== undefined)
    const [suspect] = asked.toSorted((a, b) => a.job! - b.job!)
    for (const work of asked) {
      clearTimeout(work.timer)
      work.job = work.timer = work.result = undefined
      this.#tell(work.file.key, { status: { state: 'waiting' } })
    }
    if (suspect === undefined) return
    if (++suspect.ends >= endLimit) {
      this.#fail(suspect, texts.files.endedTwice)
      return
    }
    // The others first: if it does it again, they are done.
    this.#works.delete(suspect.file.key)
    this.#works.set(suspect.file.key, suspect)
  }

  #of(job: number): Work | undefined {
    for (const work of this.#works.values()) if (work.job === job) return work
    return undefined
  }

  #forget(work: Work): void {
    clearTimeout(work.timer)
    work.timer = undefined
    this.#works.delete(work.file.key)
  }

  #cancel(job: number): void {
    this.#recognizer.call('file-cancel', { job }).catch(() => undefined) // it is gone with the recognizer
  }
}
