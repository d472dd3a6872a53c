import { ActscopeError } from '../errors.ts'
import type { Engine } from '../engines/engine.ts'
import type { NetworkVariant, Variant } from '../models/variant.ts'
import { featureNetwork, featureSizes } from '../networks/features.ts'
import type { FrameNetwork } from '../networks/network.ts'
import type { KeptFrame } from '../recognition/network-session.ts'
import { openRecognizer, type Recognizer, type RecognizerOptions } from '../recognition/recognizer.ts'
import type { BlockSizes } from './normalise.ts'
import { mirrored, windowsOf, type Take, type Window } from './takes.ts'

/** What is known of one window: the features of the clip, [F], and of its middle frame alone, [C]. */
export interface WindowFeatures {
  readonly values: Float32Array
  readonly still: Float32Array
  readonly whole: boolean
  readonly mirrored: boolean
}

/** A take as the classifier needs it; small, so that takes can be kept without their pictures. */
export interface TakeFeatures {
  readonly id: string
  readonly windows: readonly WindowFeatures[]
}

/** A variant with an encoder, to teach on. */
export type Base = NetworkVariant & { readonly network: FrameNetwork }

/** Throws `input-invalid` for a variant that nothing can be taught on. */
export function insistOnBase(variant: Variant): Base {
  const { manifest, network } = variant
  const why =
    manifest.taught !== undefined
      ? `was taught itself, on ${manifest.taught.base}`
      : network.kind !== 'frames'
        ? 'has no encoder: it needs whole clips at once'
        : manifest.training === undefined
          ? 'was never trained'
          : undefined
  if (why === undefined) return variant as Base
  throw new ActscopeError('input-invalid', `${manifest.id} cannot be taught on: it ${why}`, {
    hint: manifest.taught === undefined ? 'Take res34-se-im-net/everyday with --base.' : 'Teach on that with --base.',
  })
}

/** Features of takes by a base that is loaded on a device, by the same code that recognizes. */
export interface FeatureReader {
  readonly base: Base
  readonly sizes: BlockSizes
  /** With `mirror`, of mirrored copies too. Throws `input-invalid` for a take that is too short, `engine-failed`, AbortError. */
  read(
    take: Take & { readonly windows?: readonly Window[] },
    mirror: boolean,
    signal?: AbortSignal,
  ): Promise<TakeFeatures>
  dispose(): Promise<void>
}

/** @throws ActscopeError as `openRecognizer` */
export async function openFeatureReader(
  engines: Engine | readonly Engine[],
  base: Base,
  options: RecognizerOptions,
): Promise<FeatureReader> {
  const network = featureNetwork(base.network)
  const sizes = featureSizes(base.network)
  const recognizer = await openRecognizer(engines, { ...base, network }, options)
  return {
    base,
    sizes,
    async read(take, mirror, signal) {
      const { frames: N } = network.options
      const windows =
        take.windows ??
        windowsOf(
          take.frames.map(({ time }) => time),
          base.manifest,
          N,
          take.id,
        )
      const once = (reversed: boolean): Promise<readonly WindowFeatures[]> =>
        readOnce(recognizer, sizes.appearance, { take, windows, reversed, signal })
      return { id: take.id, windows: [...(await once(false)), ...(mirror ? await once(true) : [])] }
    },
    dispose: () => recognizer.dispose(),
  }
}

interface Reading {
  readonly take: Take
  readonly windows: readonly Window[]
  readonly reversed: boolean
  readonly signal: AbortSignal | undefined
}

async function readOnce(
  { session, network }: Recognizer,
  channels: number,
  { take, windows, reversed, signal }: Reading,
): Promise<readonly WindowFeatures[]> {
  const { frames: N, size } = network.options
  const needed = [...new Set(windows.flatMap(({ frames }) => frames))]
  const maps = new Map<number, KeptFrame>()
  for (let at = 0; at < needed.length; at += N) {
    signal?.throwIfAborted()
    const part = needed.slice(at, at + N)
    const pictures = part.map((i) => take.frames[i]!.rgb)
    const encoded = await session.encode(reversed ? pictures.map((rgb) => mirrored(rgb, size)) : pictures)
    part.forEach((i, k) => maps.set(i, encoded[k]!))
  }
  const found: WindowFeatures[] = []
  for (const { whole, frames } of windows) {
    signal?.throwIfAborted()
    const clip = frames.map((i) => maps.get(i)!)
    const { logits: values } = await session.classify(clip)
    found.push({ values, still: pooled(clip[Math.floor(N / 2)]!, channels), whole, mirrored: reversed })
  }
  return found
}

/** The mean of a map [C, h, w] over h and w. */
function pooled(map: KeptFrame, channels: number): Float32Array {
  const area = map.length / channels
  return Float32Array.from({ length: channels }, (_, c) => {
    let sum = 0
    for (let i = c * area; i < (c + 1) * area; i++) sum += map[i]!
    return sum / area
  })
}
