import assert from 'node:assert/strict'
import { join } from 'node:path'
import test from 'node:test'
import { userModels } from './user-folder.ts'

const on = (platform: NodeJS.Platform, env: Record<string, string> = {}): string =>
  userModels({ env, platform, home: '/home/x' })

test("a user's variants lie where the system has a program's data, or where one says", () => {
  assert.equal(on('linux'), join('/home/x', '.local', 'share', 'actscope', 'models'))
  assert.equal(on('linux', { XDG_DATA_HOME: '/data' }), join('/data', 'actscope', 'models'))
  assert.equal(on('linux', { XDG_DATA_HOME: 'relative' }), join('/home/x', '.local', 'share', 'actscope', 'models'))
  assert.equal(on('darwin'), join('/home/x', 'Library', 'Application Support', 'Actscope', 'models'))
  assert.equal(on('win32', { APPDATA: 'C:\\Roaming' }), join('C:\\Roaming', 'Actscope', 'models'))
  assert.equal(on('win32', { ACTSCOPE_MODELS: '/mine' }), '/mine')
})
