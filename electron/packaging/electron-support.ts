/** Electron mends the newest three majors (https://www.electronjs.org/docs/latest/tutorial/electron-timelines). */
const mended = 3

export interface Support {
  /** Faults of this version's security are still mended, in its major. */
  readonly supported: boolean
  /** One sentence, and what to do if there is something to do. */
  readonly says: string
}

/** Whether an Electron is of a major that is still mended, by all versions that were published. Prereleases do not count. */
export function supportOf(version: string, published: readonly string[]): Support {
  const stable = published.filter((each) => /^\d+\.\d+\.\d+$/.test(each)).sort(byNumber)
  const newest = stable.at(-1)
  if (newest === undefined) throw new Error('No stable version of Electron is known. Ask the registry again.')
  const major = majorOf(version)
  const oldest = majorOf(newest) - mended + 1
  const name = `Electron ${version}`
  if (major < oldest) {
    return {
      supported: false,
      says: `${name} gets no more fixes: ${oldest} is the oldest major that does. Raise it (npm install --save-dev electron@${majorOf(newest)}), run the tests, and release.`,
    }
  }
  const next = stable.findLast((each) => majorOf(each) === major)!
  if (byNumber(version, next) < 0) {
    return { supported: true, says: `${name} is supported, and ${next} mends it further: npm update electron.` }
  }
  const last = major === oldest && major < majorOf(newest)
  return {
    supported: true,
    says: last
      ? `${name} is supported until Electron ${majorOf(newest) + 1} comes out. Raise it to ${majorOf(newest)} before.`
      : `${name} is supported.`,
  }
}

const majorOf = (version: string): number => Number(version.split('.')[0])

function byNumber(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number)) as [number[], number[]]
  return left.map((part, i) => part - right[i]!).find((difference) => difference !== 0) ?? 0
}
