import assert from 'node:assert/strict'
import test from 'node:test'
import type { RecognitionEvent } from '../recognition/online/events.ts'
import { eventsToCsv } from './csv.ts'
import { exportedEvents } from './json.ts'
import { eventsToSrt, eventsToWebVtt } from './subtitles.ts'

function event(label: string, start = 1, end = 2.5): RecognitionEvent {
  return { index: 3, label, start, end, score: 0.87654321, peak: 0.9 }
}

const awkward = event('say "hi", <b>wave</b> & go\n\n--> home')

test('JSON: seconds to the millisecond, probabilities to four digits', () => {
  assert.deepEqual(exportedEvents([event('wave', 0.1 + 0.2, 1 / 3)]), [
    { label: 'wave', start: 0.3, end: 0.333, score: 0.8765, peak: 0.9 },
  ])
})

test('CSV: quotes what must be quoted', () => {
  assert.equal(eventsToCsv([]), 'label,start,end,score,peak\r\n')
  assert.equal(
    eventsToCsv([event('wave'), awkward]),
    'label,start,end,score,peak\r\n' +
      'wave,1,2.5,0.8765,0.9\r\n' +
      '"say ""hi"", <b>wave</b> & go\n\n--> home",1,2.5,0.8765,0.9\r\n',
  )
})

test('CSV: no label is a formula', () => {
  const first = (label: string) => eventsToCsv([event(label)]).split('\r\n')[1]
  assert.equal(first('=1+1'), "'=1+1,1,2.5,0.8765,0.9")
  assert.equal(first('=HYPERLINK("http://x","y")'), `"'=HYPERLINK(""http://x"",""y"")",1,2.5,0.8765,0.9`)
  for (const label of ['+1', '-1', '@SUM(A1)', '\t=1', '  =1', '\uff1d1'])
    assert.ok(first(label)?.startsWith("'"), label)
  assert.ok(first('push-up')?.startsWith('push-up,'))
})

test('WebVTT: time stamps, escapes, one line for a label', () => {
  assert.equal(
    eventsToWebVtt([awkward, event('run', 3599.9996, 360_000)]),
    'WEBVTT\n\n' +
      '00:00:01.000 --> 00:00:02.500\nsay "hi", &lt;b&gt;wave&lt;/b&gt; &amp; go --&gt; home\n\n' +
      '01:00:00.000 --> 100:00:00.000\nrun\n',
  )
  assert.equal(eventsToWebVtt([]), 'WEBVTT\n')
})

test('SRT: numbered, with commas, nothing a player takes for markup or a time line', () => {
  assert.equal(
    eventsToSrt([event('wave', 61.0004, 61.0004), awkward]),
    '1\n00:01:01,000 --> 00:01:01,001\nwave\n\n' +
      '2\n00:00:01,000 --> 00:00:02,500\nsay "hi", \u2039b\u203awave\u2039/b\u203a & go --\u203a home\n',
  )
  assert.equal(eventsToSrt([]), '')
})

test('subtitles: neither an empty label nor a negative time breaks a cue', () => {
  assert.equal(eventsToWebVtt([event(' \n', -1, -0.5)]), 'WEBVTT\n\n00:00:00.000 --> 00:00:00.001\n-\n')
})
