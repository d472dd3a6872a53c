import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { after, before, describe } from 'node:test'
import { temporaryFolder } from '../../native-models/video/video.fixture.ts'
import { http, runServer, own, token, type RunningServer } from '../server.fixture.ts'

let running: RunningServer
const video = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251))
const folder = temporaryFolder()

before(async () => {
  const path = join(folder, 'match of the day.mp4')
  writeFileSync(path, video)
  running = await runServer({ videos: [path] })
})
after(() => running.end())

const listed = async (): Promise<{ files: { id: string; name: string; bytes: number }[] }> =>
  JSON.parse((await http(running, { path: '/files', headers: own(running) })).text) as never

describe('the page', () => {
  test('is served with its types, and with the headers that keep it to itself', async () => {
    for (const [path, type] of [
      ['/', 'text/html; charset=utf-8'],
      ['/index.html', 'text/html; charset=utf-8'],
      ['/assets/index-1.js', 'text/javascript; charset=utf-8'],
      ['/assets/index-1.css', 'text/css; charset=utf-8'],
    ] as const) {
      const { status, headers } = await http(running, { path })
      assert.deepEqual([status, headers['content-type']], [200, type])
      const policy = headers['content-security-policy']
      assert.match(String(policy), /default-src 'none'; script-src 'self'; .*frame-ancestors 'none'/)
      assert.match(String(policy), new RegExp(`connect-src 'self' ws://${running.authority};`))
      assert.deepEqual(
        [headers['x-content-type-options'], headers['cache-control'], headers['referrer-policy']],
        ['nosniff', 'no-store', 'no-referrer'],
      )
      assert.match(String(headers['permissions-policy']), /camera=\(self\)/)
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
      assert.equal(headers['access-control-allow-origin'], undefined)
    }
  })

  test('HEAD has no body; anything but GET and HEAD is refused', async () => {
    const { status, headers, text } = await http(running, { method: 'HEAD' })
    assert.deepEqual([status, headers['content-length'], text], [200, '38', ''])
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      assert.equal((await http(running, { method, headers: own(running) })).status, 405, method)
  })

  test('nothing beside it can be named', async () => {
    for (const path of [
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/..%5c..%5csecret.txt',
      '//etc/passwd',
      '/files/../../../etc/passwd',
      '/files/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      '/constructor',
      '/__proto__',
      'http://127.0.0.1/secret.txt',
      '*',
    ]) {
      const { status, text } = await http(running, { path })
      assert.equal(status, 404, path)
      assert.doesNotMatch(text, /secret|root:/)
    }
  })
})

describe('who may ask', () => {
  test('only by a name of this server, port included', async () => {
    const { port } = running.server
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`])
      assert.equal((await http(running, { headers: { host } })).status, 200, host)
    for (const host of [
      `evil.example:${port}`,
      `127.0.0.1.evil.example:${port}`,
      'localhost',
      `localhost:${port + 1}`,
      `0.0.0.0:${port}`,
    ])
      assert.equal((await http(running, { headers: { host } })).status, 421, host)
  })

  test('what changes something comes from the own page', async () => {
    const ask = (origin: string | undefined) => {
      const headers = own(running)
      if (origin === undefined) delete headers['origin']
      else headers['origin'] = origin
      return http(running, { method: 'POST', path: '/files?name=a.mp4', headers, body: 'x' })
    }
    const { port } = running.server
    for (const origin of [
      undefined,
      'null',
      'http://evil.example',
      `https://127.0.0.1:${port}`,
      `http://127.0.0.1:${port + 1}`,
      `http://localhost:${port}`, // ours, but not the one that was asked
    ])
      assert.equal((await ask(origin)).status, 403, origin)
    assert.equal((await ask(`http://127.0.0.1:${port}`)).status, 201)
  })

  test('files need the token', async () => {
    for (const authorization of [undefined, '', token, 'Bearer', `Bearer ${token}x`, `Bearer ${token.slice(1)}`]) {
      const headers = { ...own(running), authorization: authorization ?? '' }
      for (const method of ['GET', 'POST', 'PUT'])
        assert.equal((await http(running, { method, path: '/files', headers })).status, 401)
    }
    const none = own(running)
    delete none['authorization']
    assert.equal((await http(running, { path: '/files', headers: none })).status, 401)
    assert.equal((await http(running, { path: `/files?token=${token}`, headers: none })).status, 401)
  })
})

describe('a video of the command line', () => {
  test('is listed by its name, without its folder', async () => {
    const { files } = await listed()
    assert.deepEqual(files, [{ id: files[0]!.id, name: 'match of the day.mp4', bytes: 1000 }])
    assert.match(files[0]!.id, /^[\w-]{22}$/)
    assert.ok(!JSON.stringify(files).includes(folder))
  })

  test('plays by its id alone, in ranges', async () => {
    const [{ id } = { id: '' }] = (await listed()).files
    const get = (range?: string, method = 'GET') =>
      http(running, { method, path: `/files/${id}`, ...(range !== undefined && { headers: { range } }) })
    const whole = await get()
    assert.deepEqual(
      [whole.status, whole.headers['content-type'], whole.headers['accept-ranges']],
      [200, 'video/mp4', 'bytes'],
    )
    assert.equal(whole.text, video.toString('latin1'))
    for (const [range, from, to] of [
      ['bytes=0-99', 0, 99],
      ['bytes=990-', 990, 999],
      ['bytes=-10', 990, 999],
      ['bytes=-5000', 0, 999],
      ['bytes=500-9999', 500, 999],
    ] as const) {
      const part = await get(range)
      assert.deepEqual([part.status, part.headers['content-range']], [206, `bytes ${from}-${to}/1000`], range)
      assert.equal(part.text, video.subarray(from, to + 1).toString('latin1'))
    }
    for (const range of ['bytes=1000-', 'bytes=-0']) {
      const none = await get(range)
      assert.deepEqual([none.status, none.headers['content-range']], [416, 'bytes */1000'], range)
    }
    for (const range of ['bytes=5-2', 'bytes=0-1,5-9', 'lines=1-2', 'bytes=a-b', 'bytes=-'])
      assert.equal((await get(range)).status, 200, range)
    const head = await get(undefined, 'HEAD')
    assert.deepEqual([head.status, head.headers['content-length'], head.text], [200, '1000', ''])
  })

  test('is nowhere under another id, and cannot be deleted', async () => {
    const [{ id } = { id: '' }] = (await listed()).files
    for (const other of [id.slice(1), `${id}x`, '0', 'match of the day.mp4', id.toUpperCase()])
      assert.equal((await http(running, { path: `/files/${encodeURIComponent(other)}` })).status, 404)
    assert.equal((await http(running, { method: 'DELETE', path: `/files/${id}`, headers: own(running) })).status, 404)
  })
})
