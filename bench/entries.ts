import { fileURLToPath } from 'node:url'
import { Contender } from './contender.ts'
import type { Entry } from './measure.ts'
import type { PyTorch } from './python.ts'

const child = fileURLToPath(new URL('./child.js', import.meta.url))
const script = fileURLToPath(new URL('../../bench/pytorch.py', import.meta.url))

/** One case of Actscope, told to `child.ts`. Without it there is nothing to measure. */
export const actscope = (key: string, threads: number, args: readonly string[]): Entry => ({
  key,
  optional: false,
  start: () => Contender.start(key, process.execPath, [child, String(threads), ...args]),
})

/** The same case of PyTorch, told to `pytorch.py`. */
export const pytorch = (key: string, { python }: PyTorch, threads: number, args: readonly string[]): Entry => {
  const count = String(threads)
  const env = { ...process.env, OMP_NUM_THREADS: count, MKL_NUM_THREADS: count, OPENBLAS_NUM_THREADS: count }
  return { key, optional: true, start: () => Contender.start(key, python, [script, count, ...args], env) }
}
