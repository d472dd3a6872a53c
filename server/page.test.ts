/** The built page in a real Chromium, from the real server. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import test, { after, before } from 'node:test'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright'
import { join } from 'node:path'
import { temporaryFolder, writePattern } from '../native-models/video/video.fixture.ts'
import { loadPage } from '../serving/page.ts'
import { runServer, longTimeout, token, type RunningServer } from './server.fixture.ts'

const pageFolder = fileURLToPath(new URL('../page', import.meta.url))
const executablePath = ['/usr/bin/chromium', chromium.executablePath()].find((path) => existsSync(path))

const skip =
  executablePath === undefined
    ? 'no Chromium on this machine'
    : existsSync(join(pageFolder, 'index.html'))
      ? false
      : 'the page is not built (npm run build)'
const options = { ...longTimeout, skip }

let running: RunningServer
let browser: Browser
const clip = join(temporaryFolder(), 'clip.mp4')
before(async () => {
  if (skip !== false || executablePath === undefined) return
  await writePattern(clip, 10)
  running = await runServer({ page: loadPage(pageFolder), videos: [clip] })
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  })
})
after(async () => {
  if (skip !== false) return
  await browser.close()
  await running.end()
})

/** A window at this address, and everything that it complained about. */
async function open(hash: string): Promise<{ page: Page; complaints: string[]; sockets: string[] }> {
  const page = await browser.newPage()
  const complaints: string[] = []
  const sockets: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) complaints.push(message.text())
  })
  page.on('websocket', (socket) => {
    sockets.push(socket.url())
    socket.on('framereceived', () => sockets.push('received'))
  })
  // Said by the page itself, as not every violation is an error of the console.
  await page.addInitScript(
    "addEventListener('securitypolicyviolation', (e) => console.error('CSP', e.violatedDirective, e.blockedURI))",
  )
  await page.goto(`http://${running.authority}/${hash}`)
  return { page, complaints, sockets }
}

test('the page loads without a violation of its policy, takes the token and connects', options, async () => {
  const { page, complaints, sockets } = await open(`#token=${token}`)
  while (!sockets.includes('received')) await page.waitForTimeout(50)
  assert.match(sockets[0]!, new RegExp(`^ws://${running.authority}/recognizer\\?client=[0-9a-f]{32}$`))
  assert.equal(page.url(), `http://${running.authority}/`)
  await page.waitForTimeout(500)
  assert.deepEqual(complaints, [])

  sockets.length = 0
  await page.reload() // the window still knows the token
  while (!sockets.includes('received')) await page.waitForTimeout(50)
  assert.deepEqual(complaints, [])
  await page.close()
})

test('the camera can be had, as localhost is a secure place', options, async () => {
  const { page } = await open(`#token=${token}`)
  const tracks = await page.evaluate(
    'navigator.mediaDevices.getUserMedia({ video: true }).then((s) => s.getTracks().length)',
  )
  assert.equal(tracks, 1)
  await page.close()
})

test('without the token the page asks nobody in vain', options, async () => {
  const { page, sockets } = await open('')
  await page.waitForTimeout(1000)
  assert.deepEqual(sockets, [])
  await page.close()
})

test('another page of the same browser gets nothing', options, async () => {
  const page = await browser.newPage()
  await page.goto('data:text/html,<p>elsewhere</p>')
  const result = await page.evaluate(`(async () => {
    const said = []
    const url = 'http://${running.authority}/files'
    const headers = { Authorization: 'Bearer ${token}' }
    said.push(await fetch(url, { headers }).then(() => 'read', () => 'refused'))
    said.push(await fetch(url + '?name=a', { method: 'POST', mode: 'no-cors', body: 'x' }).then(({ type }) => type, () => 'refused'))
    said.push(await new Promise((resolve) => {
      const socket = new WebSocket('ws://${running.authority}/recognizer?client=${'0'.repeat(32)}', ['actscope', 'actscope-token.${token}'])
      socket.onopen = () => resolve('open')
      socket.onclose = () => resolve('refused')
    }))
    return said
  })()`)
  assert.deepEqual(result, ['refused', 'refused', 'refused'])
  await page.close()
})
