import assert from 'node:assert/strict'
import test from 'node:test'
import { asTable, logEvents, written, type KeptEvent } from './event-formats.ts'

const at = Date.UTC(2026, 10, 20, 16, 48, 5)
const event = (label: string, start: number, variant = 'net/a'): KeptEvent => ({
  ...{ label, start, end: start + 2, index: 1, score: 0.8, peak: 0.9, variant, at: at + start * 1000 },
})
const titles = new Map([
  ['net/a', 'A'],
  ['net/b', 'B'],
])
const one = logEvents([event('wave', 50), event('run', 40)], titles)
const two = logEvents([event('wave', 50), event('run', 40, 'net/b')], titles)

test('times count from the beginning of the oldest event, which has its time of day', () => {
  assert.deepEqual(
    one.events.map(({ label, start, end }) => [label, start, end]),
    [
      ['run', 0, 2],
      ['wave', 10, 12],
    ],
  )
  assert.equal(one.origin, at + 40_000)
})

test('JSON says what its times mean, and who saw what', () => {
  const read: unknown = JSON.parse(written(two, 'json'))
  assert.deepEqual(read, {
    origin: '2026-11-20T16:48:45.000Z',
    times: two.note,
    variants: [
      { id: 'net/b', title: 'B' },
      { id: 'net/a', title: 'A' },
    ],
    events: [
      { label: 'run', start: 0, end: 2, score: 0.8, peak: 0.9, variant: 'net/b' },
      { label: 'wave', start: 10, end: 12, score: 0.8, peak: 0.9, variant: 'net/a' },
    ],
  })
})

test('CSV begins with the columns that every CSV has', () => {
  assert.deepEqual(written(one, 'csv').split('\r\n'), [
    'label,start,end,score,peak,time,variant',
    'run,0,2,0.8,0.9,2026-11-20T16:48:45.000Z,net/a',
    'wave,10,12,0.8,0.9,2026-11-20T16:48:55.000Z,net/a',
    '',
  ])
})

test('subtitles say whose label it is where two were compared', () => {
  assert.match(written(one, 'vtt'), /00:00:10\.000 --> 00:00:12\.000\nwave\n/)
  assert.match(written(two, 'vtt'), /\nA: wave\n/)
  assert.match(written(two, 'srt'), /\nB: run\n/)
})

test('the table for a spreadsheet has no cell that is a formula, and no line too many', () => {
  const rows = asTable(logEvents([event('=1+1', 0), event('a\tb\nc', 5)], titles)).split('\n')
  assert.equal(rows.length, 4)
  assert.deepEqual(rows[1]?.split('\t').slice(1), ["'=1+1", '2.0', '80%', 'A'])
  assert.equal(rows[2]?.split('\t')[1], 'a b c')
})

test('an empty log is an empty file of each format', () => {
  const none = logEvents([], titles)
  assert.deepEqual(
    [written(none, 'csv'), written(none, 'vtt'), written(none, 'srt')],
    ['label,start,end,score,peak,time,variant\r\n', 'WEBVTT\n', ''],
  )
})
