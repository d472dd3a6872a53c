import assert from 'node:assert/strict'
import test from 'node:test'
import { calibrationWords, labelWords, rightWords, sourceWords, unknownWords } from './accuracy-words.ts'

const rate = { right: 168, clips: 200, low: 0.7829, high: 0.8845 }
const bin = (confidence: number, accuracy: number, clips: number) => ({ confidence, accuracy, clips })
const calibration = (...bins: ReturnType<typeof bin>[]) => ({ temperature: 1.3, bins, set: 's' })

test('a rate is told of a hundred clips, with its interval', () => {
  assert.equal(rightWords(rate), 'Right on 84 of 100 clips it never saw (78 to 88).')
  assert.equal(sourceWords('ucf101', rate), 'ucf101: 84 of 100 (78 to 88), 200 clips')
})

test('unknown actions are told of ten, and never all where one got a label', () => {
  assert.equal(unknownWords({ clips: 34, labelled: 3 }), 'Says nothing for 9 of 10 unknown actions.')
  assert.equal(unknownWords({ clips: 34, labelled: 1 }), 'Says nothing for more than 9 of 10 unknown actions.')
  assert.equal(unknownWords({ clips: 34, labelled: 0 }), 'Says nothing for 10 of 10 unknown actions.')
  assert.equal(unknownWords({ clips: 0, labelled: 0 }), undefined)
})

test('what a score is worth is told of one near 80%, where enough clips have it', () => {
  const said = 'When it says 81%, it is right 78% of the time.'
  assert.equal(calibrationWords(calibration(bin(0.5, 0.6, 90), bin(0.81, 0.78, 30), bin(0.97, 0.95, 300))), said)
  assert.match(calibrationWords(calibration(bin(0.8, 0, 2), bin(0.97, 0.95, 300))) ?? '', /says 97%, it is right 95%/)
  assert.equal(calibrationWords(calibration(bin(0.8, 0.5, 2))), undefined)
})

test('a label that was learned from photos says so, and how well it holds on videos', () => {
  const label = { label: 'phoning', classes: [], background: false }
  assert.deepEqual(labelWords(label), { note: undefined, sentence: undefined })
  const { note, sentence } = labelWords({ ...label, from: 'stills', measured: rate })
  assert.equal(note, 'from photos')
  assert.equal(sentence, 'Learned from photos alone. Right on 84 of 100 clips it never saw (78 to 88).')
})
