/** What the main process and the recognizer's process say to each other; both are ours. */
export interface KnownFile {
  readonly id: string
  readonly path: string
}

export type ToRecognizer =
  /** Files that it may open, by the names that the page has for them. `batch` is confirmed by `known`. */
  | { readonly type: 'files'; readonly batch: number; readonly files: readonly KnownFile[] }
  /** Comes with one port: a page to serve. */
  | { readonly type: 'serve' }
  /** Give everything back, then exit with code 0. */
  | { readonly type: 'end' }

export type FromRecognizer =
  /** Its modules are loaded; it can serve. */
  { readonly type: 'ready' } | { readonly type: 'known'; readonly batch: number }
