import { useEffect, useReducer, useRef, useState, type RefObject } from 'react'
import { useApp } from '../../parts/use-app.ts'
import type { OpenedFile } from '../../shell/files.ts'
import { faultOf } from '../../store/faults.ts'
import { HostPlayback } from './host-playback.ts'
import { NativePlayback } from './native-playback.ts'
import type { Playback } from './playback.ts'

/** Plays a file in `place`: by the page itself, or, where it cannot, by the host from the same moment on. */
export function usePlayback(file: OpenedFile): {
  readonly place: RefObject<HTMLDivElement | null>
  readonly playback: Playback | undefined
} {
  const { files } = useApp()
  const place = useRef<HTMLDivElement>(null)
  const resume = useRef({ time: 0, playing: false })
  const [byHost, setByHost] = useState(false)
  const [playback, setPlayback] = useState<Playback>()
  useEffect(() => {
    const element = place.current!
    const made: Playback = byHost
      ? new HostPlayback(element, {
          previews: files.previews,
          name: () => files.nameOf(file),
          from: resume.current.time,
          onFault: faultOf,
        })
      : new NativePlayback(element, file.url, () => {
          resume.current = { time: made.currentTime, playing: made.playing }
          setByHost(true)
        })
    if (byHost && resume.current.playing) made.play()
    setPlayback(made)
    return () => {
      made.dispose()
    }
  }, [files, file, byHost])
  return { place, playback }
}

/** Renders again when the playback changes in any way but its time. */
export function usePlaybackChanges(playback: Playback | undefined): void {
  const [, again] = useReducer((count: number) => count + 1, 0)
  useEffect(() => playback?.onChange(again), [playback])
}
