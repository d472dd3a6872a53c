/** The worker's messages: a frame of the camera goes in, the model-size RGB bytes come out. */
export interface CropRequest {
  readonly id: number
  /** Transferred; the worker closes it. */
  readonly frame: VideoFrame | ImageBitmap
  readonly sizes: readonly { readonly shortSide: number; readonly size: number }[]
}

export interface CropReply {
  readonly id: number
  readonly crops: readonly {
    readonly shortSide: number
    readonly size: number
    readonly rgb: Uint8Array<ArrayBuffer>
  }[]
  /** The frame could not be read; the next one may be. */
  readonly failed?: string
}
