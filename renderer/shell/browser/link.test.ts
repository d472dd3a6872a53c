import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { PagePort } from '../../../native-models/protocol.ts'
import { BrowserLink, type LinkParts, type LinkState } from './link.ts'

const port: PagePort = {
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
  async end(byPage = false): Promise<void> {
    const events = this.#events!
    this.#events = undefined
    events.ended(byPage)
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

  test('what the page closed stays closed', async () => {
    const line = new Line()
    line.open()
    await line.end(true)
    assert.deepEqual([line.words, line.waits.length], ['starting, running 0', 0])
  })
})
