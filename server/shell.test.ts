/** The browser's shell (renderer/shell/browser/browser.ts) in a real Chromium, alone, against the real server. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import test, { after, before } from 'node:test'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page as Window } from 'playwright'
import { build } from 'vite'
import { temporaryFolder, writePattern } from '../native-models/video/video.fixture.ts'
import type { Asset } from '../serving/page.ts'
import { dial, runServer, longTimeout, token, type RunningServer } from './server.fixture.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const executablePath = ['/usr/bin/chromium', chromium.executablePath()].find((path) => existsSync(path))
const options = { ...longTimeout, skip: executablePath === undefined ? 'no Chromium on this machine' : false }

let running: RunningServer
let browser: Browser
let window: Window
const folder = temporaryFolder()
const clip = join(folder, 'clip.mp4')
const notes = join(folder, 'notes.txt')
/** The page's name at the server. */
let client = ''

before(async () => {
  if (executablePath === undefined) return
  await writePattern(clip, 10)
  writeFileSync(notes, 'no video')
  const page = new Map<string, Asset>([
    ['/', { type: 'text/html', body: Buffer.from('<!doctype html><title>shell</title><body>') }],
    ['/shell.js', { type: 'text/javascript', body: Buffer.from(await bundle()) }],
  ])
  running = await runServer({ page, videos: [clip] })
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  window = await browser.newPage()
  window.on('websocket', (socket) => {
    client = new URL(socket.url()).searchParams.get('client') ?? ''
  })
  await window.goto(`http://${running.authority}/#token=${token}`)
  await run(`window.states = []; window.shell = (await import('/shell.js')).browserShell()
    shell.onRecognizer((state) => states.push(state))
    window.listed = new Promise((resolve) => shell.onFiles(resolve))
    window.plain = ({ files, refused }) => ({ files: files.map(({ name, bytes }) => name + ' ' + bytes), refused: refused.map(({ name, error }) => name + ': ' + error.code) })
    window.state = async (wanted) => { while (states.at(-1)?.state !== wanted) await new Promise((go) => setTimeout(go, 20)); return states.at(-1) }`)
})
after(async () => {
  if (executablePath === undefined) return
  await browser.close()
  await running.end()
})

/** The shell as one module, as the page's own build would have it. */
async function bundle(): Promise<string> {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry: join(root, 'renderer/shell/browser/browser.ts'), formats: ['es'] } },
  })
  const [first] = Array.isArray(built) ? built : [built]
  assert.ok('output' in first)
  return first.output[0].code
}

/** Runs in the page; what `return` gives comes back as a copy. */
const run = (code: string): Promise<unknown> => window.evaluate(`(async () => { ${code} })()`)

const uploads = (): string[] => readdirSync(running.server.folder)

test('it connects, and speaks with the recognizer', options, async () => {
  const said = await run(`const { port, restarts } = await state('running')
    const got = new Promise((resolve) => port.onMessage((m) => { if (m.type === 'reply') resolve(m.answer.variants.map(({ id }) => id)) }))
    port.postMessage({ type: 'request', id: 1, call: 'list-variants', ask: {} })
    return [restarts, location.hash, shell.kind, await got]`)
  assert.deepEqual(said, [0, '', 'browser', ['res34-se-im-net/tiny']])
})

test('videos of the command line are told, and play from their address', options, async () => {
  const said = await run(`const opened = await listed; const [file] = opened.files
    const response = await fetch(file.url, { headers: { Range: 'bytes=0-9' } })
    return [plain(opened), response.status, await file.provide(() => {}, new AbortController().signal) === file.key]`)
  const { length } = readFileSync(clip)
  assert.deepEqual(said, [{ files: [`clip.mp4 ${length}`], refused: [] }, 206, true])
})

test(
  'files that are chosen are uploaded when they are handed over, once, and deleted when released',
  options,
  async () => {
    const chooser = window.waitForEvent('filechooser')
    const opened = run(`window.opened = await shell.openFiles('files'); return plain(opened)`)
    await (await chooser).setFiles([clip, notes])
    const { length } = readFileSync(clip)
    assert.deepEqual(await opened, { files: [`clip.mp4 ${length}`], refused: ['notes.txt: not-a-video'] })
    assert.deepEqual(uploads(), [])
    const ids = await run(`const [file] = opened.files; const shares = []
    const give = () => file.provide((share) => shares.push(share), new AbortController().signal)
    return [await give() === await give(), shares.at(-1), file.url.startsWith('blob:')]`)
    assert.deepEqual(ids, [true, 1, true])
    const [number = ''] = uploads()
    assert.deepEqual(readdirSync(join(running.server.folder, number)), ['clip.mp4'])
    await run(`opened.files[0].release()`)
    while (uploads().length > 0) await window.waitForTimeout(20)
  },
)

test('an upload can be cancelled', options, async () => {
  const code = await run(`const abort = new AbortController()
    const data = new DataTransfer(); data.items.add(new File([new Uint8Array(50_000_000)], 'large.mp4'))
    const [file] = (await shell.openDropped(data)).files
    const handed = file.provide(() => abort.abort(), abort.signal)
    return handed.then(() => 'done', (error) => error.fault.code)`)
  assert.equal(code, 'cancelled')
  while (uploads().length > 0) await window.waitForTimeout(20)
})

test('a choice that is given up is empty; a folder is searched', options, async () => {
  const chooser = window.waitForEvent('filechooser')
  const opened = run(`return plain(await shell.openFiles('folder'))`)
  await (await chooser).setFiles(folder)
  const { length } = readFileSync(clip)
  assert.deepEqual(await opened, { files: [`clip.mp4 ${length}`], refused: [] })
})

test('what is saved without a dialog is a download with all its bytes', options, async () => {
  const download = window.waitForEvent('download')
  const saved = await run(`const sink = await shell.record('live 1.webm', 'webm')
    for (let i = 0; i < 20; i++) await sink.write(new Uint8Array(1_000_000).fill(i))
    const { name, place } = await sink.close(); return [name, place]`)
  assert.deepEqual(saved, ['live 1.webm', 'your downloads'])
  const file = await download
  assert.equal(basename(file.suggestedFilename()), 'live 1.webm')
  const bytes = await readFile(await file.path())
  assert.deepEqual([bytes.length, bytes[0], bytes.at(-1)], [20_000_000, 0, 19])
})

test('after the connection broke it connects again', options, async () => {
  const before = await run(
    `window.closed = new Promise((resolve) => states.at(-1).port.onClose(resolve)); return states.length`,
  )
  // Under the page's name: the server gives up the old connection.
  const other = await dial(running, { path: `/recognizer?client=${client}` })
  assert.ok(typeof other !== 'number')
  const said =
    await run(`await closed; while (states.length < ${String(before)} + 2) await new Promise((go) => setTimeout(go, 20))
    return states.slice(${String(before)}).map(({ state, restarts }) => [state, restarts ?? null])`)
  assert.deepEqual(said, [
    ['restarting', null],
    ['running', 1],
  ])
})

test('when the server has ended it gives up, and says so', options, async () => {
  await running.server.close()
  const said = await run(`const { error } = await state('stopped'); return error.message`)
  assert.equal(said, "The recognizer's server cannot be reached.")
})
