import { resolve } from 'node:path'

export interface StartArguments {
  /** A browser was asked for, by --browser or by an option that only the server has. */
  readonly browser: boolean
  /** Absolute, files and folders. */
  readonly files: readonly string[]
  /** What the server understands. */
  readonly server: readonly string[]
  /** Chromium's own switches (--no-sandbox, --ozone-platform=wayland). */
  readonly chromium: readonly string[]
}

/** The server's options, and whether a value follows in the next word. */
const options = new Map([
  ['--port', true],
  ['--host', true],
  ['--token', true],
  ['--no-open', false],
])

/** Sorts the words of a start: which are files, and which belong to the server or to Chromium. */
export function readStartArguments(words: readonly string[], folder: string): StartArguments {
  const files: string[] = []
  const server: string[] = []
  const chromium: string[] = []
  let asked = false
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!
    const valued = options.get(word.split('=')[0]!)
    if (word === '--browser') asked = true
    else if (valued !== undefined) {
      server.push(word)
      if (valued && !word.includes('=') && at + 1 < words.length) server.push(words[++at]!)
    } else if (word.startsWith('-')) chromium.push(word)
    else files.push(resolve(folder, word))
  }
  const browser = asked || server.length > 0
  // Where the server is meant, it is the one to say that it does not know a word.
  return browser && chromium.length > 0
    ? { browser, files, server: [...server, ...chromium], chromium: [] }
    : { browser, files, server, chromium }
}
