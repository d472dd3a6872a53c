import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, cpus, release, totalmem } from 'node:os'
import type { PyTorch } from './python.ts'

/** What was measured on, as pairs of a name and a word for it. */
export type Facts = Readonly<Record<string, string>>

export function machineFacts(threads: number, pytorch: PyTorch | undefined): Facts {
  const onnxruntime = createRequire(import.meta.url).resolve('onnxruntime-node/package.json')
  const { version } = JSON.parse(readFileSync(onnxruntime, 'utf8')) as { version: string }
  return {
    processor: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} usable, ${process.arch}`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    system: `${process.platform} ${release()}`,
    'threads used': String(threads),
    Node: process.versions.node,
    onnxruntime: version,
    PyTorch: pytorch?.version ?? 'none: no python with torch was used',
  }
}
