import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { request as ask } from 'node:http'
import { join } from 'node:path'
import test, { after, before, describe } from 'node:test'
import fc from 'fast-check'
import { safeName } from './names.ts'
import { uploadLimits } from './receive.ts'
import { clientId, connect, grace, http, runServer, own, upload, type RunningServer } from '../server.fixture.ts'

let running: RunningServer
before(async () => {
  running = await runServer({ limits: { largest: 100_000, spare: 1, files: 3 } })
})
after(() => running.end())

const idOf = ({ text }: { text: string }): string => (JSON.parse(text) as { id: string }).id
const codeOf = ({ text }: { text: string }): string => (JSON.parse(text) as { fault: { code: string } }).fault.code
const stored = (): string[] => readdirSync(running.server.folder)

/** Until it holds; the time limit of the test ends it otherwise. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate)
}

test('an upload lies in a private folder under a random id, until it is deleted', async () => {
  const { socket } = await connect(running)
  const first = await upload(running, 'holiday.mp4', Buffer.from('one'))
  const second = await upload(running, 'holiday.mp4', Buffer.from('two'))
  assert.deepEqual([first.status, second.status], [201, 201])
  assert.match(idOf(first), /^[\w-]{22}$/)
  assert.notEqual(idOf(first), idOf(second))
  assert.ok(
    !first.text.includes(running.server.folder) && Object.keys(JSON.parse(first.text) as object).join() === 'id',
  )
  const { folder } = running.server
  const [name] = stored().sort()
  const path = join(folder, name!, 'holiday.mp4')
  assert.equal(readFileSync(path, 'utf8'), 'one')
  if (process.platform !== 'win32')
    assert.deepEqual(
      [folder, join(folder, name!), path].map((at) => statSync(at).mode & 0o777),
      [0o700, 0o700, 0o600],
    )
  assert.equal((await http(running, { method: 'HEAD', path: `/files/${idOf(first)}` })).status, 200)

  const remove = (id: string, client = clientId(0)) =>
    http(running, { method: 'DELETE', path: `/files/${id}`, headers: own(running, client) })
  assert.equal((await remove(idOf(first), clientId(1))).status, 404) // another page's
  assert.equal((await remove(idOf(first))).status, 204)
  assert.equal((await remove(idOf(first))).status, 404)
  assert.ok(!existsSync(path))
  assert.equal((await http(running, { method: 'HEAD', path: `/files/${idOf(first)}` })).status, 404)
  socket.close()
  await until(() => stored().length === 0)
})

test('what is too large, too many or without room is refused in words, and leaves nothing', async () => {
  const { socket } = await connect(running, clientId(2))
  const large = await upload(running, 'a.mp4', Buffer.alloc(100_001), clientId(2))
  assert.deepEqual([large.status, codeOf(large)], [413, 'file-too-large'])
  // Of a length that was not told before.
  const headers = { ...own(running, clientId(2)), 'transfer-encoding': 'chunked' }
  const chunked = await http(running, { method: 'POST', path: '/files?name=a', headers, body: Buffer.alloc(3_000_000) })
  assert.deepEqual([chunked.status, codeOf(chunked)], [413, 'file-too-large'])
  assert.deepEqual(stored(), [])
  for (let i = 0; i < 3; i++) assert.equal((await upload(running, 'a.mp4', Buffer.from('x'), clientId(2))).status, 201)
  const many = await upload(running, 'a.mp4', Buffer.from('x'), clientId(2))
  assert.deepEqual([many.status, codeOf(many)], [429, 'too-many-files'])
  socket.close()

  const full = await runServer({ limits: { ...uploadLimits, spare: 2 ** 60 } })
  const none = await upload(full, 'a.mp4', Buffer.from('x'))
  assert.deepEqual([none.status, codeOf(none)], [507, 'disk-full'])
  await full.end()
  await until(() => stored().length === 0)
})

test('an upload that breaks off leaves nothing', async () => {
  const headers = { ...own(running, clientId(3)), 'content-length': '50000' }
  const { port } = running.server
  const request = ask({ host: '127.0.0.1', port, method: 'POST', path: '/files?name=a.mp4', headers, agent: false })
  request.on('error', () => undefined)
  request.write(Buffer.alloc(20_000))
  await until(() => stored().length === 1)
  request.destroy()
  await until(() => stored().length === 0)
})

test('a page must say which it is', async () => {
  for (const client of ['', 'x', clientId(0).toUpperCase() + '0', '../'.repeat(10)])
    assert.equal((await upload(running, 'a.mp4', Buffer.from('x'), client)).status, 400)
})

test('uploads outlive a short absence, and no longer one', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { socket } = await connect(running, clientId(4))
  await upload(running, 'a.mp4', Buffer.from('x'), clientId(4))
  socket.close()
  await once(socket, 'close')
  await http(running, {}) // the server has noticed
  t.mock.timers.tick(grace - 1)
  const again = await connect(running, clientId(4))
  t.mock.timers.tick(10 * grace)
  assert.equal(stored().length, 1)
  again.socket.close()
  await until(() => {
    t.mock.timers.tick(grace)
    return stored().length === 0
  })
})

test('everything is deleted at the end', async () => {
  const other = await runServer()
  await upload(other, 'a.mp4', Buffer.from('x'))
  assert.ok(existsSync(other.server.folder))
  await other.end()
  assert.ok(!existsSync(other.server.folder))
})

describe('the name that an upload is stored under', () => {
  test('is that of the user where it can be', () => {
    for (const name of ['holiday.mp4', 'Größe 1.MOV', '動画 (2).webm', "it's.mkv"]) assert.equal(safeName(name), name)
    assert.equal(safeName('a/b\\c.mp4'), 'c.mp4')
    assert.equal(safeName('../../etc/passwd'), 'passwd')
    assert.equal(safeName('con.mp4'), '_con.mp4')
    assert.equal(safeName(`${'x'.repeat(300)}.mp4`), `${'x'.repeat(56)}.mp4`)
    for (const name of ['', '.', '..', '...', '/', ' ', '-']) assert.equal(safeName(name), 'video')
  })

  test('names one file in its folder, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const safe = safeName(name)
        assert.equal(join('/a', safe), `/a/${safe}`)
        assert.ok(safe.length > 0 && Buffer.byteLength(safe) <= 255 && !safe.startsWith('-') && !safe.includes('\0'))
      }),
    )
  })
})
