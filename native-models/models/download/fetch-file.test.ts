import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before, beforeEach } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isActscopeError } from '../../weights/expect-error.fixture.ts'
import { fetchFile, type FetchOptions } from './fetch-file.ts'
import { isOfferedAddress, offers } from './offers.ts'

const content = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31 + (i >> 8)) % 256)
const sha256 = createHash('sha256').update(content).digest('hex')

/** What the server does next; tests change it. */
let server: Server
let base = ''
let etag = '"one"'
let cutAfter = Infinity
let asked: string[] = []
const handlers = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>()

before(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.url ?? ''} ${request.headers.range ?? 'whole'}`)
    const handler = handlers.get(request.url ?? '')
    if (handler === undefined) giveFile(request, response)
    else handler(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  etag = '"one"'
  cutAfter = Infinity
  asked = []
})

function giveFile(request: IncomingMessage, response: ServerResponse): void {
  const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')
  const from = range !== null && request.headers['if-range'] === etag ? Number(range[1]) : 0
  if (from >= content.length) {
    response.writeHead(416).end()
    return
  }
  response.writeHead(from > 0 ? 206 : 200, {
    etag,
    'content-length': content.length - from,
    ...(from > 0 && { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }),
  })
  const rest = content.subarray(from)
  if (rest.length <= cutAfter) response.end(rest)
  else response.write(rest.subarray(0, cutAfter), () => setTimeout(() => response.destroy(), 20))
}

const local = (url: URL): boolean => url.origin === base
const place = (): string => join(mkdtempSync(join(tmpdir(), 'actscope-fetch-')), 'new', 'w.pth')
const get = (path: string, more: Partial<FetchOptions> & { hash?: string; at?: string } = {}): Promise<void> =>
  fetchFile(`${base}${more.at ?? '/w.pth'}`, path, more.hash ?? sha256.slice(0, 8), { allow: local, ...more })

test('a file is fetched whole, with its progress, and not again', async () => {
  const path = place()
  const seen: (readonly [number, number | undefined])[] = []
  await get(path, { onProgress: (done, total) => seen.push([done, total]) })
  assert.deepEqual(new Uint8Array(readFileSync(path)), content)
  assert.deepEqual(
    [seen[0], seen.at(-1)],
    [
      [0, content.length],
      [content.length, content.length],
    ],
  )
  assert.ok(!existsSync(`${path}.part`) && !existsSync(`${path}.part.json`))
  await get(path)
  assert.deepEqual(asked, ['/w.pth whole'])
})

/** Collects garbage now, and lets what waits for that do its work. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let i = 0; i < 5; i++) {
    collect()
    await sleep(5)
  }
}

test('a collection of garbage between the answer and its first byte takes nothing away', async () => {
  const path = place()
  const freeBytes = async (): Promise<number> => {
    await collectGarbage()
    return Infinity
  }
  await get(path, { freeBytes })
  assert.deepEqual(new Uint8Array(readFileSync(path)), content)
})

test('a lost connection is said, and the next call goes on there', async () => {
  const path = place()
  cutAfter = 100_000
  await assert.rejects(get(path), isActscopeError('download-failed', /connection was lost|ended after/))
  assert.ok(!existsSync(path))
  const { size } = statSync(`${path}.part`)
  assert.ok(size > 0 && size <= 100_000)
  cutAfter = Infinity
  await get(path)
  assert.deepEqual(new Uint8Array(readFileSync(path)), content)
  assert.equal(asked[1], `/w.pth bytes=${size}-`)
})

test('a file that changed meanwhile is fetched anew', async () => {
  const path = place()
  cutAfter = 100_000
  await assert.rejects(get(path))
  writeFileSync(`${path}.part`, new Uint8Array(50_000)) // of the old file
  etag = '"two"'
  cutAfter = Infinity
  await get(path)
  assert.deepEqual(new Uint8Array(readFileSync(path)), content)
})

test('a part that is whole already is asked for anew', async () => {
  const path = place()
  cutAfter = 100_000
  await assert.rejects(get(path))
  writeFileSync(`${path}.part`, new Uint8Array(content.length))
  cutAfter = Infinity
  await get(path)
  assert.deepEqual(asked.slice(1), [`/w.pth bytes=${content.length}-`, '/w.pth whole'])
})

test('cancelled: what is there stays, and the reason is the one given', async () => {
  const path = place()
  const abort = new AbortController()
  const reason = new Error('enough')
  const stopped = get(path, {
    signal: abort.signal,
    onProgress: (done) => {
      if (done > 0) abort.abort(reason)
    },
  })
  await assert.rejects(stopped, (error) => error === reason)
  assert.ok(existsSync(`${path}.part`) && !existsSync(path))
  await get(path)
  assert.deepEqual(new Uint8Array(readFileSync(path)), content)
})

test('another file than the one that is known is not kept', async () => {
  const path = place()
  await assert.rejects(get(path, { hash: '00000000' }), isActscopeError('hash-mismatch', /its sha256 is/))
  assert.ok(!existsSync(path) && !existsSync(`${path}.part`))
})

test('a disk without room is said before anything is written', async () => {
  const path = place()
  const freeBytes = (): Promise<number> => Promise.resolve(1000)
  await assert.rejects(get(path, { freeBytes }), isActscopeError('output-failed', /the disk is full/))
  assert.ok(!existsSync(`${path}.part`))
})

test('a redirection is followed where it may lead, and nowhere else', async () => {
  const to = (location: string) => (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(302, { location }).end()
  }
  handlers.set('/moved', to('/w.pth'))
  handlers.set('/away', to('https://example.org/w.pth'))
  handlers.set('/file', to('file:///etc/passwd'))
  handlers.set('/round', to('/round'))
  const path = place()
  await get(path, { at: '/moved' })
  assert.ok(existsSync(path))
  for (const at of ['/away', '/file'])
    await assert.rejects(get(place(), { at }), isActscopeError('download-failed', /where nothing is fetched from/))
  await assert.rejects(get(place(), { at: '/round' }), isActscopeError('download-failed', /redirects more than/))
})

test('a server that has no such file, or none at all', async () => {
  handlers.set('/none', (_, response) => response.writeHead(404).end())
  await assert.rejects(get(place(), { at: '/none' }), isActscopeError('download-failed', /answered 404/))
  const closed = fetchFile('http://127.0.0.1:1/x', place(), '', { allow: () => true })
  await assert.rejects(closed, isActscopeError('download-failed', /could not be reached/))
})

test('what is offered is public, by https, with the digits that its maker gave', () => {
  for (const { url, sha256: digits } of offers) {
    assert.ok(isOfferedAddress(new URL(url)), url)
    assert.match(digits, /^[0-9a-f]{8}$/)
  }
  for (const url of ['http://download.pytorch.org/x', 'https://download.pytorch.org.evil.example/x', 'file:///x'])
    assert.ok(!isOfferedAddress(new URL(url)), url)
})
