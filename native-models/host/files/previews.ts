import { ActscopeError } from '../../errors.ts'
import type { Answer, Ask, PreviewCredit } from '../../protocol.ts'
import { probeVideo } from '../../video/video.ts'
import type { FileTools } from './file-job.ts'
import { Preview } from './preview.ts'

/** Previews that may be open at once; each holds a decoder. */
const limit = 4

/** The previews of a port. */
export class Previews {
  readonly #tools: Pick<FileTools, 'outbox' | 'pathOf'>
  readonly #open = new Map<number, { readonly preview: Preview; readonly ended: Promise<void> }>()
  #opening = 0
  #lastPreview = 0
  #disposed = false

  constructor(tools: Pick<FileTools, 'outbox' | 'pathOf'>) {
    this.#tools = tools
  }

  /** @throws ActscopeError as `openVideo`; `input-invalid` when too many are open */
  async open(ask: Ask<'preview-open'>): Promise<Answer<'preview-open'>> {
    if (this.#open.size + this.#opening >= limit)
      throw new ActscopeError('input-invalid', `${limit} previews are open already.`, { hint: 'Close one of them.' })
    const path = this.#tools.pathOf(ask.file)
    this.#opening++
    try {
      const info = await probeVideo(path)
      const number = ++this.#lastPreview
      if (!this.#disposed) {
        const preview = new Preview(number, path, ask, this.#tools.outbox)
        const ended = preview.run().finally(() => this.#open.delete(number))
        this.#open.set(number, { preview, ended })
      }
      return { preview: number, info }
    } finally {
      this.#opening--
    }
  }

  /** Of one that has ended, it means nothing. */
  credit({ preview, frames }: PreviewCredit): void {
    this.#open.get(preview)?.preview.add(frames)
  }

  close(number: number): void {
    this.#open.get(number)?.preview.close()
  }

  async dispose(): Promise<void> {
    this.#disposed = true
    const open = [...this.#open.values()]
    for (const { preview } of open) preview.close()
    await Promise.all(open.map(({ ended }) => ended))
  }
}
