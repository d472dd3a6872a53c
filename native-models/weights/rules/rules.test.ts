import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parametersOf } from '../../graph/graph.ts'
import { networkNamed } from '../../networks/index.ts'
import { wholeGraph } from '../../networks/network.ts'
import type { Parameter } from '../../graph/graph.ts'
import type { Tensor } from '../tensor.ts'
import { fitOf, type Fit } from './initialise.ts'
import { renameFor } from './rename.ts'
import * as files from './public-names.fixture.ts'

const wantedBy = (network: string, classes?: number): readonly Parameter[] => {
  const options = classes === undefined ? {} : { classes }
  return parametersOf(wholeGraph(networkNamed(network).build(options), 'normalized'))
}

/** Tensors without numbers: rules look at names and shapes. */
const tensorsOf = (file: files.PublicFile): Map<string, Tensor> =>
  new Map(file.map(([name, ...shape]) => [name, { dtype: 'F32', shape, data: new Uint8Array(0) }]))

/** As the papers count: without running statistics. */
function parametersIn(network: string, names: readonly string[]): number {
  const counted = wantedBy(network).filter(({ name }) => names.includes(name) && !name.includes('.running_'))
  return counted.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0)
}

interface Result extends Fit {
  readonly rule: string
  readonly dropped: readonly string[]
}

function fit(network: string, file: files.PublicFile, classes?: number): Result {
  const wanted = wantedBy(network, classes)
  const { tensors, rule, dropped } = renameFor(network, wanted, tensorsOf(file))
  return { ...fitOf(wanted, tensors), rule, dropped }
}

function assertWhole(result: Result, rule: string): void {
  const { missing, mismatched, unexpected, dropped } = result
  assert.deepEqual(
    { rule: result.rule, missing, mismatched, unexpected, dropped },
    {
      rule,
      missing: [],
      mismatched: [],
      unexpected: [],
      dropped: [],
    },
  )
}

describe('files that fill a whole network', () => {
  test('ECO-pytorch -> eco-lite, with dropout (new_fc) and without', () => {
    assertWhole(
      fit('eco-lite', files.ecoLite('module.base_model.', 'module.new_fc', 400), 400),
      'ECO-pytorch, ECO-Lite',
    )
    assertWhole(fit('eco-lite', files.ecoLite('base_model.', 'new_fc', 51)), 'ECO-pytorch, ECO-Lite')
    assertWhole(fit('eco-lite', files.ecoLite('base_model.', 'base_model.fc_final', 51)), 'ECO-pytorch, ECO-Lite')
  })
  test('3D-ResNets-PyTorch -> 3d-resnet-18, 3d-resnext-101', () => {
    assertWhole(fit('3d-resnet-18', files.resnet3d18(101)), '3D-ResNets-PyTorch')
    assertWhole(fit('3d-resnext-101', files.resnext3d101(101)), '3D-ResNets-PyTorch')
  })
  test('temporal-shift-module -> tsm-resnet-50', () => {
    assertWhole(fit('tsm-resnet-50', files.tsm('new_fc', 174)), 'temporal-shift-module')
    assertWhole(fit('tsm-resnet-50', files.tsm('base_model.fc', 400), 400), 'temporal-shift-module')
  })
  test('Res2Net -> res2net-50', () => {
    assertWhole(fit('res2net-50', files.res2net50(1000), 1000), 'Res2Net-50 26w-4s')
  })
  test('torchvision -> r3d-18', () => {
    assertWhole(fit('r3d-18', files.r3d18()), 'torchvision, video')
  })
  test('both public I3Ds -> i3d-rgb', () => {
    const wanted = wantedBy('i3d-rgb')
    const same = wanted.map(({ name, shape }): files.PublicFile[number] => [name, ...shape])
    assertWhole(fit('i3d-rgb', same), 'kinetics_i3d_pytorch')
    assertWhole(fit('i3d-rgb', files.piergiajI3d()), 'pytorch-i3d')
  })
  test('what this project saved', () => {
    for (const network of ['eco-lite', 'res34-se-im-net', 'tsm-resnet-50', 'semi-resnet-18', 'img-res2net-50']) {
      const same = wantedBy(network).map(({ name, shape }): files.PublicFile[number] => [name, ...shape])
      assertWhole(fit(network, same), 'names as they are')
    }
  })
})

