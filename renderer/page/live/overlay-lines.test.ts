import assert from 'node:assert/strict'
import test from 'node:test'
import { overlayLines, type LabelledLane } from './overlay-lines.ts'

const lane = (change: Partial<LabelledLane> = {}): LabelledLane => ({
  title: 'First',
  info: { frames: 16 },
  filled: 0,
  passes: 3,
  shown: { label: 'waving', score: 0.87 },
  ...change,
})

test('a label with its score; the title only where two are compared', () => {
  const line = { text: 'waving', score: 0.87, lane: 0, title: undefined, quiet: false }
  assert.deepEqual(overlayLines([lane()]), [line])
  assert.deepEqual(
    overlayLines([lane(), lane({ title: 'Second' })]).map(({ title, lane }) => [title, lane]),
    [
      ['First', 0],
      ['Second', 1],
    ],
  )
})

test('quietly: nothing is sure enough, or the first pass is still to come', () => {
  const [unsure] = overlayLines([lane({ shown: undefined })])
  assert.deepEqual([unsure?.text, unsure?.score, unsure?.quiet], ['–', undefined, true])
  // A label of before the memory began anew is not said of what is seen now.
  const [warming] = overlayLines([lane({ passes: 0, filled: 9 })])
  assert.deepEqual([warming?.text, warming?.score, warming?.quiet], ['warming up 9/16', undefined, true])
})

test('nothing runs: no line', () => {
  assert.deepEqual(overlayLines([]), [])
})
