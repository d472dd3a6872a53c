/** What went wrong, as a word that programs can test. Every error that a user can meet has one. */
export type ErrorCode =
  | 'video-missing' // no file at that path, or it cannot be read
  | 'video-unreadable' // not a video, empty, truncated before its first frame, encrypted
  | 'video-no-picture' // opens, but holds no video stream (audio only)
  | 'weights-unreadable' // not safetensors, truncated, or a header that lies
  | 'weights-mismatch' // a tensor missing, unexpected, of another shape, or not finite
  | 'model-refused' // an ONNX file that is damaged, or holds what is not run here
  | 'hash-mismatch' // a file is not the one that its manifest names
  | 'manifest-invalid' // a variant's manifest is not what it must be
  | 'variant-unknown' // no such variant in the catalogue
  | 'network-unknown' // no such network
  | 'graph-invalid' // shapes or attributes that do not fit; the message names the node
  | 'device-unavailable' // the device is not on this machine, or failed its check
  | 'engine-failed' // the engine refused the graph, or died while running
  | 'dataset-invalid' // a folder to evaluate that holds no labelled videos
  | 'input-invalid' // an argument out of its range
  | 'output-failed' // a result could not be written
  | 'download-failed' // the address did not give the file

/**
 * The one error class of Actscope. `message` says what is wrong and names the thing;
 * `hint` says what to do next. Both are whole sentences for people, in one line each.
 */
export class ActscopeError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'ActscopeError'
    this.code = code
    this.hint = options.hint
  }
}
