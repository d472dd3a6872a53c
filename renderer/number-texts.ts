/** Numbers as people read them. Widths stay the same where a number changes often: the digits are few and fixed. */

/** "87%"; also for scores above 1 (see `reference-code`). */
export const percent = (share: number): string => `${Math.round(share * 100)}%`

/** "16:48:05", by the clock on the wall. */
export function clockTime(ms: number): string {
  const date = new Date(ms)
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
}

/** "2.4 s", "1:05 min". */
export function duration(seconds: number): string {
  return seconds < 59.95 ? `${seconds.toFixed(1)} s` : `${elapsed(seconds * 1000)} min`
}

/** "0:05", "1:02:03". */
export function elapsed(ms: number): string {
  const all = Math.floor(ms / 1000)
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60]
  return hours === 0 ? `${minutes}:${two(seconds)}` : `${hours}:${two(minutes)}:${two(seconds)}`
}

/** "12.4 MB" */
export function bytesText(bytes: number): string {
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`
}

/** "Actscope 2026-11-20 16.48.05": local time, sorts by itself, and every file system takes it. */
export function fileStamp(date: Date): string {
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(two).join('-')
  return `Actscope ${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join('.')}`
}

const two = (value: number): string => String(value).padStart(2, '0')
