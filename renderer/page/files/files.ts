/** The videos that were opened, and their recognition. */
import { createStore } from 'zustand/vanilla'
import type { VariantSummary } from '../../../native-models/protocol.ts'
import { usedVariants } from '../../store/variants.ts'
import type { Recognizer } from '../../recognizer/recognizer.ts'
import { faultOf } from '../../store/faults.ts'
import type { Notices } from '../../store/notices.ts'
import type { Opened, OpenedFile } from '../../shell/files.ts'
import type { Shell } from '../../shell/shell.ts'
import type { FilesState } from '../../store/state.ts'
import type { Store } from '../../store/store.ts'
import { Exports } from './exports/exports.ts'
import type { FileEntry } from '../../store/file-entry.ts'
import { FileJobs, type FileNews, type Wanted } from './file-jobs.ts'
import { isBusy } from '../../store/file-result.ts'
import { ProvidedFiles } from './provided-files.ts'
import { PreviewHub } from './previews.ts'

/** From so many files on, what was opened is looked at as a table. */
const manyFiles = 8

/** What of the view is not of the files themselves. */
export interface FilesViewState {
  readonly layout: 'player' | 'table'
  readonly asking: boolean
}

export class Files {
  readonly view = createStore<FilesViewState>(() => ({ layout: 'player', asking: false }))
  readonly previews: PreviewHub
  readonly exports: Exports
  readonly #store: Store
  readonly #jobs: FileJobs
  readonly #provided = new ProvidedFiles()
  readonly #pending = new Map<string, readonly FileNews[]>()

  constructor({
    store,
    shell,
    recognizer,
    notices,
  }: {
    store: Store
    shell: Shell
    recognizer: Recognizer
    notices: Notices
  }) {
    this.#store = store
    this.previews = new PreviewHub(recognizer)
    this.exports = new Exports({
      shell,
      notices,
      previews: this.previews,
      nameOf: (file) => this.nameOf(file),
    })
    this.#jobs = new FileJobs({
      recognizer,
      provided: this.#provided,
      wanted: () => wantedOf(store),
      tell: (key, news) => {
        this.#news(key, news)
      },
      faultOf,
    })
  }

  /** Adds what was opened, selects the first of it, and recognizes it with the chosen variant. */
  open({ files }: Opened): void {
    const [first] = files
    if (first === undefined) return
    const known = new Set(this.#files.entries.map(({ file }) => file.key))
    const added = files.filter(({ key }) => !known.has(key) && known.add(key))
    const anew = files.filter((file) => !added.includes(file)).map(({ key }) => this.#entry(key))
    this.#change(({ entries }) => ({
      entries: [...entries, ...added.map(newEntry)],
      selected: first.key,
    }))
    this.view.setState({ layout: files.length >= manyFiles ? 'table' : 'player' })
    for (const file of added) this.#jobs.add(file)
    for (const entry of anew) {
      const wanting = entry?.result === undefined || entry.status.state === 'failed'
      if (entry !== undefined && wanting && !isBusy(entry.status)) this.recognize(entry.file.key)
    }
  }

  /** After the recognizer was started, or started again: what was under way begins anew. */
  begin(): void {
    this.#jobs.begin()
  }

  /** Asks for a format, for the selected video. */
  export(): void {
    const { settings, files } = this.#store.getState()
    if (settings.view === 'files' && files.entries.length > 0) this.view.setState({ asking: true })
  }

  select(key: string): void {
    this.#change(() => ({ selected: key }))
  }

  /** Again, or with another variant; what it said before stays until then. */
  recognize(...keys: readonly string[]): void {
    for (const key of keys) {
      const entry = this.#entry(key)
      if (entry === undefined) continue
      // A file that was moved away and put back, an upload that was broken off: it is provided again.
      if (entry.status.state === 'failed') this.#provided.forget(key)
      this.#jobs.add(entry.file)
    }
  }

  cancel(...keys: readonly string[]): void {
    for (const key of keys) {
      const entry = this.#entry(key)
      if (entry === undefined || !isBusy(entry.status)) continue
      if (entry.status.state === 'uploading') this.#provided.forget(key)
      this.#jobs.drop(key)
      this.#news(key, { status: { state: entry.result?.complete === true ? 'done' : 'cancelled' } })
    }
  }

  remove(...keys: readonly string[]): void {
    const { entries, selected } = this.#files
    const removed = entries.filter(({ file }) => keys.includes(file.key))
    const at = entries.findIndex(({ file }) => file.key === selected)
    const after = [...entries.slice(at), ...entries.slice(0, at).toReversed()]
    const next = after.find((entry) => !removed.includes(entry))?.file.key
    this.#change(() => ({ entries: entries.filter((entry) => !removed.includes(entry)), selected: next }))
    for (const { file } of removed) {
      this.#jobs.drop(file.key)
      this.#provided.forget(file.key)
      this.exports.removed(file.key)
      file.release()
    }
  }

  /** The name that the recognizer knows it by. */
  nameOf(file: OpenedFile): Promise<string> {
    return this.#provided.name(file)
  }

  /** Of hundreds of files that come at once, all is passed on at once: each change of the state copies the whole list. */
  #news(key: string, news: FileNews): void {
    if (this.#pending.size === 0)
      queueMicrotask(() => {
        this.#flush()
      })
    this.#pending.set(key, [...(this.#pending.get(key) ?? []), news])
  }

  #flush(): void {
    const pending = new Map(this.#pending)
    this.#pending.clear()
    this.#change(({ entries }) => ({
      entries: entries.map((entry) => (pending.get(entry.file.key) ?? []).reduce(withNews, entry)),
    }))
  }

  get #files(): FilesState {
    return this.#store.getState().files
  }

  #entry(key: string): FileEntry | undefined {
    return this.#files.entries.find(({ file }) => file.key === key)
  }

  #change(change: (files: FilesState) => Partial<FilesState>): void {
    this.#store.setState(({ files }) => ({ files: { ...files, ...change(files) } }))
  }
}

const newEntry = (file: OpenedFile): FileEntry => ({
  file,
  status: { state: 'waiting' },
  info: undefined,
  result: undefined,
})

/** A result that is on its way takes the place of none that is complete. */
function withNews(entry: FileEntry, { status, info, result }: FileNews): FileEntry {
  const better = result !== undefined && (result.complete || entry.result?.complete !== true)
  return {
    ...entry,
    status: status ?? entry.status,
    info: info ?? entry.info,
    result: better ? result : entry.result,
  }
}

/** As things are chosen now. */
function wantedOf(store: Store): Wanted | undefined {
  const state = store.getState()
  const [id] = usedVariants(state)
  const variant = state.variants.find((each) => each.id === id)
  if (variant === undefined) return undefined
  const { device, rate, averaging, memory, passesPerBlock, threshold } = state.settings
  return {
    variant: variant.id,
    labels: variant.labels.map(({ label }) => label),
    hidden: hiddenOf(variant.labels),
    device,
    settings: {
      averaging,
      memory,
      passesPerBlock,
      threshold: threshold ?? variant.threshold,
      ...(rate !== undefined && { rate }),
    },
  }
}

/** Indices of the labels that nothing is ever called by. */
const hiddenOf = (labels: VariantSummary['labels']): ReadonlySet<number> =>
  new Set(labels.flatMap(({ hidden }, i) => (hidden === true ? [i] : [])))
