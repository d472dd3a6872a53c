import type { GraphBuilder, PerAxis } from '../../graph/builder.ts'
import type { Value } from '../../graph/graph.ts'

// What all residual networks are made of (He et al. 2016, "Deep residual learning", Fig. 5), for two and for three axes.
// Tensors are named as in torchvision: conv1, bn1, ..., downsample.0 (convolution), downsample.1 (batch norm).

/** B projects with a 1x1 convolution; A takes every stride-th position and appends channels of zeros (He et al., 3.3). */
export type Shortcut = 'A' | 'B'

interface BlockOptions {
  /** Of both convolutions of a basic block, of the middle one of a bottleneck. Default 3. */
  readonly kernel?: PerAxis
  /** Of the first convolution of a basic block, of the middle one of a bottleneck. Default 1. */
  readonly stride?: PerAxis
  /** How x gets the shape of f where it differs. Default B. */
  readonly shortcut?: Shortcut
}

/** Something that a network puts into its blocks. */
type Inside = (g: GraphBuilder, x: Value) => Value

const unchanged: Inside = (_, x) => x

/** The padding with which an odd kernel keeps the size of an axis. */
export const same = (kernel: PerAxis): PerAxis =>
  typeof kernel === 'number' ? (kernel - 1) / 2 : kernel.map((k) => (k - 1) / 2)

/** conv1, bn1, ReLU, max pool: what a ResNet begins with. */
export function stem(
  g: GraphBuilder,
  x: Value,
  channels: number,
  convolution: { readonly kernel: PerAxis; readonly stride: PerAxis },
  pool: { readonly kernel: PerAxis; readonly stride: PerAxis },
): Value {
  const f = g.convolution('conv1', x, channels, { ...convolution, padding: same(convolution.kernel) })
  return g.maxPool(g.relu(g.batchNorm('bn1', f)), { ...pool, padding: same(pool.kernel) })
}

/** `count` blocks `<name>.0`, `<name>.1`, ...; the first has the stride. */
export function stage<Stride extends PerAxis>(
  x: Value,
  name: string,
  count: number,
  stride: Stride,
  block: (x: Value, name: string, stride: Stride | 1, index: number) => Value,
): Value {
  for (let i = 0; i < count; i++) x = block(x, `${name}.${i}`, i === 0 ? stride : 1, i)
  return x
}

/** f = bn2(conv2(ReLU(bn1(conv1 x)))), out = ReLU(attend(f) + shortcut(x)). */
export function basicBlock(
  parent: GraphBuilder,
  name: string,
  x: Value,
  channels: number,
  options: BlockOptions & { readonly attend?: Inside } = {},
): Value {
  const { kernel = 3, stride = 1, attend = unchanged } = options
  const g = parent.at(name)
  let f = g.convolution('conv1', x, channels, { kernel, stride, padding: same(kernel) })
  f = g.convolution('conv2', g.relu(g.batchNorm('bn1', f)), channels, { kernel, padding: same(kernel) })
  f = attend(g, g.batchNorm('bn2', f))
  return parent.relu(g.add(f, shortcut(g, x, channels, options)), name)
}

/** 1x1 to `middle` channels, the kernel (in groups), 1x1 to `channels`; out = ReLU(f + shortcut(x)). */
export function bottleneck(
  parent: GraphBuilder,
  name: string,
  x: Value,
  middle: number,
  channels: number,
  options: BlockOptions & { readonly groups?: number; readonly enter?: Inside } = {},
): Value {
  const { kernel = 3, stride = 1, groups = 1, enter = unchanged } = options
  const g = parent.at(name)
  let f = g.convolution('conv1', enter(g, x), middle, { kernel: 1 })
  f = g.convolution('conv2', g.relu(g.batchNorm('bn1', f)), middle, { kernel, stride, padding: same(kernel), groups })
  f = g.batchNorm('bn3', g.convolution('conv3', g.relu(g.batchNorm('bn2', f)), channels, { kernel: 1 }))
  return parent.relu(g.add(f, shortcut(g, x, channels, options)), name)
}

/** x itself, or, where the stride or the channels change its shape, its projection (B) or padding (A). */
export function shortcut(g: GraphBuilder, x: Value, channels: number, options: Omit<BlockOptions, 'kernel'>): Value {
  const { stride = 1 } = options
  const missing = channels - x.shape[1]!
  if (missing === 0 && [stride].flat().every((s) => s === 1)) return x
  if (options.shortcut === 'A') {
    const none = x.shape.map(() => 0)
    return g.pad(g.averagePool(x, { kernel: 1, stride }), none, none.with(1, missing))
  }
  return g.batchNorm('downsample.1', g.convolution('downsample.0', x, channels, { kernel: 1, stride }))
}
