import type { Answer, Ask } from '../../protocol.ts'
import type { Recognizer } from '../../recognition/recognizer.ts'
import type { Priority } from '../priority.ts'
import type { RecognizerPool } from '../recognizer-pool.ts'

/** Passes that count, and after how long (ms) no other begins: a large network on a slow cpu needs seconds for one. */
const passLimit = 9
const timeLimit = 6000

interface Pass {
  readonly encode: number | undefined
  readonly clip: number
  readonly whole: number
}

/**
 * How long a variant takes here: the median of a few passes on black pictures, after one that does not count. Each step
 * waits for its turn, and waiting does not count. Throws as `RecognizerPool.acquire`; `engine-failed`; the signal's reason.
 */
export async function measure(
  pool: RecognizerPool,
  priority: Priority,
  { variant, device }: Ask<'variant-measure'>,
  signal: AbortSignal,
): Promise<Answer<'variant-measure'>> {
  const lease = await pool.acquire(variant, device)
  const { recognizer } = lease
  try {
    const turn = async (): Promise<void> => {
      await priority.turn()
      signal.throwIfAborted()
    }
    await pass(recognizer, turn)
    const passes: Pass[] = []
    const start = performance.now()
    do passes.push(await pass(recognizer, turn))
    while (passes.length < passLimit && performance.now() - start < timeLimit)
    const encoded = passes.flatMap(({ encode }) => encode ?? [])
    return {
      device: recognizer.session.device,
      frames: recognizer.network.options.frames,
      passes: passes.length,
      milliseconds: {
        pass: median(passes.map(({ whole }) => whole)),
        ...(encoded.length > 0 && { encode: median(encoded), clip: median(passes.map(({ clip }) => clip)) }),
      },
    }
  } finally {
    lease.release()
  }
}

async function pass({ session, network }: Recognizer, turn: () => Promise<void>): Promise<Pass> {
  const { frames, size } = network.options
  const black = new Uint8Array(size * size * 3)
  const kept = []
  const times: number[] = []
  for (let i = 0; i < frames; i++) {
    await turn()
    const start = performance.now()
    kept.push(...(await session.encode([black])))
    times.push(performance.now() - start)
  }
  await turn()
  const { milliseconds } = await session.classify(kept)
  // A network that is 3D throughout keeps the pixels: nothing was encoded.
  const encodes = kept[0] instanceof Float32Array
  return {
    encode: encodes ? median(times) : undefined,
    clip: milliseconds,
    whole: milliseconds + (encodes ? times.reduce((a, b) => a + b, 0) : 0),
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
