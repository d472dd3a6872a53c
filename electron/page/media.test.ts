/** Opened videos as the page gets them. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { close, drop, inPage, noElectron, sample, start } from '../app.fixture.ts'

test(
  'a video that was dropped: ranges, its picture, and that picture read back',
  { skip: noElectron, timeout: 240_000 },
  async () => {
    const started = await start()
    const { app, page } = started
    const opened = await drop(started, sample)
    const [file] = opened.files
    assert.equal(file?.name, 'jumping-jacks.mp4')
    const whole = readFileSync(sample)
    assert.equal(file.bytes, whole.length)

    const get = (
      range: string | undefined,
      method = 'GET',
    ): Promise<[number, string | null, string | null, number[]]> =>
      inPage(
        page,
        `const init = { method: '${method}', headers: ${JSON.stringify(range === undefined ? {} : { Range: range })} }
       const response = await fetch(${JSON.stringify(file.url)}, init)
       const bytes = [...new Uint8Array(await response.arrayBuffer())]
       return [response.status, response.headers.get('content-range'), response.headers.get('content-type'), bytes]`,
      )
    const [status, range, type, bytes] = await get('bytes=100-199')
    assert.deepEqual([status, range, type], [206, `bytes 100-199/${whole.length}`, 'video/mp4'])
    assert.deepEqual(Buffer.from(bytes), whole.subarray(100, 200))
    assert.deepEqual(Buffer.from((await get(undefined))[3]), whole)
    assert.deepEqual((await get(`bytes=${whole.length}-`)).slice(0, 2), [416, `bytes */${whole.length}`])
    assert.deepEqual((await get('bytes=0-9', 'HEAD')).slice(0, 2), [206, `bytes 0-9/${whole.length}`])

    const drawn = await inPage<{ width: number; seeked: number; colours: number }>(
      page,
      `const video = document.createElement('video')
     video.muted = true
     video.src = ${JSON.stringify(file.url)}
     await new Promise((resolve, reject) => { video.onloadeddata = resolve; video.onerror = () => reject(video.error) })
     const seeked = new Promise((resolve) => { video.onseeked = resolve })
     video.currentTime = 2
     await seeked
     const canvas = document.createElement('canvas')
     canvas.width = canvas.height = 32
     const context = canvas.getContext('2d')
     let colours = 0
     // The picture of the moment may reach the element a little after it says that it is there.
     for (let i = 0; i < 100 && colours <= 10; i++) {
       context.drawImage(video, 0, 0, 32, 32)
       colours = new Set(context.getImageData(0, 0, 32, 32).data).size // throws where the picture is of another origin
       await new Promise((resolve) => setTimeout(resolve, 50))
     }
     return { width: video.videoWidth, seeked: video.currentTime, colours }`,
    )
    assert.ok(drawn.width > 0 && drawn.colours > 10, JSON.stringify(drawn))
    assert.ok(Math.abs(drawn.seeked - 2) < 0.1)
    await close(app)
  },
)
