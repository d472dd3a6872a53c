import assert from 'node:assert/strict'
import test, { describe } from 'node:test'
import fc from 'fast-check'
import { encodeMessage, decodeMessage } from '../../../native-models/protocol/wire.ts'
import type { PicturePort } from '../../../native-models/protocol.ts'
import { listingIn, refusalIn, uploadIn } from './answers.ts'
import { BrowserLink, type LinkParts, type LinkState } from './link.ts'
import { platformOf } from './platform.ts'
import { fromEntries, fromFiles, fromFolder, limits, type Entry, type NamedFile } from './search.ts'
import { socketEnd, type SocketLike } from './socket.ts'
import { newClientId, takeToken } from './token.ts'
import { ShellError } from '../values.ts'
import { isVideoName, videoType } from '../video-names.ts'

const port: PicturePort = {
  postMessage: () => undefined,
  onMessage: () => undefined,
  onClose: () => undefined,
  close: () => undefined,
}

/** A link whose server, waits and clock are in the hands of the test. */
class Line implements LinkParts {
  readonly states: LinkState[] = []
  readonly waits: number[] = []
  readonly link: BrowserLink
  said: Awaited<ReturnType<LinkParts['ask']>> = 'silence'
  time = 0
  #events: Parameters<LinkParts['dial']>[0] | undefined
  #then: (() => void) | undefined

  constructor() {
    this.link = new BrowserLink(this)
    this.link.onState((state) => this.states.push(state))
  }

