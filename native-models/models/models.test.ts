import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import fc from 'fast-check'
import { ActscopeError } from '../errors.ts'
import { isActscopeError } from '../weights/expect-error.fixture.ts'
import { Catalogue } from './catalogue.ts'
import { parseManifest } from './manifest.ts'
import { tinyVariant } from './tiny-variant.fixture.ts'

test('a variant is found and loaded with all its weights', async () => {
  const { root, id } = tinyVariant()
  const variant = await new Catalogue(root).load(id)
  assert.ok('weights' in variant)
  const { manifest, network, weights } = variant
  assert.equal(manifest.training, undefined)
  assert.deepEqual(network.options.classes, 3)
  assert.ok(weights.has('cnn2d.layer1.0.se.fc1.weight'))
})

test('an unknown variant is refused, naming those that exist', () => {
  const { root, id } = tinyVariant()
  assert.throws(
    () => new Catalogue(root).find('res34-se-im-net/none'),
    (error: unknown) =>
      isActscopeError('variant-unknown', /none/)(error) && (error as { hint: string }).hint.includes(id),
  )
})

test('an untrained variant is never the default', () => {
  const { root } = tinyVariant()
  assert.throws(() => new Catalogue(root).default, isActscopeError('variant-unknown', /no trained variant/))
})

const sound = { split: 's', clips: 10, top1: 0.9, top5: 1 }
const calibrated = { temperature: 1.5, threshold: 0.4, error: 0.03, bins: [], set: 'folds' }
const lies: readonly (readonly [string, (manifest: Record<string, unknown>) => void, RegExp])[] = [
  ['a format of the future', (m) => (m['format'] = 2), /format/],
  ['an id that climbs out', (m) => (m['id'] = '../x'), /id/],
  [
    'weights outside its folder',
    (m) => (m['weights'] = { ...(m['weights'] as object), file: '../weights.safetensors' }),
    /weights\.file/,
  ],
  ['a hidden file', (m) => (m['weights'] = { ...(m['weights'] as object), file: '..' }), /weights\.file/],
  ['no labels', (m) => (m['labels'] = []), /labels/],
  ['a label twice', (m) => (m['labels'] = [{ label: 'a' }, { label: 'b' }, { label: 'a' }]), /"a" is there twice/],
  ['a field that does not exist', (m) => (m['colour'] = 'blue'), /colour/],
  ['an accuracy of 130 %', (m) => (m['measured'] = { split: 's', clips: 3, top1: 1.3, top5: 1 }), /measured\.top1/],
  [
    'more right than clips',
    (m) => (m['measured'] = { ...sound, whole: { right: 11, clips: 10, low: 0, high: 1 } }),
    /measured\.whole\.right.*not so many/,
  ],
  [
    'an interval beside its share',
    (m) => (m['measured'] = { ...sound, sources: { ucf101: { right: 5, clips: 10, low: 0.6, high: 0.9 } } }),
    /measured\.sources\.ucf101\.low.*enclose/,
  ],
  [
    'a count that is not the share',
    (m) => (m['measured'] = { ...sound, whole: { right: 5, clips: 10, low: 0.2, high: 0.8 } }),
    /measured\.whole\.right.*top1 is another/,
  ],
  ['a temperature of 0', (m) => (m['calibration'] = { ...calibrated, temperature: 0 }), /calibration\.temperature/],
  [
    'more labels than unknown clips',
    (m) => (m['calibration'] = { ...calibrated, unknown: { clips: 2, labelled: 3 } }),
    /calibration\.unknown\.labelled.*not so many/,
  ],
  ['labels from nowhere', (m) => (m['labels'] = [{ label: 'a', from: 'hearsay' }]), /labels\.0\.from/],
  ['hidden labels alone', (m) => (m['labels'] = [{ label: 'a', hidden: true }]), /all labels are hidden/],
  [
    'a crop larger than the picture',
    (m) => (m['preprocessing'] = { ...(m['preprocessing'] as object), shortSide: 20 }),
    /shortSide/,
  ],
]
for (const [what, edit, message] of lies) {
  test(`a manifest with ${what} is refused and hides no other`, () => {
    const { root } = tinyVariant({ manifest: edit })
    const { entries, damaged } = new Catalogue(root)
    assert.equal(entries.length, 0)
    assert.ok(isActscopeError('manifest-invalid', message)(damaged[0]?.error))
  })
}

