import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { temporaryFolder } from '../app.fixture.ts'
import { fitWindowState, readWindowState, smallest, writeWindowState } from './window-state.ts'

test('the window is put on a screen that is there', () => {
  const screen = { x: 0, y: 0, width: 1600, height: 900 }
  const right = { x: 1600, y: 0, width: 1600, height: 900 }
  const state = { x: 1700, y: 100, width: 1000, height: 700, maximised: false }
  assert.deepEqual(fitWindowState(state, [screen, right]), state)
  assert.deepEqual(fitWindowState(state, [screen]), { width: 1000, height: 700, maximised: false })
  assert.deepEqual(fitWindowState({ ...state, x: 1000, y: 500 }, [screen]), { ...state, x: 600, y: 200 })
  assert.deepEqual(fitWindowState({ width: 1, height: 1, maximised: true }, [screen]), { ...smallest, maximised: true })
  assert.deepEqual(fitWindowState({ ...state, x: 0, width: 5000, height: 5000 }, [screen]), { ...state, ...screen })
})

test('a damaged window state is as none', () => {
  const file = join(temporaryFolder(), 'window.json')
  const none = readWindowState(file)
  for (const text of ['', '{', '[]', '{"width":"1"}', '{"x":1e99,"y":0,"width":900,"height":600,"maximised":false}']) {
    writeFileSync(file, text)
    assert.deepEqual(readWindowState(file), none)
  }
  const state = { x: 1, y: 2, width: 1000, height: 700, maximised: true }
  writeWindowState(file, state)
  assert.deepEqual(readWindowState(file), state)
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), state)
})