  dial(events: Parameters<LinkParts['dial']>[0]): void {
    assert.equal(this.#events, undefined, 'one connection at a time')
    this.#events = events
  }
  ask = () => Promise.resolve(this.said)
  wait(milliseconds: number, then: () => void): void {
    this.waits.push(milliseconds)
    this.#then = then
  }
  now = () => this.time

  open(): void {
    this.#events!.opened(port)
  }
  async end(byPicture = false): Promise<void> {
    const events = this.#events!
    this.#events = undefined
    events.ended(byPicture)
    await new Promise((resolve) => setImmediate(resolve))
  }
  waited(): void {
    const then = this.#then!
    this.#then = undefined
    then()
  }
  get words(): string {
    return this.states
      .map((state) => (state.state === 'running' ? `running ${state.restarts}` : state.state))
      .join(', ')
  }
  /** What is said when it gave up. */
  get error(): string {
    const last = this.states.at(-1)!
    return last.state === 'stopped' ? `${last.error.message} ${last.error.hint ?? ''}` : last.state
  }
}

describe('the link with the recognizer', () => {
  test('starts, runs, and connects again when it ended', async () => {
    const line = new Line()
    line.open()
    line.time = 10_000
    await line.end()
    assert.deepEqual(line.waits, [300])
    line.waited()
    line.open()
    assert.equal(line.words, 'starting, running 0, restarting, running 1')
  })

  test('waits longer after each try that fails, gives up after five, and tries again when asked', async () => {
    const line = new Line()
    for (let i = 0; i < 4; i++) {
      await line.end()
      line.waited()
    }
    await line.end()
    assert.deepEqual(line.waits, [300, 600, 1200, 2400])
    assert.equal(line.words, 'starting, stopped')
    assert.match(line.error, /cannot be reached/)
    line.link.restart()
    line.link.restart() // it runs already
    line.open()
    assert.equal(line.words, 'starting, stopped, starting, running 0')
  })

  test('connections that end at once are failures too; one that lived is none', async () => {
    const line = new Line()
    line.said = 'welcome'
    for (let i = 0; i < 4; i++) {
      line.open()
      await line.end()
      line.waited()
    }
    line.open()
    line.time += 6000
    await line.end()
    assert.equal(line.error, 'restarting')
    for (let i = 0; i < 4; i++) {
      line.waited()
      await line.end()
    }
    assert.match(line.error, /no room/)
  })

  test('a server that does not know the window is not asked again', async () => {
    const line = new Line()
    line.said = 'stranger'
    await line.end()
    assert.equal(line.words, 'starting, stopped')
    assert.match(line.error, /address that it printed/)
  })

  test('what the picture closed stays closed', async () => {
    const line = new Line()
    line.open()
    await line.end(true)
    assert.deepEqual([line.words, line.waits.length], ['starting, running 0', 0])
  })
})

describe('a WebSocket as a port', () => {
  const open = () => {
    const sent: unknown[] = []
    const state = { readyState: 1 }
    const socket: SocketLike = {
      get readyState() {
        return state.readyState
      },
      send: (bytes) => sent.push(decodeMessage(bytes)),
      close: () => undefined,
    }
    return { end: socketEnd(socket), sent, state }
  }
  const credit = { type: 'preview-credit', preview: 1, pictures: 2 } as const

  test('sends frames, and is silent when it is closed', () => {
    const { end, sent, state } = open()
    end.port.postMessage(credit)
    state.readyState = 3
    end.port.postMessage(credit)
    assert.deepEqual(sent, [credit])
  })

  test('gives its listener what came before it, and undefined for what is not understood', () => {
    const { end } = open()
    const got: unknown[] = []
    end.arrived(encodeMessage({ type: 'hello' }).buffer)
    end.port.onMessage((message) => got.push(message))
    for (const data of ['text', new ArrayBuffer(3), undefined]) end.arrived(data)
    assert.deepEqual(got, [{ type: 'hello' }, undefined, undefined, undefined])
  })

  test('tidying up after the other side ended does not count as giving up', () => {
    const lost = open().end
    lost.port.onClose(() => {
      lost.port.close()
    })
    lost.closed()
    assert.equal(lost.given, false)
    const left = open().end
    left.port.close()
    left.closed()
    assert.equal(left.given, true)
  })

  test('tells its end once, also who asks later', async () => {
    const { end } = open()
    let times = 0
    end.port.onClose(() => times++)
    end.closed()
    end.closed()
    assert.equal(times, 1)
    await new Promise<void>((resolve) => {
      end.port.onClose(resolve)
    })
  })
})

describe('the token', () => {
  const store = () => {
    const kept = new Map<string, string>()
    return {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem(key: string, value: string) {
        kept.set(key, value)
      },
    }
  }

  test('is taken out of the address, and kept for the window', () => {
    const kept = store()
    let stripped = 0
    const strip = () => {
      stripped++
    }
    assert.equal(
      takeToken('', strip, () => kept),
      undefined,
    )
    assert.equal(
      takeToken('#token=abc_-.~1', strip, () => kept),
      'abc_-.~1',
    )
    assert.equal(stripped, 1)
    assert.equal(
      takeToken('', strip, () => kept),
      'abc_-.~1',
    )
    assert.equal(
      takeToken('#token=new', strip, () => kept),
      'new',
    )
    for (const hash of ['#other', '#token=', '#token=a b', '#token=a&x=1'])
      assert.equal(
        takeToken(hash, strip, () => kept),
        'new',
      )
    assert.equal(stripped, 2)
  })

  test('holds without storage too', () => {
    const broken = () => {
      throw new Error('SecurityError')
    }
    assert.equal(
      takeToken('#token=abc', () => undefined, broken),
      'abc',
    )
    assert.equal(
      takeToken('', () => undefined, broken),
      undefined,
    )
  })

  test('a page makes up its own id', () => {
    assert.match(newClientId(), /^[0-9a-f]{32}$/)
    assert.notEqual(newClientId(), newClientId())
  })
})

describe('which files are videos', () => {
  const file = (path: string, type = ''): NamedFile => ({
    name: path.split('/').at(-1)!,
    type,
    webkitRelativePath: path,
  })
  const names = (files: readonly NamedFile[]) => files.map(({ name }) => name)
  const codes = (refused: readonly { name: string; error: { code: string } }[]) =>
    refused.map(({ name, error }) => `${name}: ${error.code}`)

  /** Gives its entries in portions of two, as browsers give theirs in portions. */
  const folder = (name: string, entries: readonly Entry<NamedFile>[]): Entry<NamedFile> => ({
    name,
    isDirectory: true,
    createReader: () => {
      let at = 0
      return {
        readEntries: (found) => {
          found(entries.slice(at, (at += 2)))
        },
      }
    },
  })
  const entry = (name: string): Entry<NamedFile> => ({
    name,
    isDirectory: false,
    file: (found) => {
      found(file(name))
    },
  })
  const unreadable: Entry<NamedFile> = {
    name: 'locked.mp4',
    isDirectory: false,
    file: (_, failed) => {
      failed(new Error('NotReadableError'))
    },
  }

  test('by their endings', () => {
    for (const name of ['a.mp4', 'A.MKV', 'a.b.webm', 'x/y.avi']) assert.ok(isVideoName(name), name)
    for (const name of ['mp4', '.mp4', 'a.txt', 'a.mp4.zip', 'a.', '', 'a.mp4/b']) assert.ok(!isVideoName(name), name)
    assert.equal(videoType('a.MP4'), 'video/mp4')
    assert.equal(videoType('a.constructor'), 'application/octet-stream')
  })

  test('of files that were chosen; the others are named', () => {
    const { files, refused } = fromFiles([file('b.mp4'), file('a.txt'), file('strange', 'video/mp4')])
    assert.deepEqual(names(files), ['b.mp4', 'strange'])
    assert.deepEqual(codes(refused), ['a.txt: not-a-video'])
  })

  test('of a folder that was chosen: in order, without what is hidden, or too deep, or too much', () => {
    const chosen = ['f/10.mp4', 'f/2.mp4', 'f/a.txt', 'f/.hidden/x.mp4', 'f/.y.mp4', `f/${'d/'.repeat(8)}z.mp4`]
    assert.deepEqual(names(fromFolder(chosen.map((path) => file(path))).files), ['2.mp4', '10.mp4', 'z.mp4'])
    const deep = fromFolder([file('f/1.mp4'), file(`f/${'d/'.repeat(9)}z.mp4`)])
    assert.deepEqual([names(deep.files), codes(deep.refused)], [['1.mp4'], ['f: too-many-files']])
    const many = fromFolder(Array.from({ length: limits.videos + 1 }, (_, i) => file(`f/${i}.mp4`)))
    assert.deepEqual([many.files.length, codes(many.refused)], [limits.videos, ['f: too-many-files']])
    assert.deepEqual(codes(fromFolder([file('f/a.txt')]).refused), ['f: not-a-video'])
    assert.deepEqual(fromFolder([]), { files: [], refused: [] })
  })

  test('of what was dropped: folders are searched', async () => {
    const inner = folder('b', [entry('3.mp4'), entry('1.mkv'), entry('readme.txt'), entry('20.mp4'), unreadable])
    const found = await fromEntries([folder('top', [entry('z.avi'), inner, entry('.mp4')]), entry('loose.mp4')])
    assert.deepEqual(names(found.files), ['1.mkv', '3.mp4', '20.mp4', 'z.avi', 'loose.mp4'])
    assert.deepEqual(found.refused, [])
    const none = await fromEntries([folder('empty', []), entry('a.txt'), unreadable])
    assert.deepEqual(codes(none.refused), ['empty: not-a-video', 'a.txt: not-a-video', 'locked.mp4: no-permission'])
  })

  test('of folders without end', async () => {
    const endless: Entry<NamedFile> = folder('endless', [])
    const turning = { ...endless, createReader: () => folder('', [entry('a.mp4'), turning]).createReader!() }
    const found = await fromEntries([turning])
    assert.deepEqual([found.files.length, codes(found.refused)], [limits.depth + 1, ['endless: too-many-files']])
    const wide = folder(
      'wide',
      Array.from({ length: limits.videos + 5 }, (_, i) => entry(`${i}.mp4`)),
    )
    const first = await fromEntries([wide])
    assert.deepEqual([first.files.length, codes(first.refused)], [limits.videos, ['wide: too-many-files']])
  })
})

describe('answers of the server', () => {
  test('are read by their fields', () => {
    const listing = { files: [{ id: 'abc', name: 'a.mp4', bytes: 3 }], largest: 7 }
    assert.deepEqual(listingIn(JSON.stringify(listing)), listing)
    assert.equal(uploadIn('{"id":"x-_1"}'), 'x-_1')
    const fault = { code: 'disk-full', message: 'Full.', hint: 'Clean up.' }
    assert.deepEqual(refusalIn(507, JSON.stringify({ fault })).fault, fault)
  })

  test('or are no answers', () => {
    for (const text of ['', 'null', '[]', '{"id":"../x"}', '{"files":[{}],"largest":1}', '{"files":[]}']) {
      assert.throws(() => uploadIn(text), ShellError)
      assert.throws(() => listingIn(text), ShellError)
    }
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        assert.equal(refusalIn(500, text).fault.code, 'shell-failed')
      }),
    )
    assert.equal(refusalIn(500, '{"fault":{"code":"toString","message":"x"}}').fault.code, 'shell-failed')
  })
})

test('the platform', () => {
  assert.deepEqual(['MacIntel', 'Win32', 'Linux x86_64', ''].map(platformOf), ['mac', 'windows', 'linux', 'linux'])
})
