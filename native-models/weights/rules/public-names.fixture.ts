// Names and shapes of tensors as public repositories save them, written down from their model code (see table.ts).

/** A name and its shape. */
export type PublicFile = readonly (readonly [name: string, ...shape: number[]])[]
type Entry = PublicFile[number]

const norm = (name: string, c: number): Entry[] =>
  ['weight', 'bias', 'running_mean', 'running_var'].map((leaf) => [`${name}.${leaf}`, c])
const kernel = (name: string, ...shape: number[]): Entry => [`${name}.weight`, ...shape]
const biased = (name: string, ...shape: number[]): Entry[] => [kernel(name, ...shape), [`${name}.bias`, shape[0]!]]
const cube = (k: number, axes: number): number[] => Array<number>(axes).fill(k)
const prefixed = (prefix: string, file: PublicFile): PublicFile =>
  file.map(([name, ...shape]) => [prefix + name, ...shape])

interface Resnet {
  readonly blocks: readonly number[]
  readonly axes: 2 | 3
  /** Channels in a block's middle by stage, and of its output. */
  readonly middle: readonly number[]
  readonly out: readonly number[]
  readonly bottleneck: boolean
  readonly groups?: number
  readonly classes: number
}

/** He's ResNets as torchvision and 3D-ResNets-PyTorch name them. */
function resnet({ blocks, axes, middle, out, bottleneck, groups = 1, classes }: Resnet): PublicFile {
  const [one, three] = [cube(1, axes), cube(3, axes)]
  const file: Entry[] = [kernel('conv1', 64, 3, ...cube(7, axes)), ...norm('bn1', 64)]
  let cin = 64
  blocks.forEach((count, i) => {
    const [m, o] = [middle[i]!, out[i]!]
    for (let b = 0; b < count; b++) {
      const at = `layer${i + 1}.${b}`
      if (bottleneck) {
        file.push(kernel(`${at}.conv1`, m, cin, ...one), ...norm(`${at}.bn1`, m))
        file.push(kernel(`${at}.conv2`, m, m / groups, ...three), ...norm(`${at}.bn2`, m))
        file.push(kernel(`${at}.conv3`, o, m, ...one), ...norm(`${at}.bn3`, o))
      } else {
        file.push(kernel(`${at}.conv1`, o, cin, ...three), ...norm(`${at}.bn1`, o))
        file.push(kernel(`${at}.conv2`, o, o, ...three), ...norm(`${at}.bn2`, o))
      }
      if (cin !== o) file.push(kernel(`${at}.downsample.0`, o, cin, ...one), ...norm(`${at}.downsample.1`, o))
      cin = o
    }
  })
  return [...file, ...biased('fc', classes, cin)]
}

const basic = [64, 128, 256, 512]
const wide = [256, 512, 1024, 2048]

export const resnet34 = (): PublicFile =>
  resnet({ blocks: [3, 4, 6, 3], axes: 2, middle: basic, out: basic, bottleneck: false, classes: 1000 })

export const resnet3d18 = (classes: number): PublicFile =>
  prefixed('module.', resnet({ blocks: [2, 2, 2, 2], axes: 3, middle: basic, out: basic, bottleneck: false, classes }))

export const resnext3d101 = (classes: number): PublicFile => {
  const middle = [128, 256, 512, 1024]
  return prefixed(
    'module.',
    resnet({ blocks: [3, 4, 23, 3], axes: 3, middle, out: wide, bottleneck: true, groups: 32, classes }),
  )
}

/** A ResNet-50 whose conv1 stand inside of TemporalShift, inside of TSN, inside of DataParallel. */
export const tsm = (head: string, classes: number): PublicFile =>
  resnet({ blocks: [3, 4, 6, 3], axes: 2, middle: basic, out: wide, bottleneck: true, classes }).map(
    ([name, ...shape]) => {
      const shifted = name.replace(/^(layer\d\.\d\.conv1)\./, '$1.net.')
      return [name.startsWith('fc.') ? `module.${head}.${name.slice(3)}` : `module.base_model.${shifted}`, ...shape]
    },
  )

export function res2net50(classes: number): PublicFile {
  const file: Entry[] = [kernel('conv1', 64, 3, 7, 7), ...norm('bn1', 64)]
  let cin = 64
  for (const [i, count] of [3, 4, 6, 3].entries()) {
    const [w, out] = [26 * 2 ** i, wide[i]!]
    for (let b = 0; b < count; b++) {
      const at = `layer${i + 1}.${b}`
      file.push(kernel(`${at}.conv1`, 4 * w, cin, 1, 1), ...norm(`${at}.bn1`, 4 * w))
      for (let s = 0; s < 3; s++) file.push(kernel(`${at}.convs.${s}`, w, w, 3, 3), ...norm(`${at}.bns.${s}`, w))
      file.push(kernel(`${at}.conv3`, out, 4 * w, 1, 1), ...norm(`${at}.bn3`, out))
      if (b === 0) file.push(kernel(`${at}.downsample.0`, out, cin, 1, 1), ...norm(`${at}.downsample.1`, out))
      cin = out
    }
  }
  return [...file, ...biased('fc', classes, cin)]
}

