import { setTimeout as sleep } from 'node:timers/promises'
import type { Tensors } from '../engine.ts'

/**
 * A model that tells whether a device is there (it loads) and whether it is a real one (it is fast): a 3x3 convolution
 * of x `[1, 64, 28, 28]` with w `[64, 64, 3, 3]`, 29 million multiplications, as 181 bytes of ONNX.
 */
export function probeModel(): Uint8Array {
  const base64 =
    'CAgSDWFjdHNjb3BlLXRlc3Q6nQEKQQoBeAoBdxIBeRoGQ29udi55IgRDb252KhEKBHBhZHNAAUABQAFAAaABByoVCgxrZXJuZWxfc2hhcGVAA0AD' +
    'oAEHEgFwWhsKAXgSFgoUCAESEAoCCAEKAghACgIIHAoCCBxaGwoBdxIWChQIARIQCgIIQAoCCEAKAggDCgIIA2IbCgF5EhYKFAgBEhAKAggBCgII' +
    'QAoCCBwKAggcQgIQEQ=='
  return Uint8Array.from(Buffer.from(base64, 'base64'))
}

function probeInputs(): Tensors {
  const ones = (...shape: number[]) => {
    const data = new Float32Array(shape.reduce((product, dim) => product * dim)).fill(1)
    return { type: 'float32', shape, data } as const
  }
  return { x: ones(1, 64, 28, 28), w: ones(64, 64, 3, 3) }
}

/** 1 GMAC/s. One core of a laptop does twenty times that, the weakest GPU a hundred times; SwiftShader a tenth. */
const limitMs = 30
const probeTimeout = 5000

/**
 * Why a device is too slow to be tried with a whole network, or undefined. A GPU in software (SwiftShader, llvmpipe)
 * takes minutes for one pass, and nothing can interrupt a pass: it would hold every core, and the end of the process.
 *
 * @param run runs the probe model once on the device
 */
export async function tooSlowReason(run: (inputs: Tensors) => Promise<unknown>): Promise<string | undefined> {
  const inputs = probeInputs()
  const measure = async (): Promise<number> => {
    await run(inputs) // compiles its kernels
    let fastest = Infinity
    for (let i = 0; i < 3 && (i === 0 || fastest < 10 * limitMs); i++) {
      const start = performance.now()
      await run(inputs)
      fastest = Math.min(fastest, performance.now() - start)
    }
    return fastest
  }
  const timer = new AbortController()
  const ms = await Promise.race([measure(), sleep(probeTimeout, probeTimeout, { signal: timer.signal })])
  timer.abort()
  if (ms <= limitMs) return undefined
  return `is no real GPU, or a very slow one: one small convolution took ${Math.round(ms)} ms`
}
