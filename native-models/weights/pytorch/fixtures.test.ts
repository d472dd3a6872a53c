import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { toFloat32 } from '../tensor.ts'
import { readCheckpoint } from './checkpoint.ts'

// Real checkpoints: those kept in fixtures/ everywhere, and many more where a Python with PyTorch can make them.

const kept = fileURLToPath(new URL('../../../../native-models/weights/pytorch/fixtures/', import.meta.url))
const made = mkdtempSync(join(tmpdir(), 'actscope-torch-'))
after(() => {
  rmSync(made, { recursive: true })
})

type Expected = Record<
  string,
  Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>
>

function checkAll(folder: string): void {
  const files = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected
  for (const [file, expected] of Object.entries(files)) {
    const { tensors, format } = readCheckpoint(readFileSync(join(folder, file)), file)
    assert.equal(format, file.includes('legacy') ? 'legacy' : 'zip')
    assert.deepEqual([...tensors.keys()], Object.keys(expected), file)
    for (const [name, tensor] of tensors) {
      assert.deepEqual(tensor.shape, expected[name]!.shape, `${file}: ${name}`)
      // assert.deepEqual tells -0 from 0.
      assert.deepEqual([...toFloat32(tensor)], [...Float32Array.from(expected[name]!.values)], `${file}: ${name}`)
    }
  }
}

/** The first Python that has PyTorch and NumPy. */
const python = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-c', 'import torch, numpy'], { stdio: 'ignore' }).status === 0,
)

describe('checkpoints of torch.save are read to the last value', () => {
  test('those that are kept here', () => {
    checkAll(kept)
  })
  test('those that PyTorch writes now', { skip: python === undefined && 'no Python here has PyTorch' }, () => {
    const run = spawnSync(python!, [join(kept, 'make.py'), made], { encoding: 'utf8' })
    assert.equal(run.status, 0, run.stderr)
    checkAll(made)
  })
  test('dtypes: as stored, F64 as F32', () => {
    const { tensors } = readCheckpoint(readFileSync(join(kept, 'kinds.zip.pth')), 'kinds')
    assert.deepEqual(
      [...tensors].map(([name, { dtype }]) => `${name} ${dtype}`),
      ['half F16', 'bfloat BF16', 'double F32', 'float F32', 'scalar F32', 'empty F32'],
    )
  })
  test('what lies row-major in the file is not copied', () => {
    const file = readFileSync(join(kept, 'views.zip.pth'))
    const { tensors } = readCheckpoint(file, 'views')
    const isView = (name: string): boolean => tensors.get(name)!.data.buffer === file.buffer
    assert.ok(isView('whole') && isView('part') && isView('single'))
    assert.ok(!isView('transposed') && !isView('expanded'))
  })
  test('a file anywhere in memory is read as the same', () => {
    const file = readFileSync(join(kept, 'state-dict.zip.pth'))
    const shifted = Buffer.concat([Buffer.alloc(3), file]).subarray(3)
    const [a, b] = [readCheckpoint(file, 'a'), readCheckpoint(shifted, 'a')]
    for (const [name, tensor] of a.tensors) assert.deepEqual(toFloat32(b.tensors.get(name)!), toFloat32(tensor))
  })
})
