import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fileRow, nextOrder, sortRows, type FileRow, type Listed } from './file-row.ts'
import { Passes } from '../../store/passes.ts'
import { rowsToCsv, rowsToJson } from './exports/table-export.ts'

const waiting: Listed = {
  file: { key: 'k', name: 'clip.avi' },
  status: { state: 'waiting' },
  info: undefined,
  result: undefined,
}
const done: Listed = {
  ...waiting,
  status: { state: 'done' },
  info: { width: 4, height: 3, duration: 12.34567, fps: 25, codec: 'h264', container: 'mp4', rotation: 0 },
  result: {
    variant: 'v',
    device: 'cpu',
    settings: { threshold: 0.5 },
    labels: ['wave', 'run', '=1+1'],
    hidden: new Set(),
    whole: Float32Array.of(0.25, 0.625, 0.125),
    damage: 'cut off',
    passes: new Passes(),
    version: 1,
    events: [],
    complete: true,
    tooShort: false,
  },
}

describe('a line of the table', () => {
  test('says what is known', () => {
    const { label, score, second, secondScore, events, damage, state } = fileRow(done)
    assert.deepEqual([label, score, second, secondScore], ['run', 0.625, 'wave', 0.25])
    assert.deepEqual([events, damage, state], [0, 'cut off', 'done'])
  })

  test('and nothing else', () => {
    assert.deepEqual(
      Object.values(fileRow(waiting)).filter((value) => value !== undefined),
      ['k', 'clip.avi', 'waiting'],
    )
    assert.equal(fileRow({ ...done, result: { ...done.result!, complete: false } }).events, undefined)
    assert.equal(fileRow({ ...done, result: { ...done.result!, tooShort: true } }).events, undefined)
  })
})

describe('sorting', () => {
  const row = (name: string, score?: number): FileRow => ({ ...fileRow(waiting), key: name, name, score })
  const rows = [row('clip10', 0.5), row('clip2'), row('Clip1', 0.75), row('clip3', 0.5)]
  const names = (order: Parameters<typeof sortRows>[1]) => sortRows(rows, order).map(({ name }) => name)

  test('names as people read them', () => {
    assert.deepEqual(names({ column: 'name', descending: false }), ['Clip1', 'clip2', 'clip3', 'clip10'])
  })

  test('what is not known comes last either way, equals stay as they were', () => {
    assert.deepEqual(names({ column: 'score', descending: true }), ['Clip1', 'clip10', 'clip3', 'clip2'])
    assert.deepEqual(names({ column: 'score', descending: false }), ['clip10', 'clip3', 'Clip1', 'clip2'])
  })

  test('without an order, as opened', () => {
    assert.deepEqual(names(undefined), ['clip10', 'clip2', 'Clip1', 'clip3'])
  })

  test('the head of a column goes round: numbers from the largest, names from A, then as opened', () => {
    const first = nextOrder(undefined, 'score')
    const second = nextOrder(first, 'score')
    assert.deepEqual([first?.descending, second?.descending, nextOrder(second, 'score')], [true, false, undefined])
    assert.equal(nextOrder(first, 'name')?.descending, false)
  })
})

describe('the table as a file', () => {
  const formula = { ...done, result: { ...done.result!, whole: Float32Array.of(0.25, 0.125, 0.625) } }
  const rows = [fileRow(done), fileRow(waiting), fileRow(formula)]

  test('CSV: empty cells where nothing is known, and no formulas', () => {
    assert.deepEqual(rowsToCsv(rows).split('\r\n'), [
      'name,duration,label,score,second,secondScore,events,damage,state',
      'clip.avi,12.3457,run,0.625,wave,0.25,0,cut off,done',
      'clip.avi,,,,,,,,waiting',
      "clip.avi,12.3457,'=1+1,0.625,wave,0.25,0,cut off,done",
      '',
    ])
  })

  test('JSON: null where nothing is known', () => {
    const { files } = JSON.parse(rowsToJson(rows)) as { files: Record<string, unknown>[] }
    assert.deepEqual(
      files.map(({ label, events }) => [label, events]),
      [
        ['run', 0],
        [null, null],
        ['=1+1', 0],
      ],
    )
  })
})
