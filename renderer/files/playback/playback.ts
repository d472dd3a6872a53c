/** A video that plays, whoever decodes it. Times are seconds of the file. */
export interface Playback {
  /** Of the picture that is on screen. */
  readonly currentTime: number
  readonly duration: number | undefined
  readonly playing: boolean
  /** Of the picture; undefined until there is one. */
  readonly size: { readonly width: number; readonly height: number } | undefined
  readonly fault: PlaybackFault | undefined
  play(): void
  pause(): void
  seek(time: number): void
  /** The picture of a time is on screen. */
  onFrame(listener: (time: number) => void): () => void
  /** Any of the above has changed, other than the time. */
  onChange(listener: () => void): () => void
  dispose(): void
}

export interface PlaybackFault {
  readonly message: string
  readonly hint?: string | undefined
}

/** Plays or pauses; at the end it begins again. */
export function togglePlay(playback: Playback): void {
  const { playing, duration, currentTime } = playback
  if (playing) {
    playback.pause()
    return
  }
  if (duration !== undefined && currentTime >= duration - 0.05) playback.seek(0)
  playback.play()
}
