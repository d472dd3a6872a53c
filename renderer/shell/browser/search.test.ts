import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isVideoName, videoType } from '../video-names.ts'
import { fromEntries, fromFiles, fromFolder, limits, type Entry, type NamedFile } from './search.ts'

describe('which files are videos', () => {
  const file = (path: string, type = ''): NamedFile => ({
    name: path.split('/').at(-1)!,
    type,
    webkitRelativePath: path,
  })
  const names = (files: readonly NamedFile[]) => files.map(({ name }) => name)
  const codes = (refused: readonly { name: string; error: { code: string } }[]) =>
    refused.map(({ name, error }) => `${name}: ${error.code}`)

  /** Gives its entries in portions of two, as browsers give theirs in portions. */
  const folder = (name: string, entries: readonly Entry<NamedFile>[]): Entry<NamedFile> => ({
    name,
    isDirectory: true,
    createReader: () => {
      let at = 0
      return {
        readEntries: (found) => {
          found(entries.slice(at, (at += 2)))
        },
      }
    },
  })
  const entry = (name: string): Entry<NamedFile> => ({
    name,
    isDirectory: false,
    file: (found) => {
      found(file(name))
    },
  })
  const unreadable: Entry<NamedFile> = {
    name: 'locked.mp4',
    isDirectory: false,
    file: (_, failed) => {
      failed(new Error('NotReadableError'))
    },
  }

  test('by their endings', () => {
    for (const name of ['a.mp4', 'A.MKV', 'a.b.webm', 'x/y.avi']) assert.ok(isVideoName(name), name)
    for (const name of ['mp4', '.mp4', 'a.txt', 'a.mp4.zip', 'a.', '', 'a.mp4/b']) assert.ok(!isVideoName(name), name)
    assert.equal(videoType('a.MP4'), 'video/mp4')
    assert.equal(videoType('a.constructor'), 'application/octet-stream')
  })

  test('of files that were chosen; the others are named', () => {
    const { files, refused } = fromFiles([file('b.mp4'), file('a.txt'), file('strange', 'video/mp4')])
    assert.deepEqual(names(files), ['b.mp4', 'strange'])
    assert.deepEqual(codes(refused), ['a.txt: not-a-video'])
  })

  test('of a folder that was chosen: in order, without what is hidden, or too deep, or too much', () => {
    const chosen = ['f/10.mp4', 'f/2.mp4', 'f/a.txt', 'f/.hidden/x.mp4', 'f/.y.mp4', `f/${'d/'.repeat(8)}z.mp4`]
    assert.deepEqual(names(fromFolder(chosen.map((path) => file(path))).files), ['2.mp4', '10.mp4', 'z.mp4'])
    const deep = fromFolder([file('f/1.mp4'), file(`f/${'d/'.repeat(9)}z.mp4`)])
    assert.deepEqual([names(deep.files), codes(deep.refused)], [['1.mp4'], ['f: too-many-files']])
    const many = fromFolder(Array.from({ length: limits.videos + 1 }, (_, i) => file(`f/${i}.mp4`)))
    assert.deepEqual([many.files.length, codes(many.refused)], [limits.videos, ['f: too-many-files']])
    assert.deepEqual(codes(fromFolder([file('f/a.txt')]).refused), ['f: not-a-video'])
    assert.deepEqual(fromFolder([]), { files: [], refused: [] })
  })

  test('of what was dropped: folders are searched', async () => {
    const inner = folder('b', [entry('3.mp4'), entry('1.mkv'), entry('readme.txt'), entry('20.mp4'), unreadable])
    const found = await fromEntries([folder('top', [entry('z.avi'), inner, entry('.mp4')]), entry('loose.mp4')])
    assert.deepEqual(names(found.files), ['1.mkv', '3.mp4', '20.mp4', 'z.avi', 'loose.mp4'])
    assert.deepEqual(found.refused, [])
    const none = await fromEntries([folder('empty', []), entry('a.txt'), unreadable])
    assert.deepEqual(codes(none.refused), ['empty: not-a-video', 'a.txt: not-a-video', 'locked.mp4: no-permission'])
  })

  test('of folders without end', async () => {
    const endless: Entry<NamedFile> = folder('endless', [])
    const turning = { ...endless, createReader: () => folder('', [entry('a.mp4'), turning]).createReader!() }
    const found = await fromEntries([turning])
    assert.deepEqual([found.files.length, codes(found.refused)], [limits.depth + 1, ['endless: too-many-files']])
    const wide = folder(
      'wide',
      Array.from({ length: limits.videos + 5 }, (_, i) => entry(`${i}.mp4`)),
    )
    const first = await fromEntries([wide])
    assert.deepEqual([first.files.length, codes(first.refused)], [limits.videos, ['wide: too-many-files']])
  })
})
