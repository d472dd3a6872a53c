import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { temporaryFolder } from '../../video/video.fixture.ts'
import { isActscopeError } from '../../weights/expect-error.fixture.ts'
import { LabelMatcher, readDataset } from './dataset.ts'
import { measure } from './metrics.ts'

const labels = [
  { label: 'playing violin', classes: ['ucf101/PlayingViolin'], background: false },
  { label: 'boxing', classes: ['ucf101/Punch'], background: false },
  { label: 'punching someone', classes: ['ut_interaction/punch'], background: false },
]

test('a class is known by set and name, by name, and by label', () => {
  const matcher = new LabelMatcher(labels)
  assert.equal(matcher.match('ucf101/PlayingViolin'), 0)
  assert.equal(matcher.match('anything/PlayingViolin'), 0)
  assert.equal(matcher.match('test/playing_violin'), 0)
  assert.equal(matcher.match('x/Punch'), 1)
  assert.equal(matcher.match('x/punch'), 2)
  assert.equal(matcher.match('x/PUNCH'), undefined) // could be either
  assert.equal(matcher.match('2'), 2)
  assert.equal(matcher.match('x/Surfing'), undefined)
})

test('a folder of sets of classes is read, and what is unknown is told', () => {
  const root = temporaryFolder()
  for (const file of [
    'ucf101/Punch/a.mp4',
    'ucf101/PlayingViolin/b.AVI',
    'ucf101/Surfing/c.mp4',
    'ucf101/Punch/notes.txt',
  ]) {
    mkdirSync(join(root, file, '..'), { recursive: true })
    writeFileSync(join(root, file), '')
  }
  const { clips, unknown } = readDataset(root, labels)
  assert.deepEqual(
    clips.map(({ truth }) => truth),
    [0, 1],
  )
  assert.deepEqual([...unknown], [['ucf101/Surfing', 1]])
})

test('a list file is read relative to itself', () => {
  const root = temporaryFolder()
  const list = join(root, 'list.txt')
  writeFileSync(list, '# comment\nmy clip.mp4 0\nb.mp4\tboxing\r\nc.mp4,ut_interaction/punch\n')
  assert.deepEqual(readDataset(list, labels).clips, [
    { path: join(root, 'my clip.mp4'), truth: 0 },
    { path: join(root, 'b.mp4'), truth: 1 },
    { path: join(root, 'c.mp4'), truth: 2 },
  ])
})

test('nothing to evaluate is an error that says why', () => {
  const root = temporaryFolder()
  assert.throws(() => readDataset(join(root, 'none'), labels), isActscopeError('dataset-invalid', /no file or folder/))
  assert.throws(() => readDataset(root, labels), isActscopeError('dataset-invalid', /no videos/))
  mkdirSync(join(root, 'Surfing'))
  writeFileSync(join(root, 'Surfing', 'a.mp4'), '')
  assert.throws(() => readDataset(root, labels), isActscopeError('dataset-invalid', /Surfing/))
})

test('top-1, top-5, recall, confusion and the confusion indicator', () => {
  const { top1, top5, perClass, confusion, confusedPairs } = measure(
    ['a', 'b', 'c'],
    [
      { truth: 0, ranking: [0, 1, 2] },
      { truth: 0, ranking: [1, 0, 2] },
      { truth: 0, ranking: [1, 2, 0] },
      { truth: 0, ranking: [0, 2, 1] },
      { truth: 1, ranking: [0, 1, 2] },
      { truth: 1, ranking: [2, 0] },
    ],
  )
  assert.equal(top1, 2 / 6)
  assert.equal(top5, 5 / 6)
  assert.deepEqual(perClass, [
    { label: 'a', clips: 4, recall: 0.5 },
    { label: 'b', clips: 2, recall: 0 },
  ])
  assert.deepEqual(confusion, [
    [2, 2, 0],
    [1, 0, 1],
    [0, 0, 0],
  ])
  // Table 8: P(a taken for b) + P(b taken for a) = 2/4 + 1/2
  assert.deepEqual(confusedPairs, [
    { a: 'a', b: 'b', indicator: 1, aTakenForB: 0.5, bTakenForA: 0.5 },
    { a: 'b', b: 'c', indicator: 0.5, aTakenForB: 0.5, bTakenForA: 0 },
  ])
})
