/** What is noted inside the page while it works. Put there by `page.evaluate`, so each function stands by itself. */
import type { Page } from '@playwright/test'

export interface PageNotes {
  /** Milliseconds that a timer of 10 ms came too late: what kept the page's thread busy. */
  readonly longestBlock: number
  /** Chromium's own count of tasks over 50 ms. */
  readonly longTasks: number
  readonly longestTask: number
  /** Frames of the camera that reached the screen, those that Chromium left out, and over how long (s). */
  readonly shown: number
  readonly leftOut: number
  readonly seconds: number
  /** As the page tells it, four times a second: capture of a frame to its label (ms). */
  readonly latencies: readonly number[]
}

/** Begins to note, from now on. */
export async function beginNotes(page: Page): Promise<void> {
  await page.evaluate(() => {
    const video = document.querySelector('video')!
    const quality = () => video.getVideoPlaybackQuality()
    const first = quality()
    const notes = { longestBlock: 0, longTasks: 0, longestTask: 0, latencies: [] as number[] }
    const begun = performance.now()
    let expected = begun + 10
    const timer = setInterval(() => {
      const now = performance.now()
      notes.longestBlock = Math.max(notes.longestBlock, now - expected)
      expected = now + 10
    }, 10)
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        notes.longTasks++
        notes.longestTask = Math.max(notes.longestTask, duration)
      }
    })
    observer.observe({ entryTypes: ['longtask'] })
    const cells = [...document.querySelectorAll('.numbers-cell')]
    const latency = cells.find((cell) => cell.querySelector('dt')?.textContent === 'Latency')!.querySelector('dd')!
    const reader = setInterval(() => {
      const value = parseFloat(latency.textContent)
      if (Number.isFinite(value)) notes.latencies.push(value)
    }, 250)
    Reflect.set(window, 'endNotes', () => {
      clearInterval(timer)
      clearInterval(reader)
      observer.disconnect()
      const last = quality()
      return {
        ...notes,
        shown: last.totalVideoFrames - first.totalVideoFrames - (last.droppedVideoFrames - first.droppedVideoFrames),
        leftOut: last.droppedVideoFrames - first.droppedVideoFrames,
        seconds: (performance.now() - begun) / 1000,
      }
    })
  })
}

export const endNotes = (page: Page): Promise<PageNotes> =>
  page.evaluate(() => (Reflect.get(window, 'endNotes') as () => PageNotes)())

export interface Toggle {
  /** Milliseconds from the key until the other variant has taken the place of the first. */
  readonly switched: number
  /** Until its first pass is shown: it must fill its memory with new frames first. */
  readonly firstPass: number
}

/** Presses the key of another variant, and waits for its first pass. */
export async function toggle(page: Page, key: string): Promise<Toggle> {
  await page.evaluate(() => {
    const list = () => document.querySelector('.lane-rows')
    const before = list()?.getAttribute('aria-label')
    const toggled = new Promise<Toggle>((resolve) => {
      let [pressed, switched] = [0, 0]
      addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), { once: true, capture: true })
      const look = (): void => {
        const now = performance.now()
        const name = list()?.getAttribute('aria-label')
        if (pressed > 0 && switched === 0 && name != null && name !== before) switched = now - pressed
        if (switched > 0 && list()?.querySelector('.score-number')?.textContent.includes('%') === true)
          resolve({ switched, firstPass: now - pressed })
        else requestAnimationFrame(look)
      }
      look()
    })
    Reflect.set(window, 'toggled', toggled)
  })
  await page.keyboard.press(key)
  return page.evaluate(() => Reflect.get(window, 'toggled') as Promise<Toggle>)
}