describe('files that begin a training', () => {
  test('torchvision ResNet-34 -> the 2D trunk', () => {
    const plain = fit('resnet34-3dres18', files.resnet34())
    assert.equal(plain.rule, 'torchvision, ResNet-34')
    assert.deepEqual(plain.dropped, ['fc.weight', 'fc.bias'])
    assert.equal(plain.taken.length, 180) // 36 convolutions, 36 batch norms of 4
    assert.ok(plain.taken.every((name) => name.startsWith('cnn2d.')))
    assert.ok(plain.missing.every((name) => /^(cnn3d|fc)\./.test(name)))
    assert.deepEqual([plain.mismatched, plain.unexpected], [[], []])

    const attentive = fit('res34-se-im-net', files.resnet34())
    assert.deepEqual(attentive.taken, plain.taken)
    assert.ok(attentive.missing.every((name) => /^(cnn3d|fc)\.|^cnn2d\..*\.se\.fc[12]\.weight$/.test(name)))
  })
  test("ECO-pytorch's 3D ResNet-18 of Kinetics -> the 3D part", () => {
    const { rule, taken, mismatched, unexpected } = fit('resnet34-3dres18', files.c3dRes18())
    assert.equal(rule, 'ECO-pytorch, 3D part')
    // res3a_1 reads 512 channels of the trunk here, 64 of res2 there.
    assert.deepEqual(mismatched, [
      { name: 'cnn3d.res3a_1.weight', has: [128, 64, 3, 3, 3], needs: [128, 512, 3, 3, 3] },
    ])
    assert.deepEqual(
      unexpected.map((name) => name.replace(/\.\w+$/, '')),
      [3, 4, 5].flatMap((i) => [`cnn3d.res${i}a_down`, `cnn3d.res${i}a_down`]),
    )
    assert.ok(taken.includes('cnn3d.res5b_2.weight') && taken.includes('cnn3d.res3a_1_bn.running_var'))
  })
  test("ECO-pytorch's 3D ResNet-18 -> eco-lite, its first 96 channels", () => {
    const { rule, taken, missing, mismatched, unexpected } = fit('eco-lite', files.c3dRes18())
    assert.equal(rule, 'ECO-pytorch, 3D-ResNet-18 of Kinetics')
    assert.deepEqual([mismatched, unexpected], [[], []])
    assert.ok(taken.includes('res3a_2.weight') && taken.every((name) => name.startsWith('res')))
    assert.ok(missing.every((name) => !name.startsWith('res')))
  })
  test('BN-Inception of TSN -> the 2D part of eco-lite', () => {
    const { rule, taken, missing, mismatched, unexpected } = fit('eco-lite', files.bnInception())
    assert.equal(rule, 'TSN, BN-Inception')
    assert.deepEqual([mismatched, unexpected], [[], []])
    assert.ok(taken.includes('conv1_7x7_s2_bn.running_mean') && taken.includes('inception_3c_double_3x3_1.weight'))
    assert.ok(missing.every((name) => /^(res|fc_final)/.test(name)))
  })
  test('Res2Net -> IMG: all but its motion, its shifts and its classes', () => {
    const { rule, missing, mismatched, unexpected } = fit('img-res2net-50', files.res2net50(1000))
    assert.equal(rule, 'Res2Net-50 26w-4s, its last slice first')
    assert.ok(missing.every((name) => /\.(cmem|shifts\.\d)\./.test(name)))
    assert.deepEqual(
      mismatched.map(({ name }) => name),
      ['fc.weight', 'fc.bias'],
    )
    assert.deepEqual(unexpected, [])
  })
  test('released Kinetics ResNet-18 (shortcut A) -> 3d-resnet-18 misses projections, its shortcut-a variation none', () => {
    const file = files.resnet3d18(400).filter(([name]) => !name.includes('downsample'))
    const { missing } = fit('3d-resnet-18', file, 400)
    assert.ok(missing.length === 15 && missing.every((name) => name.includes('.downsample.')))
  })
  test('ImageNet networks -> Semi-CNN, kernels of one frame: the "pretrained part" of Leong et al., Table 2', () => {
    const resnet = fit('semi-resnet-34', files.resnet34())
    assert.deepEqual([resnet.rule, parametersIn('semi-resnet-34', resnet.taken)], ['torchvision, ResNet', 757_056])
    // Layer2 has four blocks there, two here.
    assert.ok(resnet.unexpected.every((name) => /^layer2\.[23]\./.test(name)))
    const vgg = fit('semi-vgg-16', files.vgg16())
    assert.deepEqual([vgg.rule, parametersIn('semi-vgg-16', vgg.taken)], ['torchvision, VGG-16', 5_275_456])
    const dense = fit('semi-densenet-121', files.densenet121())
    assert.deepEqual([dense.rule, parametersIn('semi-densenet-121', dense.taken)], ['torchvision, DenseNet', 762_816])
    for (const { mismatched, unexpected } of [vgg, dense]) assert.deepEqual([mismatched, unexpected], [[], []])
  })
  test('another shift (place = block) is not taken for the network that it is not', () => {
    const file = files
      .tsm('new_fc', 174)
      .map(([name, ...shape]): files.PublicFile[number] => [
        name.replace('.conv1.net.', '.conv1.').replace(/(layer\d\.\d)\./, '$1.net.'),
        ...shape,
      ])
    assert.ok(fit('tsm-resnet-50', file).missing.length > 250)
  })
})
