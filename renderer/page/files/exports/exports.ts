/** Writes what is known of files into files: texts at once, an annotated video beside everything else. */
import { createStore } from 'zustand/vanilla'
import type { Notices } from '../../../store/notices.ts'
import type { OpenedFile, Saved } from '../../../shell/files.ts'
import type { Shell } from '../../../shell/shell.ts'
import type { SaveKind } from '../../../shell/values.ts'
import { faultOf } from '../../../store/faults.ts'
import { texts } from '../../../texts.ts'
import type { FileEntry } from '../../../store/file-entry.ts'
import type { FileRow } from '../file-row.ts'
import type { PreviewHub } from '../previews.ts'
import { savedNotice, writeWhole } from '../../save.ts'
import { exportName, exportText, type TextFormat } from './result-export.ts'
import { rowsToCsv, rowsToJson } from './table-export.ts'

/** The video that is being written. */
export interface VideoUnderWay {
  readonly key: string
  readonly name: string
  /** 0 to 1; undefined where the length is not known. */
  readonly share: number | undefined
}

export class Exports {
  readonly video = createStore<{ readonly underWay: VideoUnderWay | undefined }>(() => ({ underWay: undefined }))
  readonly #shell: Shell
  readonly #notices: Notices
  readonly #previews: PreviewHub
  readonly #nameOf: (file: OpenedFile) => Promise<string>
  #abort: AbortController | undefined

  constructor(parts: {
    shell: Shell
    notices: Notices
    previews: PreviewHub
    nameOf: (file: OpenedFile) => Promise<string>
  }) {
    this.#shell = parts.shell
    this.#notices = parts.notices
    this.#previews = parts.previews
    this.#nameOf = parts.nameOf
  }

  async text({ file, info, result }: FileEntry, format: TextFormat, scores: boolean): Promise<void> {
    if (result === undefined) return
    const name = exportName(file.name, format)
    await this.#save(name, format, () => exportText({ name: file.name, info, result }, format, scores))
  }

  async table(rows: readonly FileRow[], format: 'csv' | 'json'): Promise<void> {
    const make = format === 'csv' ? rowsToCsv : rowsToJson
    await this.#save(`${texts.files.tableName}.${format}`, format, () => make(rows))
  }

  /** One at a time; `cancelVideo` stops it. */
  async annotated(entry: FileEntry): Promise<void> {
    if (this.#abort !== undefined || entry.result === undefined) return
    const { file, result } = entry
    const abort = (this.#abort = new AbortController())
    const progress = (share: number | undefined): void => {
      this.video.setState({ underWay: { key: file.key, name: file.name, share } })
    }
    try {
      // What encodes is loaded when it is needed: most starts of the app never do.
      const { writeAnnotated } = await import('./annotated-video.ts')
      const written = await writeAnnotated({
        file,
        result,
        info: entry.info,
        known: () => this.#nameOf(file),
        previews: this.#previews,
        save: (name, kind) => this.#shell.save(name, kind),
        progress,
        signal: abort.signal,
      })
      if (written !== undefined) this.#saved(written.saved, written.silence)
    } catch (error) {
      if (!abort.signal.aborted) this.#notices.fault(faultOf(error))
    } finally {
      this.#abort = undefined
      this.video.setState({ underWay: undefined })
    }
  }

  cancelVideo(): void {
    this.#abort?.abort()
  }

  /** The file is no longer here: nothing more can be read from it. */
  removed(key: string): void {
    if (this.video.getState().underWay?.key === key) this.cancelVideo()
  }

  async #save(name: string, kind: SaveKind, text: () => string): Promise<void> {
    try {
      const sink = await this.#shell.save(name, kind)
      if (sink !== undefined) this.#saved(await writeWhole(sink, text()))
    } catch (error) {
      this.#notices.fault(faultOf(error))
    }
  }

  /** `but`: what is not as one would expect. */
  #saved(saved: Saved, but?: string): void {
    const notice = savedNotice(texts.files.saved(saved.name, saved.place), saved, texts.files.show)
    this.#notices.show(but === undefined ? notice : { ...notice, kind: 'warning', hint: but })
  }
}
