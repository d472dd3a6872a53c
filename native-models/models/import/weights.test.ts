import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { parametersOf } from '../../graph/graph.ts'
import { networkNamed } from '../../networks/index.ts'
import { wholeGraph } from '../../networks/network.ts'
import { isActscopeError } from '../../weights/expect-error.fixture.ts'
import { initialiseWeights } from '../../weights/init.ts'
import { readSafetensors, writeSafetensors } from '../../weights/safetensors.ts'
import { float32Tensor, toFloat32, type Tensor } from '../../weights/tensor.ts'
import { exportVariant } from '../export.ts'
import { variantOf } from '../variant.ts'
import type { WeightsOptions } from './options.ts'
import { importWeights } from './weights.ts'

const labels = ['a', 'b', 'c'].map((label) => ({ label, classes: [], background: false }))
const tiny = { frames: 4, size: 32, width: 0.0625 }
const options = (network: string, more: Partial<WeightsOptions> = {}): WeightsOptions => ({
  network,
  labels,
  ...tiny,
  ...more,
})

/** A file of a network's weights, as `edit` leaves them, with the names that `rename` gives. */
function fileOf(
  network: string,
  {
    variation,
    rename = (name) => name,
    keep = () => true,
    file = 'w.safetensors',
  }: {
    variation?: string
    rename?: (name: string) => string
    keep?: (name: string) => boolean
    file?: string
  } = {},
): string {
  const parameters = parametersOf(
    wholeGraph(networkNamed(network).build({ ...tiny, classes: 3 }, variation), 'normalized'),
  )
  const weights = initialiseWeights(parameters, 3)
  const tensors = parameters
    .filter(({ name }) => keep(name))
    .map(({ name, shape }): [string, Tensor] => [rename(name), float32Tensor(weights.get(name)!, shape)])
  const path = join(mkdtempSync(join(tmpdir(), 'actscope-import-')), file)
  writeFileSync(path, writeSafetensors(new Map(tensors)))
  return path
}

test('weights of a public source become a variant, with its names and its pictures', async () => {
  const path = fileOf('r3d-18', { rename: (name) => `module.${name}`, file: 'R3D 18 (mine).safetensors' })
  const { manifest, weights, notes } = await importWeights(
    [path],
    options('r3d-18', { origin: 'someone', licence: 'BSD' }),
  )
  assert.equal(manifest.id, 'r3d-18/r3d-18-mine')
  assert.deepEqual(manifest.preprocessing.normalization.mean, [0.43216, 0.394666, 0.37645])
  assert.deepEqual([manifest.rate, manifest.sampling], [15, { kind: 'clip' }])
  assert.deepEqual([manifest.training?.data, manifest.licence], ['someone', 'BSD'])
  assert.match(notes[0]!, /names of torchvision, video/)
  assert.ok('weights' in variantOf(manifest, weights, 'w'))
})

test('a mean, a range and a rate that are told go before what is usual', async () => {
  const range = [0, 255] as const
  const { manifest } = await importWeights(
    [fileOf('r3d-18')],
    options('r3d-18', { range, mean: [1, 2, 3], fps: 30, stride: 2, shortSide: 40 }),
  )
  assert.deepEqual(manifest.preprocessing, {
    shortSide: 40,
    normalization: { scale: 1, mean: [1, 2, 3], std: [1, 1, 1] },
  })
  assert.deepEqual([manifest.rate, manifest.sampling], [15, { kind: 'clip', stride: 2 }])
})

test('blue, green, red: the first convolution and the mean are turned round', async () => {
  const path = fileOf('r3d-18')
  const plain = readSafetensors((await importWeights([path], options('r3d-18'))).weights, 'w')
  const turned = await importWeights([path], options('r3d-18', { bgr: true, mean: [0.1, 0.2, 0.3] }))
  assert.deepEqual(turned.manifest.preprocessing.normalization.mean, [0.3, 0.2, 0.1])
  assert.deepEqual(turned.manifest.preprocessing.normalization.std, [0.22803, 0.22145, 0.216989])
  const name = 'stem.0.weight'
  const [a, b] = [plain, readSafetensors(turned.weights, 'w')].map(({ tensors }) => toFloat32(tensors.get(name)!))
  const size = 3 * 7 * 7
  assert.deepEqual(a!.slice(0, size), b!.slice(2 * size, 3 * size))
  assert.deepEqual(a!.slice(size, 2 * size), b!.slice(size, 2 * size))
})

