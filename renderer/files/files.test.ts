import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { colorOf, lineStyles, paletteSize } from './class-color.ts'
import { Passes } from './passes.ts'
import { exportName, exportText, type Exported } from './result-export.ts'
import { ticks, timeAt, timeText } from './time-scale.ts'
import { Turns } from './turns.ts'

describe('times', () => {
  test('in words', () => {
    assert.deepEqual(
      [0, 7.9, 65, 3723].map((time) => timeText(time)),
      ['0:00', '0:07', '1:05', '1:02:03'],
    )
    assert.deepEqual(
      [0.04, 7.25, 59.96, -1].map((time) => timeText(time, true)),
      ['0:00.0', '0:07.3', '1:00.0', '0:00.0'],
    )
  })

  test('on a line: round, and far enough apart', () => {
    assert.deepEqual(ticks(10, 640), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    assert.deepEqual(ticks(100, 320), [0, 30, 60, 90])
    assert.deepEqual(ticks(0, 640), [0])
    for (const duration of [0.1, 3, 77, 5000, 1e6]) assert.ok(ticks(duration, 500).length <= 9, String(duration))
  })

  test('under the pointer', () => {
    assert.deepEqual(
      [-5, 0, 50, 100, 200].map((x) => timeAt(x, 100, 8)),
      [0, 0, 4, 8, 8],
    )
    assert.equal(timeAt(5, 0, 8), 0)
  })
})

describe('colours of classes', () => {
  test('one for each class, whatever else is drawn, and neighbours differ', () => {
    for (let index = 0; index < 500; index++) {
      assert.ok(colorOf(index) >= 0 && colorOf(index) < paletteSize && Number.isInteger(colorOf(index)))
      assert.notEqual(colorOf(index), colorOf(index + 1), String(index))
    }
  })

  test('two of the same colour in one plot have different lines', () => {
    const same = Array.from({ length: 200 }, (_, index) => index).filter((index) => colorOf(index) === 0)
    assert.ok(same.splice(4).length > 0)
    assert.equal(new Set(lineStyles(same).map(({ dash }) => dash.join())).size, same.length)
  })
})

describe('exports of one video', () => {
  const passes = new Passes()
  passes.add({ from: 0, until: 1.20004, average: Float32Array.of(0.123456, 0.5) })
  const exported: Exported = {
    name: 'clip.avi',
    info: undefined,
    result: {
      variant: 'v',
      device: 'cpu',
      settings: { threshold: 0.5 },
      labels: ['wave', 'run'],
      hidden: new Set(),
      whole: Float32Array.of(0.25, 0.75),
      damage: undefined,
      passes,
      version: 0,
      events: [{ index: 1, label: 'run', start: 0, end: 1.2, score: 0.8, peak: 0.9 }],
      complete: true,
      tooShort: false,
    },
  }

  test('JSON holds the labels of the whole, the events and the settings', () => {
    assert.deepEqual(JSON.parse(exportText(exported, 'json', false)), {
      file: 'clip.avi',
      variant: 'v',
      device: 'cpu',
      settings: { threshold: 0.5 },
      wholeVideo: [
        { label: 'run', score: 0.75 },
        { label: 'wave', score: 0.25 },
      ],
      events: [{ label: 'run', start: 0, end: 1.2, score: 0.8, peak: 0.9 }],
    })
  })

  test('and the scores of every pass, if asked', () => {
    const { labels, passes: all } = JSON.parse(exportText(exported, 'json', true)) as Record<string, unknown>
    assert.deepEqual(labels, ['wave', 'run'])
    assert.deepEqual(all, [{ from: 0, until: 1.2, average: [0.1235, 0.5] }])
  })

  test('but nothing of labels that have no name', () => {
    const silent = { ...exported, result: { ...exported.result, hidden: new Set([1]) } }
    const json = JSON.parse(exportText(silent, 'json', true)) as Record<string, unknown>
    assert.deepEqual(json['wholeVideo'], [{ label: 'wave', score: 0.25 }])
    assert.deepEqual(json['labels'], ['wave'])
    assert.deepEqual(json['passes'], [{ from: 0, until: 1.2, average: [0.1235] }])
  })

  test('the other formats are those of the command line', () => {
    assert.match(exportText(exported, 'vtt', false), /^WEBVTT\n\n00:00:00\.000 --> 00:00:01\.200\nrun\n$/)
    assert.match(exportText(exported, 'srt', false), /^1\n00:00:00,000 /)
    assert.match(exportText(exported, 'csv', false), /\r\nrun,0,1\.2,0\.8,0\.9\r\n$/)
  })

  test('names', () => {
    assert.equal(exportName('my.clip.avi', 'vtt'), 'my.clip.vtt')
    assert.equal(exportName('clip', 'mp4', ' (annotated)'), 'clip (annotated).mp4')
    assert.equal(exportName('.avi', 'csv'), '.avi.csv')
  })
})

test('turns: so many at once, in order, and a failure lets the next one in', async () => {
  const turns = new Turns(2)
  const begun: number[] = []
  const ends: (() => void)[] = []
  const all = [0, 1, 2, 3].map((i) =>
    turns
      .take(async () => {
        begun.push(i)
        await new Promise<void>((resolve) => ends.push(resolve))
        if (i === 0) throw new Error('no')
      })
      .catch(() => undefined),
  )
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  await settle()
  assert.deepEqual(begun, [0, 1])
  ends[0]!()
  await settle()
  assert.deepEqual(begun, [0, 1, 2])
  ends[1]!()
  await settle()
  ends[2]!()
  ends[3]!()
  await Promise.all(all)
  assert.deepEqual(begun, [0, 1, 2, 3])
})
