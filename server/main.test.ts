import assert from 'node:assert/strict'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import test, { describe } from 'node:test'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../native-models/video/video.fixture.ts'
import { Access, isLoopback, isToken, randomSecret } from './access.ts'
import { announcement } from './start/announce.ts'
import { listen } from './http/listen.ts'
import { browserCommand } from './start/open-browser.ts'
import { loadPage } from '../serving/page.ts'
import { clientId, longTimeout } from './server.fixture.ts'

const main = fileURLToPath(new URL('./main.js', import.meta.url))
const built = existsSync(fileURLToPath(new URL('../page/index.html', import.meta.url)))
const needsPage = { ...longTimeout, skip: built ? false : 'the page is not built (npm run build)' }

/** The server as a process of its own, and the line that it prints. Its temporary folder is its own too. */
async function start(...args: string[]): Promise<{ child: ChildProcess; line: string; temporary: string }> {
  const temporary = temporaryFolder()
  const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, DISPLAY: '', WAYLAND_DISPLAY: '' }
  const child = spawn(process.execPath, [main, '--no-open', ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let line = ''
  child.stdout.setEncoding('utf8')
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false }) as AsyncIterable<string>) {
    line += chunk
    if (line.endsWith('\n')) break
  }
  return { child, line, temporary }
}

const exit = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) =>
    child.once('exit', (code) => {
      resolve(code)
    }),
  )

describe('the server as a program', () => {
  test('prints one line, serves, and ends cleanly on SIGTERM with its uploads deleted', needsPage, async () => {
    const { child, line, temporary } = await start('--port', '0')
    const match = /^Actscope runs at (http:\/\/127\.0\.0\.1:\d+)\/#token=([\w-]{22})\n$/.exec(line)
    assert.ok(match !== null, line)
    const [, address = '', token = ''] = match
    assert.equal((await fetch(address)).status, 200)
    const headers = { origin: address, authorization: `Bearer ${token}`, 'x-actscope-client': clientId(0) }
    const posted = await fetch(`${address}/files?name=a.mp4`, { method: 'POST', headers, body: 'x' })
    assert.equal(posted.status, 201)
    assert.equal(readdirSync(temporary).length, 1)
    const ended = exit(child)
    child.kill('SIGTERM')
    assert.equal(await ended, 0)
    assert.deepEqual(readdirSync(temporary), [])
  })

  test('a network address is used only when it was asked for, and said to be one', needsPage, async () => {
    const { child, line } = await start('--port', '0', '--host', '0.0.0.0', '--token', 'sixteen-letters_')
    const ended = exit(child)
    child.kill('SIGINT')
    assert.equal(await ended, 0)
    assert.match(line, /#token=sixteen-letters_ \(no camera there.*ssh -L \d+:localhost:\d+ .*\)\n$/)
  })

  test('wrong arguments exit with 2, what cannot be with 1', longTimeout, () => {
    const run = (...args: string[]) => {
      const { status, stderr } = spawnSync(process.execPath, [main, '--no-open', ...args], { encoding: 'utf8' })
      return { status, stderr }
    }
    for (const args of [['--token', 'short'], ['--token', 'with spaces in it, and long'], ['--port', '70000'], ['--x']])
      assert.equal(run(...args).status, 2, args.join(' '))
    if (!built) return
    const missing = run('--port', '0', '/no/such/video.mp4')
    assert.deepEqual([missing.status, missing.stderr.includes('no such file')], [1, true])
    const host = run('--port', '0', '--host', '203.0.113.7')
    assert.deepEqual([host.status, host.stderr.includes('no address of this machine')], [1, true])
  })
})

test('a port that is taken: the next one, or words', async () => {
  const [first, second, third] = [createServer(), createServer(), createServer()] as const
  const port = await listen(first, '127.0.0.1', 0, false)
  const next = await listen(second, '127.0.0.1', port, true)
  assert.ok(next > port)
  await assert.rejects(listen(third, '127.0.0.1', port, false), /port \d+ of 127\.0\.0\.1 is taken/)
  first.close()
  second.close()
})

test('a page that was not built is said to be', () => {
  const folder = temporaryFolder()
  for (const path of [join(folder, 'missing'), folder]) assert.throws(() => loadPage(path), /not built/)
  mkdirSync(join(folder, 'index.html'))
  assert.throws(() => loadPage(folder), /not built/)
})

test('what a loopback address is, and a token', () => {
  for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '::1']) assert.ok(isLoopback(host), host)
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.evil.example', 'localhost.evil.example'])
    assert.ok(!isLoopback(host), host)
  assert.ok(isToken(randomSecret()) && isToken('abcdefgh.~_-1234'))
  for (const token of ['', 'fifteen-letters', 'sixteen letters!', 'a'.repeat(201), 'täglich-täglich-täglich'])
    assert.ok(!isToken(token), token)
  assert.equal(new Set(Array.from({ length: 1000 }, randomSecret)).size, 1000)
})

test('a server is asked by the names of the address that it listens on', () => {
  const asked = (host: string, name: string, port = 4178) => {
    const access = new Access(host, port, 'sixteen-letters_')
    return access.hostOf({ headers: { host: name } } as never) !== undefined
  }
  assert.ok(asked('127.0.0.1', 'localhost:4178') && asked('::1', '[::1]:4178') && asked('10.0.0.5', '10.0.0.5:4178'))
  assert.ok(asked('gpu.example', 'GPU.example:4178') && asked('localhost', 'localhost', 80))
  assert.ok(asked('0.0.0.0', '127.0.0.1:4178'))
  assert.ok(!asked('10.0.0.5', 'localhost:4178') && !asked('0.0.0.0', 'evil.example:4178'))
})

test('the line says that there is no camera beyond the own machine', () => {
  assert.equal(announcement('127.0.0.1', 4178, 't').line, 'Actscope runs at http://127.0.0.1:4178/#token=t')
  assert.match(announcement('::1', 4178, 't').line, /http:\/\/\[::1\]:4178\/#token=t$/)
  assert.match(announcement('10.0.0.5', 4178, 't').line, /no camera there.*ssh -L 4178:localhost:4178/)
})

test('the browser is opened where there is a screen', () => {
  assert.deepEqual(browserCommand('linux', { DISPLAY: ':0' }), ['xdg-open'])
  assert.deepEqual(browserCommand('linux', { WAYLAND_DISPLAY: 'wayland-0' }), ['xdg-open'])
  assert.deepEqual(browserCommand('darwin', {}), ['open'])
  assert.equal(browserCommand('win32', {})?.[0], 'rundll32')
  assert.equal(browserCommand('linux', {}), undefined)
  assert.equal(browserCommand('linux', { DISPLAY: '' }), undefined)
  assert.equal(browserCommand('darwin', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }), undefined)
})
