/** The user's files, opened and written, where the page does not stay: without a window. */
import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import test from 'node:test'
import type { BridgeOpened } from '../../renderer/shell/bridge.ts'
import { ShellError } from '../../renderer/shell/values.ts'
import { temporaryFolder } from '../app.fixture.ts'
import { OpenedFiles } from './opened-files.ts'
import { Sinks } from './sinks.ts'
import { PendingFiles } from './pending-files.ts'

const failsAs = (code: string) => (error: unknown) => error instanceof ShellError && error.fault.code === code

test('a window that goes while the user looks for a place leaves no file that nobody writes', async () => {
  const folder = temporaryFolder()
  let answer: (path: string) => void = () => undefined
  const sinks = new Sinks({
    ask: () => new Promise((resolve) => (answer = resolve)),
    recordings: () => ({ folder, place: 'here' }),
    reveal: () => undefined,
  })
  const opening = sinks.open('save', 'events', 'json')
  await sinks.abandon()
  answer(join(folder, 'events.json'))
  await assert.rejects(opening, failsAs('cancelled'))
  assert.deepEqual(readdirSync(folder), [])
  // The next page begins as the first did.
  const next = (await sinks.open('record', 'clip', 'webm'))!
  await sinks.write(next, new Uint8Array(3))
  assert.deepEqual((await sinks.close(next)).name, 'clip.webm')
})

test('what cannot be put in its place leaves nothing beside it', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'events.json')
  mkdirSync(join(path, 'in'), { recursive: true }) // a folder took the name since
  const sinks = new Sinks({
    ask: () => Promise.resolve(path),
    recordings: () => ({ folder, place: 'here' }),
    reveal: () => undefined,
  })
  const sink = (await sinks.open('save', 'events', 'json'))!
  await sinks.write(sink, new Uint8Array(3))
  await assert.rejects(sinks.close(sink), (error) => error instanceof ShellError)
  assert.deepEqual(readdirSync(folder), ['events.json'])
})

test('files from outside reach the page that is there when they have been looked at', async () => {
  const looked: (() => void)[] = []
  const opened = (paths: readonly string[]): BridgeOpened => ({
    files: paths.map((path) => ({ id: path, name: path, bytes: 1, url: path })),
    refused: [],
  })
  const pending = new PendingFiles(
    (files) =>
      new Promise((resolve) => {
        looked.push(() => {
          resolve(opened(files.map(({ path }) => path)))
        })
      }),
  )
  const heard: string[] = []
  const page = (name: string) => (opened: BridgeOpened) => {
    heard.push(...opened.files.map((file) => `${name}: ${file.name}`))
  }
  const settled = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve))
  pending.listen(page('first'))
  pending.add(['a.mp4'])
  pending.stop()
  looked.shift()!()
  await settled()
  assert.deepEqual(heard, [])
  pending.add(['b.mp4'])
  pending.listen(page('second'))
  looked.shift()!()
  await settled()
  assert.deepEqual(heard, ['second: a.mp4', 'second: b.mp4'])
})

const root = process.getuid?.() === 0 && 'root may read anything'
test(
  'a video of a folder that may not be read is refused by its name, and the others are opened',
  { skip: root },
  async () => {
    const folder = temporaryFolder()
    for (const name of ['a.mp4', 'b.mp4', 'c.mp4']) writeFileSync(join(folder, name), 'x')
    chmodSync(join(folder, 'b.mp4'), 0)
    const { files, refused } = await new OpenedFiles().open([{ name: basename(folder), path: folder }])
    assert.deepEqual(
      files.map(({ name }) => name),
      ['a.mp4', 'c.mp4'],
    )
    assert.deepEqual(
      refused.map(({ name, error }) => [name, error.code]),
      [['b.mp4', 'no-permission']],
    )
  },
)
