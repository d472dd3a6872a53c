/** Short messages at the edge of the window: what went wrong and what to do, or what was done. */
import type { Fault, Notice } from './state.ts'
import { recognizerGone } from '../recognizer/refused.ts'
import type { Store } from './store.ts'

/** Longest first to go: an error stays until it is closed. */
const lifetime: Readonly<Record<Notice['kind'], number>> = {
  info: 6000,
  success: 6000,
  warning: 12_000,
  error: Infinity,
}
const limit = 4

export class Notices {
  readonly #store: Store
  #last = 0

  constructor(store: Store) {
    this.#store = store
  }

  /** Returns how to take it away again. The same text takes the place of the one that is there. */
  show(notice: Omit<Notice, 'id'>): () => void {
    const id = ++this.#last
    const others = this.#store.getState().notices.filter(({ text }) => text !== notice.text)
    this.#store.setState({ notices: [...others, { ...notice, id }].slice(-limit) })
    const close = (): void => {
      this.close(id)
    }
    if (Number.isFinite(lifetime[notice.kind])) setTimeout(close, lifetime[notice.kind])
    return close
  }

  /** That the recognizer ended is said by the banner, once, and not by each of those who waited for it. */
  fault(fault: Fault, action?: Notice['action']): () => void {
    if (fault === recognizerGone) return () => undefined
    const { message, hint } = fault
    return this.show({
      kind: 'error',
      text: message,
      ...(hint !== undefined && { hint }),
      ...(action !== undefined && { action }),
    })
  }

  close(id: number): void {
    this.#store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))
  }
}
