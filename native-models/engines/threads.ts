import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/**
 * Threads for a network on the cpu: one for each physical core that this process may use. Convolutions fill a core's
 * vector units, so a second thread on the same core adds nothing.
 *
 * 0 means that onnxruntime counts the cores itself; on Linux it does not see a container's limits (and prints about
 * the cores that it may not pin to), so they are counted here.
 */
export function defaultThreads(): number {
  if (process.platform !== 'linux') return 0
  return Math.min(availableParallelism(), physicalCores() ?? Infinity)
}

function physicalCores(): number | undefined {
  try {
    const cores = new Set<string>()
    // Each line "core id" belongs to the "physical id" (the package) before it.
    let processorPackage = ''
    for (const line of readFileSync('/proc/cpuinfo', 'utf8').split('\n')) {
      const [key = '', value = ''] = line.split(':').map((part) => part.trim())
      if (key === 'physical id') processorPackage = value
      if (key === 'core id') cores.add(`${processorPackage}/${value}`)
    }
    return cores.size > 0 ? cores.size : undefined // ARM has no "core id", and no second thread on a core
  } catch {
    return undefined
  }
}
