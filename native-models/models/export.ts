import { ActscopeError } from '../errors.ts'
import { parametersOf } from '../graph/graph.ts'
import { writeOnnx } from '../graph/onnx/write.ts'
import { wholeGraph } from '../networks/network.ts'
import { writeSafetensors } from '../weights/safetensors.ts'
import { float32Tensor } from '../weights/tensor.ts'
import { carried, manifestKey } from './import/own-metadata.ts'
import { thresholdOf } from './naming.ts'
import type { Variant } from './variant.ts'

export const exportFormats = ['onnx', 'safetensors'] as const
export type ExportFormat = (typeof exportFormats)[number]

/**
 * A variant as one file that other programs read, and that comes back by `actscope import` without a word. ONNX: the whole
 * network, pixels uint8 [N, T, H, W, 3] in, `logits` and `probabilities` out, normalisation and calibration inside. safetensors: the
 * weights by our names. Throws `input-invalid` for the weights of a network that is a file's own.
 */
export function exportVariant(variant: Variant, format: ExportFormat): Uint8Array {
  const { manifest } = variant
  const metadata = { [manifestKey]: carried(manifest) }
  if (format === 'onnx') {
    if ('model' in variant) return variant.model.onnx({ ...metadata, ...forOthers(variant) })
    const graph = wholeGraph(variant.network, manifest.preprocessing.normalization, manifest.calibration?.temperature)
    return writeOnnx(graph, variant.weights, { metadata: { ...metadata, ...forOthers(variant) } })
  }
  if ('model' in variant) {
    throw new ActscopeError('input-invalid', `${manifest.id} is an ONNX file; its weights have no names of ours`, {
      hint: 'Export it with --format onnx.',
    })
  }
  const { network, weights } = variant
  const tensors = parametersOf(wholeGraph(network, 'normalized')).map(
    ({ name, shape }) => [name, float32Tensor(weights.get(name)!, shape)] as const,
  )
  return writeSafetensors(new Map(tensors), new Map(Object.entries(metadata)))
}

/** The same in words that a person, or another program, understands without knowing Actscope. */
function forOthers({ manifest, network }: Variant): Record<string, string> {
  const { labels, preprocessing, rate, licence } = manifest
  const silent = labels.filter(({ hidden }) => hidden)
  const { frames, size } = network.options
  return {
    labels: labels.map(({ label }) => label).join('\n'),
    preprocessing:
      `short side ${preprocessing.shortSide} pixels (bilinear, antialiased), centre ${size} x ${size}, ` +
      `${frames} frames (${sampled(manifest.sampling)}), RGB bytes; normalisation is in the graph`,
    rate: String(rate),
    threshold: `${thresholdOf(manifest)}: below this probability there is no label`,
    ...(silent.length > 0 && { silent: `no label either where the best is: ${joined(silent)}` }),
    licence,
  }
}

const joined = (labels: Variant['manifest']['labels']): string => labels.map(({ label }) => label).join(', ')

function sampled(sampling: Variant['manifest']['sampling']): string {
  if (sampling.kind === 'segments') return 'the middle of each of as many equal parts of the video'
  return sampling.stride === undefined
    ? 'one after another'
    : `every ${sampling.stride}. of the video, around its middle`
}
