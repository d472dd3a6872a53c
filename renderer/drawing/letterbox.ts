/** Where a picture lies in a frame that it fills as far as its shape lets it, as `object-fit: contain` does. */
export interface Size {
  readonly width: number
  readonly height: number
}

export function letterbox(picture: Size, frame: Size): Size & { readonly left: number; readonly top: number } {
  if (picture.width <= 0 || picture.height <= 0) return { left: 0, top: 0, width: 0, height: 0 }
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height)
  const [width, height] = [picture.width * scale, picture.height * scale]
  return { left: (frame.width - width) / 2, top: (frame.height - height) / 2, width, height }
}
