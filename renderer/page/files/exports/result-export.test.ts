import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Passes } from '../../../store/passes.ts'
import { exportName, exportText, type Exported } from './result-export.ts'

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
