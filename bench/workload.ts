import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parametersOf } from '../native-models/graph/graph.ts'
import { toJson } from '../native-models/graph/json.ts'
import { elements } from '../native-models/graph/shape.ts'
import { parseManifest, type Manifest, type ManifestInput } from '../native-models/models/manifest.ts'
import { networkNamed } from '../native-models/networks/index.ts'
import {
  encoderGraph,
  headGraph,
  imagenet,
  wholeGraph,
  type FrameNetwork,
  type Layout,
  type Normalization,
} from '../native-models/networks/network.ts'
import { OnlineBuffer } from '../native-models/recognition/online/buffer.ts'
import { depthOf } from '../native-models/recognition/online/buffer-sampling.ts'
import { hashedUniform } from '../native-models/weights/hashed-uniform.ts'
import { goldenWeights } from '../native-models/weights/init.ts'
import { writeSafetensors } from '../native-models/weights/safetensors.ts'
import { float32Tensor } from '../native-models/weights/tensor.ts'

// What both sides read: a folder with a variant (manifest and weights, as Actscope loads any), and a folder with the
// network's graphs for PyTorch and the same input for both.

const manifestFile = 'manifest.json'

export const readManifest = (folder: string): Manifest => {
  const path = join(folder, manifestFile)
  return parseManifest(readFileSync(path, 'utf8'), path)
}

export interface Size {
  readonly frames: number
  readonly size: number
  readonly width: number
}

/** Writes Res34-SE-IM-Net of that size as a variant that nobody trained, with numbers that keep fifty layers in range. */
export function writeBenchVariant(folder: string, network: Size): void {
  const name = 'res34-se-im-net'
  const parameters = parametersOf(wholeGraph(networkNamed(name).build({ ...network, classes: 51 }), 'normalized'))
  const weights = goldenWeights(parameters, { gain: 1.1, headGain: 2, head: 'fc' })
  const bytes = writeSafetensors(
    new Map(parameters.map(({ name: key, shape }) => [key, float32Tensor(weights.get(key)!, shape)])),
  )
  const file = 'weights.safetensors'
  const manifest: ManifestInput = {
    format: 1,
    id: `${name}/bench`,
    title: 'Res34-SE-IM-Net as in the paper, untrained',
    network: { name, ...network },
    preprocessing: {
      shortSide: network.size,
      normalization: { scale: imagenet.scale, mean: [...imagenet.mean], std: [...imagenet.std] },
    },
    rate: 25,
    weights: { file, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length },
    labels: Array.from({ length: 51 }, (_, i) => ({ label: `class ${i}`, classes: [], background: false })),
    licence: 'none',
    limits: [],
  }
  writeFileSync(join(folder, file), bytes)
  writeFileSync(join(folder, manifestFile), JSON.stringify(manifest))
}

/** Writes graphs and inputs for a network. PyTorch gets the pixels already normalized, as from a data loader. */
export function writeExchange(folder: string, network: FrameNetwork, { preprocessing, weights }: Manifest): void {
  const { frames, size } = network.options
  const [whole, encoder, head] = [
    wholeGraph(network, 'normalized'),
    encoderGraph(network, 'normalized'),
    headGraph(network),
  ]
  const write = (name: string, content: string | Uint8Array): void => {
    writeFileSync(join(folder, name), content)
  }
  write('whole.json', toJson(whole))
  write('frames.json', toJson(encoder))
  write('head.json', toJson(head))
  write('frames.f32', bytes(normalizedOf(pixelsOf(frames, size), size, preprocessing.normalization, 'TCHW')))
  write('maps.f32', bytes(mapsOf(network)))
  write('setup.json', JSON.stringify({ frames, size, weights: weights.file, order: steadyOrder(frames) }))
}

/** The frames of a clip, RGB, [T, H, W, 3]. */
export function pixelsOf(frames: number, size: number): Uint8Array {
  const noise = hashedUniform('bench.pixels')
  return Uint8Array.from({ length: frames * size * size * 3 }, (_, i) => 256 * noise(i))
}

/** [T, H, W, 3] as a data loader gives it: normalized, [T, 3, H, W] or [3, T, H, W]. */
export function normalizedOf(
  pixels: Uint8Array,
  size: number,
  { scale, mean, std }: Normalization,
  layout: Layout,
): Float32Array {
  const area = size * size
  const T = pixels.length / (3 * area)
  const normalized = new Float32Array(pixels.length)
  for (let i = 0; i < pixels.length; i++) {
    const [c, place, t] = [i % 3, Math.floor(i / 3) % area, Math.floor(i / (3 * area))]
    const plane = layout === 'TCHW' ? t * 3 + c : c * T + t
    normalized[plane * area + place] = (pixels[i]! / scale - mean[c]!) / std[c]!
  }
  return normalized
}

/** Feature maps for the clip head alone, [1, T, C, h, w]; not negative, as they follow a ReLU. */
export function mapsOf(network: FrameNetwork): Float32Array {
  const noise = hashedUniform('bench.maps')
  return Float32Array.from({ length: elements(headGraph(network).inputs[0]!.shape) }, (_, i) => 2 * noise(i))
}

/** Which frames a clip of the online memory holds, oldest first, once it is full and frames 0 to N - 1 come round and round. */
function steadyOrder(N: number): readonly number[] {
  const buffer = new OnlineBuffer<number>(N)
  let order: readonly number[] = []
  for (let i = 0; i < N * depthOf(N); i++) {
    const clip = buffer.next() === 'keep' ? buffer.keep(i % N, i) : buffer.skip()
    if (clip !== undefined) order = clip.frames.map(({ item }) => item)
  }
  return order
}

const bytes = (values: Float32Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
