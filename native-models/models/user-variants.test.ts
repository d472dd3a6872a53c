import assert from 'node:assert/strict'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { isActscopeError } from '../weights/expect-error.fixture.ts'
import { openCatalogue, type Catalogue } from './catalogue.ts'
import { addFolder, removeVariant, renameVariant, verifyVariant } from './user-variants.ts'
import { tinyVariant } from './tiny-variant.fixture.ts'

const shippedId = 'res34-se-im-net/shipped'
const mine = 'res34-se-im-net/mine'
const windows = process.platform === 'win32' && 'links need a right there'

/** A shipped variant, and an empty place for the user's. */
function house(): { catalogue: Catalogue; user: string; shipped: string } {
  const { root } = tinyVariant({ manifest: (m) => (m['id'] = shippedId) })
  const user = join(mkdtempSync(join(tmpdir(), 'actscope-user-')), 'not', 'there', 'yet')
  return { catalogue: openCatalogue({ shipped: root, user }), user, shipped: root }
}

test('a variant is added, seen, renamed and removed', async () => {
  const { catalogue, user } = house()
  const { folder } = tinyVariant()
  const entry = await addFolder(catalogue, folder, mine)
  assert.equal(entry.origin, 'user')
  assert.deepEqual(
    catalogue.entries.map(({ manifest, origin }) => [manifest.id, origin]),
    [
      [shippedId, 'shipped'],
      [mine, 'user'],
    ],
  )
  assert.deepEqual(readdirSync(entry.folder).toSorted(), ['manifest.json', 'weights.safetensors'])
  const renamed = await renameVariant(catalogue, mine, { id: 'res34-se-im-net/other', title: 'Other' })
  assert.equal(renamed.manifest.title, 'Other')
  assert.equal(await verifyVariant(renamed), undefined)
  await addFolder(catalogue, folder, mine) // its old folder's name is in use still
  await removeVariant(catalogue, 'res34-se-im-net/other')
  assert.deepEqual(
    catalogue.entries.map(({ manifest }) => manifest.id),
    [shippedId, mine],
  )
  assert.equal(readdirSync(user).length, 1)
})

test('what ships cannot be changed, and its id cannot be taken', async () => {
  const { catalogue } = house()
  await assert.rejects(removeVariant(catalogue, shippedId), isActscopeError('input-invalid', /came with Actscope/))
  await assert.rejects(renameVariant(catalogue, shippedId, { id: mine }), isActscopeError('input-invalid', /came with/))
  await assert.rejects(
    addFolder(catalogue, tinyVariant().folder, shippedId),
    isActscopeError('input-invalid', /already/),
  )
  await addFolder(catalogue, tinyVariant().folder, mine)
  await assert.rejects(renameVariant(catalogue, mine, { id: shippedId }), isActscopeError('input-invalid', /already/))
  await assert.rejects(renameVariant(catalogue, mine, { id: '../x' }), isActscopeError('manifest-invalid', /id/))
})

test('what is not whole is not added, and leaves nothing', async () => {
  const { catalogue, user } = house()
  const { folder } = tinyVariant({ bytes: (bytes) => bytes.with(bytes.length - 1, bytes.at(-1)! ^ 1) })
  await assert.rejects(addFolder(catalogue, folder), isActscopeError('hash-mismatch', /sha256/))
  assert.ok(!existsSync(user) || readdirSync(user).length === 0)
})

test('a place that cannot be written to is said', async () => {
  const { shipped } = house()
  const file = join(mkdtempSync(join(tmpdir(), 'actscope-user-')), 'file')
  writeFileSync(file, '')
  const catalogue = openCatalogue({ shipped, user: join(file, 'models') })
  await assert.rejects(addFolder(catalogue, tinyVariant().folder, mine), isActscopeError('output-failed', /written/))
})

test('weights that were changed on the disk are found', async () => {
  const { catalogue } = house()
  const entry = await addFolder(catalogue, tinyVariant().folder, mine)
  writeFileSync(join(entry.folder, 'weights.safetensors'), 'x')
  assert.ok(isActscopeError('hash-mismatch', /sha256/)(await verifyVariant(entry)))
})

test('a second variant of one id is refused, and the first stays', async () => {
  const { catalogue, user } = house()
  const { folder } = await addFolder(catalogue, tinyVariant().folder, mine)
  cpSync(folder, join(user, 'zz'), { recursive: true })
  catalogue.reload()
  assert.equal(catalogue.find(mine).folder, folder)
  assert.ok(isActscopeError('manifest-invalid', /id .*mine is that of/)(catalogue.damaged[0]?.error))
})

test('folders, manifests and weights that are links are refused', { skip: windows }, async () => {
  const { catalogue, user } = house()
  const { folder } = tinyVariant({ manifest: (m) => (m['id'] = mine) })
  mkdirSync(user, { recursive: true })
  symlinkSync(folder, join(user, 'link'))
  catalogue.reload()
  assert.ok(isActscopeError('manifest-invalid', /is a link to another folder/)(catalogue.damaged[0]?.error))

  const inside = join(user, 'inside')
  mkdirSync(inside)
  symlinkSync(join(folder, 'manifest.json'), join(inside, 'manifest.json'))
  catalogue.reload()
  assert.ok(isActscopeError('manifest-invalid', /is a link/)(catalogue.damaged[0]?.error))

  const weights = tinyVariant()
  renameSync(join(weights.folder, 'weights.safetensors'), join(weights.root, 'elsewhere'))
  symlinkSync(join(weights.root, 'elsewhere'), join(weights.folder, 'weights.safetensors'))
  await assert.rejects(addFolder(catalogue, weights.folder, mine), isActscopeError('weights-unreadable', /is a link/))
})

test('something unfinished is not seen', () => {
  const { catalogue, user } = house()
  cpSync(tinyVariant().folder, join(user, '.adding-1'), { recursive: true })
  catalogue.reload()
  assert.equal(catalogue.entries.length, 1)
  assert.equal(catalogue.damaged.length, 0)
})
