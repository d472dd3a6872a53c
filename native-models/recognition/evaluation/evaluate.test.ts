import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { temporaryFolder } from '../../video/video.fixture.ts'
import { isActscopeError } from '../../weights/expect-error.fixture.ts'
import { LabelMatcher, readDataset, readUnknown } from './dataset.ts'

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
  const { clips, leftOut } = readDataset(root, labels)
  assert.deepEqual(
    clips.map(({ truth, source }) => [truth, source]),
    [
      [0, 'ucf101'],
      [1, 'ucf101'],
    ],
  )
  assert.deepEqual([...leftOut], [['ucf101/Surfing', 1]])
})

test('a list file is read relative to itself', () => {
  const root = temporaryFolder()
  const list = join(root, 'list.txt')
  writeFileSync(list, '# comment\nmy clip.mp4 0\nb.mp4\tboxing\r\nc.mp4,ut_interaction/punch\n')
  assert.deepEqual(readDataset(list, labels).clips, [
    { path: join(root, 'my clip.mp4'), truth: 0, source: 'ucf101' },
    { path: join(root, 'b.mp4'), truth: 1, source: 'ucf101' },
    { path: join(root, 'c.mp4'), truth: 2, source: 'ut_interaction' },
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

test('what a hidden label stands for the variant does not know', () => {
  const root = temporaryFolder()
  for (const name of ['Punch', 'PlayingViolin', 'Surfing']) {
    mkdirSync(join(root, 'ucf101', name), { recursive: true })
    writeFileSync(join(root, 'ucf101', name, 'a.mp4'), '')
  }
  const silent = labels.map((label, i) => ({ ...label, hidden: i === 0 }))
  const { clips, leftOut } = readDataset(root, silent)
  assert.deepEqual([clips.length, [...leftOut.keys()]], [1, ['ucf101/PlayingViolin', 'ucf101/Surfing']])
  const unknown = readUnknown(root, silent)
  assert.deepEqual(
    unknown.clips.map(({ name }) => name),
    ['ucf101/PlayingViolin', 'ucf101/Surfing'],
  )
  assert.deepEqual([...unknown.leftOut], [['ucf101/Punch', 1]])
})

test('a path alone in a list is of the class that its folder is', () => {
  const root = temporaryFolder()
  mkdirSync(join(root, 'x', 'Surfing'), { recursive: true })
  writeFileSync(join(root, 'x', 'Surfing', 'a clip.mp4'), '')
  const list = join(root, 'list.txt')
  writeFileSync(list, 'x/Surfing/a clip.mp4\n')
  assert.deepEqual(readUnknown(list, labels).clips, [
    { path: join(root, 'x', 'Surfing', 'a clip.mp4'), name: 'x/Surfing' },
  ])
  writeFileSync(list, 'b.mp4\tboxing\n')
  assert.throws(() => readUnknown(list, labels), isActscopeError('dataset-invalid', /knows all of the classes.*boxing/))
})