test('what lacks tensors is refused, or a start for training that says so', async () => {
  const path = fileOf('r3d-18', { keep: (name) => !name.startsWith('fc.') })
  await assert.rejects(
    importWeights([path], options('r3d-18')),
    isActscopeError('weights-mismatch', /2 missing \(fc\.weight/),
  )
  const { manifest, notes } = await importWeights([path], options('r3d-18', { partial: true }))
  assert.equal(manifest.training, undefined)
  assert.match(notes.join('\n'), /2 tensors are as training begins: fc\.weight, fc\.bias[^]*NOT TRAINED/)
})

test('a 2D trunk and a 3D part from two files', async () => {
  const network = 'res34-se-im-net'
  const bare = (name: string): string => name.replace('cnn2d.', '')
  const trunk = fileOf(network, { keep: (name) => /^cnn2d\.(?!.*se\.)/.test(name), rename: bare })
  const head = fileOf(network, { keep: (name) => name.startsWith('cnn3d.') })
  const { manifest, notes } = await importWeights([trunk, head], options(network, { partial: true }))
  assert.equal(manifest.training, undefined)
  assert.match(notes.join('\n'), /torchvision, ResNet-34[^]*tensors are as training begins: cnn2d\.layer1\.0\.se\.fc1/)
  await assert.rejects(importWeights([trunk, head], options(network)), isActscopeError('weights-mismatch', /missing/))
})

test('weights without projections: the variation that has none is named', async () => {
  const path = fileOf('3d-resnet-18', { variation: 'shortcut-a' })
  await assert.rejects(importWeights([path], options('3d-resnet-18')), (error: unknown) => {
    return (
      isActscopeError('weights-mismatch', /missing/)(error) &&
      (error as { hint: string }).hint.includes('--variation shortcut-a')
    )
  })
  const { manifest } = await importWeights([path], options('3d-resnet-18', { variation: 'shortcut-a' }))
  assert.equal(manifest.network.variation, 'shortcut-a')
})

test('a list of labels that does not belong to the weights: both numbers are said', async () => {
  const more = { ...options('r3d-18'), labels: [...labels, { label: 'd', classes: [], background: false }] }
  await assert.rejects(importWeights([fileOf('r3d-18')], more), (error: unknown) => {
    return (error as { hint: string }).hint.includes('It knows 3 classes, the labels are 4')
  })
})

test('what the file does not tell is asked for', async () => {
  const path = fileOf('r3d-18')
  await assert.rejects(importWeights([path], {}), isActscopeError('input-invalid', /--network is missing/))
  await assert.rejects(
    importWeights([path], { network: 'r3d-18' }),
    isActscopeError('input-invalid', /--labels is missing/),
  )
  await assert.rejects(importWeights([path], options('r9d')), isActscopeError('network-unknown', /r9d/))
  await assert.rejects(
    importWeights([`${path}x`], options('r3d-18')),
    isActscopeError('weights-unreadable', /no such file/),
  )
  await assert.rejects(
    importWeights([path], options('r3d-18', { stride: 2 })),
    isActscopeError('input-invalid', /stride|every 2/),
  )
})

test('exported weights come back without a word', async () => {
  const first = await importWeights([fileOf('r3d-18')], options('r3d-18', { name: 'mine', rate: 7 }))
  const path = join(mkdtempSync(join(tmpdir(), 'actscope-import-')), 'x.safetensors')
  writeFileSync(path, exportVariant(variantOf(first.manifest, first.weights, 'w'), 'safetensors'))
  const { manifest, weights } = await importWeights([path], {})
  assert.deepEqual({ ...manifest, weights: undefined }, { ...first.manifest, weights: undefined })
  assert.deepEqual(readSafetensors(weights, 'w').tensors, readSafetensors(first.weights, 'w').tensors)
})
