import { SingleBar } from 'cli-progress'

/** A bar on stderr for long work, where there is a terminal to draw it on. */
export interface Progress {
  update(done: number): void
  stop(): void
}

export function progressBar(what: string, total: number, unit: string): Progress {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined }
  const bar = new SingleBar({
    format: `${what} {bar} {value}/{total} ${unit}, {eta_formatted} left`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    barsize: 30,
  })
  bar.start(total, 0)
  return {
    update: (done) => {
      bar.update(done)
    },
    stop: () => {
      bar.stop()
    },
  }
}
