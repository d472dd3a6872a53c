import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ActscopeError } from '../errors.ts'

// The files of golden vectors: PyTorch's float64 results for weights and inputs that follow a rule (weights/init.ts).

const numbers = z.array(z.number())
const parameters = z.array(z.object({ name: z.string(), shape: numbers }))

const networkCase = z.object({
  T: z.int(),
  H: z.int(),
  W: z.int(),
  gain: z.number(),
  headGain: z.number(),
  numParams: z.int(),
  logits64: numbers,
  top5: numbers,
  logitStd: z.number(),
  taps: z.record(
    z.string(),
    z.object({ shape: numbers, mean: z.number(), rms: z.number(), first: numbers, last: numbers }),
  ),
  params: parameters,
})
export type NetworkCase = z.infer<typeof networkCase>

const networkFile = z.object({
  network: z.string(),
  inputLayout: z.enum(['(1,T,3,H,W)', '(1,3,T,H,W)']),
  head: z.string(),
  cases: z.record(z.string(), networkCase),
})
export type NetworkFile = z.infer<typeof networkFile>

const moduleCase = z.object({
  name: z.string(),
  config: z.string(),
  gain: z.number(),
  inputName: z.string(),
  inputAmplitude: z.number(),
  inputShape: numbers,
  params: parameters,
  outputShape: numbers,
  output: numbers,
})
export type ModuleCase = z.infer<typeof moduleCase>

export type GoldenFile =
  | { readonly kind: 'network'; readonly content: NetworkFile }
  | { readonly kind: 'modules'; readonly content: readonly ModuleCase[] }
  | { readonly kind: 'online' }

/** Throws `input-invalid` if the file is none of the three kinds. */
export function readGolden(path: string): GoldenFile {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new ActscopeError('input-invalid', `${path} cannot be read as JSON`, { cause })
  }
  const network = networkFile.safeParse(json)
  if (network.success) return { kind: 'network', content: network.data }
  const modules = z.array(moduleCase).safeParse(json)
  if (modules.success) return { kind: 'modules', content: modules.data }
  if (typeof json === 'object' && json !== null && 'N16_referenceSlots' in json) return { kind: 'online' }
  throw new ActscopeError('input-invalid', `${path} is not a file of golden vectors`)
}
