/** Where a picture or a video lies in a box that it fills as far as its shape lets it, as `object-fit: contain` does. */
export interface Size {
  readonly width: number
  readonly height: number
}

export function letterbox(content: Size, box: Size): Size & { readonly left: number; readonly top: number } {
  if (content.width <= 0 || content.height <= 0) return { left: 0, top: 0, width: 0, height: 0 }
  const scale = Math.min(box.width / content.width, box.height / content.height)
  const [width, height] = [content.width * scale, content.height * scale]
  return { left: (box.width - width) / 2, top: (box.height - height) / 2, width, height }
}
