/** What the dialog "Import a model" does: a file, what it says, the options for the rest, a try, and adding it. */
import { createStore } from 'zustand/vanilla'
import type { Answer, FileFacts } from '../../../native-models/protocol.ts'
import type { Files } from '../files/files.ts'
import type { Recognizer } from '../../recognizer/recognizer.ts'
import type { OpenedFile } from '../../shell/files.ts'
import type { Shell } from '../../shell/shell.ts'
import type { OpenKind } from '../../shell/values.ts'
import { faultOf } from '../../store/faults.ts'
import type { Fault } from '../../store/state.ts'
import type { Store } from '../../store/store.ts'
import { answered, firstForm, type ImportForm } from './import-form.ts'
import { inFieldWords } from './option-words.ts'

export interface ImportState {
  readonly file: OpenedFile | undefined
  /** 0 to 1 while it is copied; undefined while it is read, and afterwards. */
  readonly share: number | undefined
  readonly facts: FileFacts | undefined
  readonly form: ImportForm | undefined
  /** A list of labels, and what the recognizer calls it. */
  readonly labels: { readonly file: OpenedFile; readonly id: string } | undefined
  /** What it is tried on. */
  readonly video: OpenedFile | undefined
  readonly busy: 'loading' | 'trying' | 'adding' | undefined
  /** Of the form as it was then. */
  readonly trial:
    { readonly answer: Answer<'model-try'>; readonly video: string | undefined; readonly form: ImportForm } | undefined
  readonly added: { readonly id: string; readonly title: string } | undefined
  readonly fault: Fault | undefined
}

const nothing: ImportState = {
  file: undefined,
  share: undefined,
  facts: undefined,
  form: undefined,
  labels: undefined,
  video: undefined,
  busy: undefined,
  trial: undefined,
  added: undefined,
  fault: undefined,
}

interface ImportParts {
  readonly store: Store
  readonly shell: Pick<Shell, 'openFiles'>
  readonly recognizer: Pick<Recognizer, 'callWhenReady'>
  readonly files: Pick<Files, 'nameOf'>
  readonly show: (shown: boolean) => void
  readonly refresh: () => Promise<void>
}

export class ModelImport {
  readonly state = createStore<ImportState>(() => nothing)
  readonly #parts: ImportParts
  /** What the recognizer calls the file. */
  #id = ''
  #abort = new AbortController()

  constructor(parts: ImportParts) {
    this.#parts = parts
  }

  /** Opens the dialog, with a file or without. */
  open(file?: OpenedFile): void {
    this.#forget()
    this.#parts.show(true)
    if (file !== undefined) void this.#take(file)
  }

  close(): void {
    this.#parts.show(false)
    this.#forget()
  }

  async choose(): Promise<void> {
    const file = await this.#chosen('model')
    if (file === undefined) return
    this.#forget()
    await this.#take(file)
  }

  change(change: Partial<ImportForm>): void {
    this.state.setState(({ form }) => (form === undefined ? {} : { form: { ...form, ...change }, fault: undefined }))
  }

  /** A list of labels from a file. */
  async chooseLabels(): Promise<void> {
    const file = await this.#chosen('labels')
    if (file === undefined) return
    await this.#doing('loading', async (signal) => {
      const id = await file.provide(() => undefined, signal)
      this.state.getState().labels?.file.release()
      this.state.setState({ labels: { file, id } })
      this.change({ labels: 'file' })
    })
  }

  setVideo(video: OpenedFile | undefined): void {
    this.state.setState({ video })
  }

  async chooseVideo(): Promise<void> {
    const file = await this.#chosen('files')
    if (file !== undefined) this.setVideo(file)
  }

  async try(): Promise<void> {
    const { form, facts, labels, video } = this.state.getState()
    if (form === undefined || facts === undefined) return
    await this.#doing('trying', async (signal) => {
      const { options } = answered(form, facts, labels?.id)
      const name = video === undefined ? undefined : await this.#videoName(video, signal)
      const ask = { file: this.#id, options, ...(name !== undefined && { video: name }) }
      const answer = await this.#parts.recognizer.callWhenReady('model-try', ask)
      if (!signal.aborted) this.state.setState({ trial: { answer, video: video?.name, form } })
    })
  }

  async add(): Promise<void> {
    const { form, facts, labels } = this.state.getState()
    if (form === undefined || facts === undefined) return
    await this.#doing('adding', async () => {
      const { options } = answered(form, facts, labels?.id)
      const { variant: id } = await this.#parts.recognizer.callWhenReady('model-add', {
        file: this.#id,
        options,
      })
      await this.#parts.refresh()
      const title = this.#parts.store.getState().variants.find((variant) => variant.id === id)?.title ?? id
      this.state.setState({ added: { id, title } })
    })
  }

  /** One that is open in the app is there already. */
  #videoName(video: OpenedFile, signal: AbortSignal): Promise<string> {
    const { entries } = this.#parts.store.getState().files
    const open = entries.some(({ file }) => file === video)
    return open ? this.#parts.files.nameOf(video) : video.provide(() => undefined, signal)
  }

  async #take(file: OpenedFile): Promise<void> {
    this.state.setState({ ...nothing, file, share: 0 })
    await this.#doing('loading', async (signal) => {
      const share = (part: number): void => {
        this.state.setState({ share: part < 1 ? part : undefined })
      }
      this.#id = await file.provide(share, signal)
      this.state.setState({ share: undefined })
      const facts = await this.#parts.recognizer.callWhenReady('model-inspect', { file: this.#id })
      if (!signal.aborted) this.state.setState({ facts, form: firstForm(facts) })
    })
  }

  async #chosen(what: OpenKind): Promise<OpenedFile | undefined> {
    try {
      const { files, refused } = await this.#parts.shell.openFiles(what)
      if (refused[0] !== undefined) this.state.setState({ fault: refused[0].error })
      return files[0]
    } catch (error) {
      this.state.setState({ fault: faultOf(error) })
      return undefined
    }
  }

  async #doing(busy: NonNullable<ImportState['busy']>, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#abort
    this.state.setState({ busy, fault: undefined })
    try {
      await work(signal)
    } catch (error) {
      if (!signal.aborted) this.state.setState({ fault: inWords(faultOf(error)) })
    } finally {
      if (!signal.aborted) this.state.setState({ busy: undefined, share: undefined })
    }
  }

  /** What was uploaded for it is no longer needed. */
  #forget(): void {
    this.#abort.abort()
    this.#abort = new AbortController()
    const { file, labels, video } = this.state.getState()
    const open = this.#parts.store.getState().files.entries
    for (const each of [file, labels?.file, video])
      if (each !== undefined && !open.some((entry) => entry.file === each)) each.release()
    this.state.setState(nothing)
  }
}

const inWords = (fault: Fault): Fault => ({
  ...fault,
  message: inFieldWords(fault.message),
  ...(fault.hint !== undefined && { hint: inFieldWords(fault.hint) }),
})
