import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { writeFileAtomically } from './atomic-write.ts'
import { isActscopeError } from '../weights/expect-error.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'actscope-'))
after(() => {
  rmSync(folder, { recursive: true })
})

test('writes a new file and replaces an old one, leaving nothing else', async () => {
  const path = join(folder, 'w.safetensors')
  await writeFileAtomically(path, Uint8Array.of(1, 2))
  await writeFileAtomically(path, 'text')
  assert.equal(readFileSync(path, 'utf8'), 'text')
  assert.deepEqual(readdirSync(folder), ['w.safetensors'])
})

test('a failure says which file and why, keeps the old one and cleans up', async () => {
  const path = join(folder, 'nowhere', 'w.bin')
  await assert.rejects(
    writeFileAtomically(path, 'x'),
    isActscopeError('output-failed', /w\.bin .* folder does not exist/),
  )
  // A folder at that place: everything is written before the rename fails.
  const taken = join(folder, 'taken')
  mkdirSync(taken)
  writeFileSync(join(taken, 'kept'), '')
  await assert.rejects(writeFileAtomically(taken, 'x'), isActscopeError('output-failed', /taken could not be written/))
  assert.deepEqual(readdirSync(folder).sort(), ['taken', 'w.safetensors'])
})

const isRoot = process.getuid?.() === 0
test(
  'a folder without permission',
  { skip: (isRoot || process.platform === 'win32') && 'root may do anything' },
  async () => {
    const locked = join(folder, 'locked')
    mkdirSync(locked)
    chmodSync(locked, 0o500)
    await assert.rejects(
      writeFileAtomically(join(locked, 'f'), 'x'),
      isActscopeError('output-failed', /access is denied/),
    )
  },
)