export function r3d18(): PublicFile {
  const file: Entry[] = [kernel('stem.0', 64, 3, 3, 7, 7), ...norm('stem.1', 64)]
  let cin = 64
  for (const [i, c] of basic.entries()) {
    for (const b of [0, 1]) {
      const at = `layer${i + 1}.${b}`
      file.push(kernel(`${at}.conv1.0`, c, cin, 3, 3, 3), ...norm(`${at}.conv1.1`, c))
      file.push(kernel(`${at}.conv2.0`, c, c, 3, 3, 3), ...norm(`${at}.conv2.1`, c))
      if (cin !== c) file.push(kernel(`${at}.downsample.0`, c, cin, 1, 1, 1), ...norm(`${at}.downsample.1`, c))
      cin = c
    }
  }
  return [...file, ...biased('fc', 400, cin)]
}

/** BN-Inception's layers up to inception_3c's double branch: name, output, input, kernel. */
const inceptionLayers = [
  ['conv1_7x7_s2', 64, 3, 7],
  ['conv2_3x3_reduce', 64, 64, 1],
  ['conv2_3x3', 192, 64, 3],
  ...block('inception_3a', 192, [64, 64, 64, 64, 96, 32]),
  ...block('inception_3b', 256, [64, 64, 96, 64, 96, 64]),
  ['inception_3c_double_3x3_reduce', 64, 320, 1],
  ['inception_3c_double_3x3_1', 96, 64, 3],
] as const satisfies readonly Layer[]
type Layer = readonly [name: string, out: number, cin: number, k: number]

function block(name: string, cin: number, c: readonly [number, number, number, number, number, number]): Layer[] {
  return [
    [`${name}_1x1`, c[0], cin, 1],
    [`${name}_3x3_reduce`, c[1], cin, 1],
    [`${name}_3x3`, c[2], c[1], 3],
    [`${name}_double_3x3_reduce`, c[3], cin, 1],
    [`${name}_double_3x3_1`, c[4], c[3], 3],
    [`${name}_double_3x3_2`, c[4], c[4], 3],
    [`${name}_pool_proj`, c[5], cin, 1],
  ]
}

/** Rows for batch norms, as in the files that came from Lua Torch. */
export const bnInception = (): PublicFile => [
  ...inceptionLayers.flatMap(([name, o, i, k]): Entry[] => [
    ...biased(name, o, i, k, k),
    ...norm(`${name}_bn`, o).map(([leaf]): Entry => [leaf, 1, o]),
  ]),
  ...biased('inception_3c_3x3_reduce', 128, 320, 1, 1),
  ...biased('inception_4a_1x1', 224, 576, 1, 1),
  ...biased('fc_action', 1000, 1024),
]

const conv3d = (name: string, o: number, i: number): Entry[] => biased(name, o, i, 3, 3, 3)

/** res4 and res5 of ECO's 3D part. */
const upper = [
  [4, 256, 128],
  [5, 512, 256],
].flatMap(([n, c, cin]): Entry[] => [
  ...[...conv3d(`res${n}a_1`, c!, cin!), ...norm(`res${n}a_1_bn`, c!), ...conv3d(`res${n}a_2`, c!, c!)],
  ...[...conv3d(`res${n}a_down`, c!, cin!), ...norm(`res${n}a_bn`, c!)],
  ...[
    ...conv3d(`res${n}b_1`, c!, c!),
    ...norm(`res${n}b_1_bn`, c!),
    ...conv3d(`res${n}b_2`, c!, c!),
    ...norm(`res${n}b_bn`, c!),
  ],
])

export const ecoLite = (prefix: string, head: string, classes: number): PublicFile => [
  ...prefixed(prefix, [
    ...inceptionLayers.flatMap(([name, o, i, k]): Entry[] => [...biased(name, o, i, k, k), ...norm(`${name}_bn`, o)]),
    ...[...conv3d('res3a_2', 128, 96), ...norm('res3a_bn', 128)],
    ...[
      ...conv3d('res3b_1', 128, 128),
      ...norm('res3b_1_bn', 128),
      ...conv3d('res3b_2', 128, 128),
      ...norm('res3b_bn', 128),
    ],
    ...upper,
  ]),
  ...biased(head, classes, 512),
]