test('a manifest says how well it recognizes, and how far its scores can be believed', () => {
  const whole = { right: 9, clips: 10, low: 0.596, high: 0.982 }
  const edit = (m: Record<string, unknown>): void => {
    m['measured'] = { ...sound, whole, sources: { weizmann: whole } }
    m['calibration'] = { ...calibrated, bins: [{ confidence: 0.7, accuracy: 0.75, clips: 8 }] }
    m['labels'] = [
      { label: 'walking' },
      { label: 'phoning', from: 'stills', measured: whole },
      { label: 'reading', from: 'stills', hidden: true },
    ]
  }
  const { root } = tinyVariant({ manifest: edit })
  const { measured, calibration, labels } = new Catalogue(root).entries[0]!.manifest
  assert.deepEqual(measured?.sources?.['weizmann'], whole)
  assert.equal(calibration?.bins[0]?.accuracy, 0.75)
  assert.deepEqual(
    labels.map(({ from, hidden }) => [from, hidden]),
    [
      [undefined, undefined],
      ['stills', undefined],
      ['stills', true],
    ],
  )
})

test('scores that are probabilities already take no calibration', () => {
  const edit = (m: Record<string, unknown>): void => {
    m['network'] = { ...(m['network'] as object), name: 'onnx' }
    m['onnx'] = { input: 'x', output: 'y', layout: 'NCTHW', gives: 'probabilities' }
    m['calibration'] = calibrated
  }
  const { root } = tinyVariant({ manifest: edit })
  assert.ok(isActscopeError('manifest-invalid', /temperature divides logits/)(new Catalogue(root).damaged[0]?.error))
})

test('a manifest that is not JSON is refused', () => {
  const { root, folder } = tinyVariant()
  writeFileSync(join(folder, 'manifest.json'), '{')
  assert.ok(isActscopeError('manifest-invalid', /not JSON/)(new Catalogue(root).damaged[0]?.error))
})

test('more labels than outputs are refused', async () => {
  const { root, id } = tinyVariant({ manifest: (m) => (m['labels'] as unknown[]).push({ label: 'dancing' }) })
  await assert.rejects(
    new Catalogue(root).load(id),
    isActscopeError('weights-mismatch', /fc\.weight is \[3,256\].*\[4,256\]/),
  )
})

test('a network that does not exist is refused', async () => {
  const edit = (m: Record<string, unknown>): void => {
    m['network'] = { ...(m['network'] as object), name: 'res99' }
  }
  const { root, id } = tinyVariant({ manifest: edit })
  await assert.rejects(new Catalogue(root).load(id), isActscopeError('network-unknown', /res99/))
})

test('weights with one other byte are refused by their hash', async () => {
  const { root, id } = tinyVariant({ bytes: (bytes) => bytes.with(bytes.length - 1, bytes.at(-1)! ^ 1) })
  await assert.rejects(new Catalogue(root).load(id), isActscopeError('hash-mismatch', /sha256/))
})

test('a missing tensor and a NaN are refused by name', async () => {
  const missing = tinyVariant({ tensors: (tensors) => tensors.delete('fc.bias') })
  await assert.rejects(new Catalogue(missing.root).load(missing.id), isActscopeError('weights-mismatch', /fc\.bias/))
  const spoilt = tinyVariant({ tensors: (tensors) => tensors.get('fc.bias')!.data.fill(0xff, 4, 8) })
  await assert.rejects(
    new Catalogue(spoilt.root).load(spoilt.id),
    isActscopeError('weights-mismatch', /fc\.bias.*NaN.*1/),
  )
})

test('a manifest with anything in the place of anything is read or refused', () => {
  const { root } = tinyVariant()
  const whole = new Catalogue(root).entries[0]!.manifest
  const keys = [...Object.keys(whole), 'onnx', 'training', 'measured', 'calibration', 'origin']
  fc.assert(
    fc.property(
      fc.constantFrom(...keys),
      fc.option(fc.jsonValue(), { nil: undefined }),
      fc.string(),
      (key, value, text) => {
        for (const json of [JSON.stringify({ ...whole, [key]: value }), text]) {
          try {
            parseManifest(json, 'm')
          } catch (error) {
            if (!(error instanceof ActscopeError)) throw error
            assert.equal(error.code, 'manifest-invalid')
          }
        }
      },
    ),
    { seed: 31, numRuns: 2000 },
  )
})

test('an ONNX network has what it takes and gives in its manifest, and no other has', () => {
  const onnx = { input: 'x', output: 'y', layout: 'NCTHW', gives: 'logits' }
  const plain = tinyVariant({ manifest: (m) => (m['onnx'] = onnx) })
  assert.ok(isActscopeError('manifest-invalid', /has the field onnx/)(new Catalogue(plain.root).damaged[0]?.error))
  const bare = tinyVariant({ manifest: (m) => (m['network'] = { ...(m['network'] as object), name: 'onnx' }) })
  assert.ok(isActscopeError('manifest-invalid', /has the field onnx/)(new Catalogue(bare.root).damaged[0]?.error))
})
