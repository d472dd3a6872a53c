import type { Engine, Session } from '../engines/engine.ts'
import type { Device } from '../choices.ts'
import { writeOnnx } from '../graph/onnx/write.ts'
import type { Graph } from '../graph/graph.ts'
import { encoderGraph, headGraph, wholeGraph } from '../networks/network.ts'
import type { Variant } from '../models/variant.ts'

/** The network's answer to one clip. Both [classes]; the probabilities are calibrated, the logits are as they come. */
export interface Prediction {
  readonly logits: Float32Array
  readonly probabilities: Float32Array
  /** Milliseconds of the clip head, or of the whole network where it is 3D throughout. */
  readonly milliseconds: number
}

/**
 * A frame as the online memory keeps it: its feature map [C, h, w] where the network encodes each frame once, or its
 * pixels [H, W, 3] where it is 3D throughout.
 */
export type KeptFrame = Float32Array | Uint8Array

/** A variant on a device. Frames are encoded once and kept by the caller; a clip of N kept frames is classified. */
export interface NetworkSession {
  readonly device: Device
  /** Frames of preprocessed RGB bytes, size x size x 3 each, to what is kept of them. At most `frames` at once. */
  encode(frames: readonly Uint8Array[]): Promise<readonly KeptFrame[]>
  /** Exactly N frames, oldest first. */
  classify(clip: readonly KeptFrame[]): Promise<Prediction>
  dispose(): Promise<void>
}

/** Loads a variant on a device: encoder and head apart where the network allows it (architecture, decision 2). */
export async function openNetwork(
  engine: Engine,
  variant: Variant,
  options: { readonly device: Device; readonly threads?: number },
): Promise<NetworkSession> {
  const { manifest } = variant
  if ('model' in variant) {
    const { model, network } = variant
    return wholeClips(await engine.load({ name: manifest.id, onnx: () => model.onnx() }, options), network, model)
  }
  const { network, weights } = variant
  const { normalization } = manifest.preprocessing
  const temperature = manifest.calibration?.temperature ?? 1
  const load = (graph: Graph): Promise<Session> =>
    engine.load(
      { name: `${manifest.id} (${graph.name})`, onnx: () => writeOnnx(graph, weights), source: { graph, weights } },
      options,
    )
  const { size, frames } = network.options
  const pixels = [size, size, 3]
  if (network.kind === 'volume') return wholeClips(await load(wholeGraph(network, normalization, temperature)), network)

  const [encoding, head] = [encoderGraph(network, normalization), headGraph(network, temperature)]
  const map = encoding.outputs[0]!.value.shape.slice(1)
  const encoder = await load(encoding)
  let classifier: Session
  try {
    classifier = await load(head)
  } catch (error) {
    await encoder.dispose()
    throw error
  }
  return {
    device: encoder.device,
    async encode(images) {
      const shape = [images.length, ...pixels]
      const { maps } = await encoder.run({ frames: { type: 'uint8', shape, data: joined(images, Uint8Array) } })
      const data = maps!.data as Float32Array
      const length = data.length / images.length
      // Copies, so that a frame that is kept does not hold the maps of those that are not.
      return images.map((_, i) => data.slice(i * length, (i + 1) * length))
    },
    classify: (clip) =>
      timed(async () =>
        classifier.run({ maps: { type: 'float32', shape: [1, frames, ...map], data: joined(clip, Float32Array) } }),
      ),
    async dispose() {
      await Promise.all([encoder.dispose(), classifier.dispose()])
    },
  }
}

/** What a whole network calls its input and its outputs. */
interface Names {
  readonly input: string
  readonly logits: string
  readonly probabilities: string
}

const ownNames: Names = { input: 'clip', logits: 'logits', probabilities: 'probabilities' }

/** A network that needs the pixels of the whole clip at once: nothing is encoded, the memory keeps the frames. */
function wholeClips(
  session: Session,
  { options: { frames, size } }: { readonly options: { readonly frames: number; readonly size: number } },
  names: Names = ownNames,
): NetworkSession {
  const shape = [1, frames, size, size, 3]
  return {
    device: session.device,
    encode: (images) => Promise.resolve(images),
    classify: (clip) =>
      timed(
        async () => session.run({ [names.input]: { type: 'uint8', shape, data: joined(clip, Uint8Array) } }),
        names,
      ),
    dispose: () => session.dispose(),
  }
}

async function timed(run: () => ReturnType<Session['run']>, names: Names = ownNames): Promise<Prediction> {
  const start = performance.now()
  const outputs = await run()
  const milliseconds = performance.now() - start
  const values = (name: string): Float32Array => outputs[name]!.data as Float32Array
  return { logits: values(names.logits), probabilities: values(names.probabilities), milliseconds }
}

/** Arrays of one kind and length, one after another. */
function joined<T extends Float32Array | Uint8Array>(parts: readonly KeptFrame[], kind: new (length: number) => T): T {
  const length = parts[0]!.length
  const whole = new kind(length * parts.length)
  parts.forEach((part, i) => {
    whole.set(part, i * length)
  })
  return whole
}