/** C3DResNet18_rgb_16F_kinetics */
export const c3dRes18 = (): PublicFile => [
  ...prefixed('module.base_model.', [
    ...[
      ...biased('conv1', 64, 3, 3, 7, 7),
      ...norm('conv1_bn', 64),
      ...conv3d('res2a_1', 64, 64),
      ...norm('res2a_bn', 64),
    ],
    ...[...conv3d('res3a_1', 128, 64), ...norm('res3a_1_bn', 128), ...conv3d('res3a_2', 128, 128)],
    ...[...conv3d('res3a_down', 128, 64), ...norm('res3a_bn', 128)],
    ...[
      ...conv3d('res3b_1', 128, 128),
      ...norm('res3b_1_bn', 128),
      ...conv3d('res3b_2', 128, 128),
      ...norm('res3b_bn', 128),
    ],
    ...upper,
  ]),
  ...biased('module.new_fc', 400, 512),
]

/** pytorch_i3d.py: Mixed_3b.b1a.conv3d, Mixed_3b.b1a.bn. */
export function piergiajI3d(): PublicFile {
  const unit = (name: string, o: number, i: number, k: number): Entry[] => [
    kernel(`${name}.conv3d`, o, i, k, k, k),
    ...norm(`${name}.bn`, o),
  ]
  const mixed = (name: string, i: number, c: readonly number[]): Entry[] => [
    ...unit(`${name}.b0`, c[0]!, i, 1),
    ...[...unit(`${name}.b1a`, c[1]!, i, 1), ...unit(`${name}.b1b`, c[2]!, c[1]!, 3)],
    ...[...unit(`${name}.b2a`, c[3]!, i, 1), ...unit(`${name}.b2b`, c[4]!, c[3]!, 3)],
    ...unit(`${name}.b3b`, c[5]!, i, 1),
  ]
  return [
    ...[...unit('Conv3d_1a_7x7', 64, 3, 7), ...unit('Conv3d_2b_1x1', 64, 64, 1), ...unit('Conv3d_2c_3x3', 192, 64, 3)],
    ...mixed('Mixed_3b', 192, [64, 96, 128, 16, 32, 32]),
    ...mixed('Mixed_3c', 256, [128, 128, 192, 32, 96, 64]),
    ...mixed('Mixed_4b', 480, [192, 96, 208, 16, 48, 64]),
    ...mixed('Mixed_4c', 512, [160, 112, 224, 24, 64, 64]),
    ...mixed('Mixed_4d', 512, [128, 128, 256, 24, 64, 64]),
    ...mixed('Mixed_4e', 512, [112, 144, 288, 32, 64, 64]),
    ...mixed('Mixed_4f', 528, [256, 160, 320, 32, 128, 128]),
    ...mixed('Mixed_5b', 832, [256, 160, 320, 32, 128, 128]),
    ...mixed('Mixed_5c', 832, [384, 192, 384, 48, 128, 128]),
    ...biased('logits.conv3d', 400, 1024, 1, 1, 1),
  ]
}

export function vgg16(): PublicFile {
  const convolutions = [64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512]
  const at = [0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28]
  return [
    ...convolutions.flatMap((o, i) => biased(`features.${at[i]!}`, o, convolutions[i - 1] ?? 3, 3, 3)),
    ...[
      ...biased('classifier.0', 4096, 25088),
      ...biased('classifier.3', 4096, 4096),
      ...biased('classifier.6', 1000, 4096),
    ],
  ]
}

/** Names of torchvision's older files: norm.1 where the code now has norm1. */
export function densenet121(): PublicFile {
  const file: Entry[] = [kernel('features.conv0', 64, 3, 7, 7), ...norm('features.norm0', 64)]
  let c = 64
  for (const [i, layers] of [6, 12, 24, 16].entries()) {
    for (let j = 1; j <= layers; j++, c += 32) {
      const at = `features.denseblock${i + 1}.denselayer${j}`
      file.push(...norm(`${at}.norm.1`, c), kernel(`${at}.conv.1`, 128, c, 1, 1))
      file.push(...norm(`${at}.norm.2`, 128), kernel(`${at}.conv.2`, 32, 128, 3, 3))
    }
    if (i === 3) break
    file.push(
      ...norm(`features.transition${i + 1}.norm`, c),
      kernel(`features.transition${i + 1}.conv`, c / 2, c, 1, 1),
    )
    c /= 2
  }
  return [...file, ...norm('features.norm5', c), ...biased('classifier', 1000, c)]
}
