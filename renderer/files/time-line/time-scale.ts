/** Times of a file, on a line and in words. */

/** "0:07", "12:05", "1:02:03"; with `tenths` "0:07.3". */
export function timeText(seconds: number, tenths = false): string {
  const whole = tenths ? Math.round(Math.max(0, seconds) * 10) : Math.floor(Math.max(0, seconds)) * 10
  const minutes = Math.floor(whole / 600)
  const rest = String(Math.floor((whole % 600) / 10)).padStart(2, '0')
  const start =
    minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`
  return tenths ? `${start}.${whole % 10}` : start
}

const steps = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400]

/** Round times to write under a line of `width` pixels, at least `apart` pixels apart. */
export function ticks(duration: number, width: number, apart = 64): readonly number[] {
  if (!(duration > 0) || width < apart) return [0]
  const least = (duration * apart) / width
  const step = steps.find((each) => each >= least) ?? Math.ceil(least / 3600) * 3600
  return Array.from({ length: Math.floor(duration / step) + 1 }, (_, i) => i * step)
}

/** The moment under a place of the line. */
export function timeAt(x: number, width: number, duration: number): number {
  return width > 0 ? Math.min(1, Math.max(0, x / width)) * duration : 0
}
