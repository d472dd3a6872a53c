import { ActscopeError } from '../errors.ts'
import type { Recognizer } from './recognizer.ts'

/**
 * Runs it once, on noise, so that nothing is kept that cannot run. Gives what looks wrong though it runs, if anything.
 * Throws `model-refused` for scores that are none, `engine-failed`.
 */
export async function insistOnScores({ manifest, network, session }: Recognizer): Promise<string | undefined> {
  const { frames, size, classes } = network.options
  const noise = Array.from({ length: frames }, (_, t) =>
    Uint8Array.from({ length: size * size * 3 }, (__, i) => (i * 7919 + t * 104_729) % 256),
  )
  const { logits, probabilities } = await session.classify(await session.encode(noise))
  const what =
    probabilities.length !== classes
      ? `gives ${probabilities.length} scores, the label list has ${classes}`
      : logits.every(Number.isFinite) && probabilities.every(Number.isFinite)
        ? undefined
        : 'gives scores that are not finite'
  if (what !== undefined) {
    throw new ActscopeError('model-refused', `${manifest.id} ${what}, for a clip of noise`, {
      hint: 'Check --layout, --range, --mean and --std.',
    })
  }
  const sum = logits.reduce((a, b) => a + b, 0)
  const alike = logits.every((x) => x >= 0 && x <= 1) && Math.abs(sum - 1) < 1e-3
  return manifest.onnx?.gives === 'logits' && alike
    ? 'its scores look like probabilities already; if they are, add --gives probabilities'
    : undefined
}
