import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isLabelSetName, labelSet, parseLabels, sortedByName } from './label-sets.ts'
import { labelSetNames, type LabelSetName } from '../choices.ts'
import { plainWords } from './plain-words.ts'

type Places = Readonly<Record<number, string>>

/** How many classes, and the numbers that public lists of the data sets give to some. */
const expected: Readonly<Record<LabelSetName, readonly [classes: number, places: Places]>> = {
  hmdb51: [51, { 0: 'brush_hair', 13: 'fencing', 50: 'wave' }],
  ucf101: [101, { 0: 'ApplyEyeMakeup', 35: 'HammerThrow', 46: 'JumpingJack', 100: 'YoYo' }], // classInd.txt, less one
  'something-something-v1': [174, { 0: 'Holding something', 173: 'Poking a hole into some substance' }],
  'kinetics-400': [400, { 5: 'archery', 148: 'hammer throw', 183: 'lunge', 346: 'tai chi', 399: 'zumba' }],
  jester: [27, { 0: 'Doing other things', 2: 'No gesture', 26: 'Zooming Out With Two Fingers' }],
}

for (const set of labelSetNames) {
  describe(set, () => {
    const labels = labelSet(set)
    test('has the classes of the data set, in their order', () => {
      const [classes, places] = expected[set]
      assert.equal(labels.length, classes)
      for (const [number, name] of Object.entries(places)) assert.equal(labels[Number(number)]?.name, name)
    })
    test('no name and no label is there twice', () => {
      assert.equal(new Set(labels.map(({ name }) => name)).size, labels.length)
      assert.equal(new Set(labels.map(({ label }) => label)).size, labels.length)
    })
    test('labels are words that a person reads on a screen', () => {
      for (const { label } of labels) {
        assert.match(label, /^[a-z][A-Za-z' ,()-]+[a-z)]$/, label)
        assert.ok(!label.includes('  ') && label.length <= 90, label)
      }
    })
  })
}

test('sorted by name, as TRN and TSM number them', () => {
  const sorted = sortedByName(labelSet('something-something-v1')).map(({ name }) => name)
  assert.deepEqual(
    [sorted[0], sorted[1], sorted[173]],
    ['Approaching something with your camera', 'Attaching something to something', 'Wiping something off of something'],
  )
})

test('names in plain words, by rule or by exception', () => {
  const label = (set: LabelSetName, name: string): string | undefined =>
    labelSet(set).find((entry) => entry.name === name)?.label
  assert.equal(label('ucf101', 'TaiChi'), 'tai chi')
  assert.equal(label('ucf101', 'YoYo'), 'playing with a yo-yo')
  assert.equal(label('ucf101', 'PlayingDhol'), 'playing the dhol')
  assert.equal(label('hmdb51', 'brush_hair'), 'brushing hair')
  assert.equal(label('kinetics-400', 'dying hair'), 'dyeing hair')
  assert.equal(label('jester', 'Swiping Left'), 'swiping left')
  assert.equal(plainWords('CuttingInKitchen'), 'cutting in kitchen')
})

test('a list of a user: lines of any system, with labels or without', () => {
  assert.deepEqual(parseLabels('StandUp\r\nsit_down\tsitting down\r\n\r\n'), [
    { name: 'StandUp', label: 'stand up' },
    { name: 'sit_down', label: 'sitting down' },
  ])
})

test('other names are no sets', () => {
  assert.ok(isLabelSetName('jester') && !isLabelSetName('../jester') && !isLabelSetName('toString'))
})
