import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { libraryMessage } from '../library-message.ts'
import type { Device } from '../../choices.ts'

/** Where a device can be at all. cpu and webgpu are everywhere. */
const systems: Partial<Record<Device, readonly { readonly platform: NodeJS.Platform; readonly name: string }[]>> = {
  cuda: [
    { platform: 'linux', name: 'Linux' },
    { platform: 'win32', name: 'Windows' },
  ],
  coreml: [{ platform: 'darwin', name: 'macOS' }],
  directml: [{ platform: 'win32', name: 'Windows' }],
}

/**
 * A GPU on Linux has a device file, and a Vulkan driver may be named by a variable. Without either, Vulkan is not
 * started: it could only find a rasteriser in software, and would print its complaints into the terminal.
 */
function linuxHasGpu(): boolean {
  const files = [
    '/dev/dri',
    '/dev/dxg',
    '/dev/nvidiactl',
    '/dev/nvgpu',
    '/dev/nvhost-gpu',
    '/dev/mali0',
    '/dev/kgsl-3d0',
  ]
  const variables = ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES', 'VK_ADD_DRIVER_FILES']
  return files.some((file) => existsSync(file)) || variables.some((name) => (process.env[name] ?? '') !== '')
}

/** Why a device cannot be here, as far as can be told without loading onnxruntime. */
export function absentReason(device: Device): string | undefined {
  const where = systems[device]
  if (where !== undefined && !where.some(({ platform }) => platform === process.platform))
    return `${device} exists on ${where.map(({ name }) => name).join(' and ')} only`
  if (device === 'webgpu' && process.platform === 'linux' && !linuxHasGpu()) return 'no GPU was found'
  if (device === 'cuda' && !hasLibrary(cudaLibrary()))
    return `this onnxruntime build has no CUDA provider library (${cudaLibrary()})`
  return undefined
}

const cudaLibrary = (): string =>
  process.platform === 'win32' ? 'onnxruntime_providers_cuda.dll' : 'libonnxruntime_providers_cuda.so'

/** Provider libraries lie beside onnxruntime's own, in bin/napi-v<n>/<platform>/<arch>. */
function hasLibrary(file: string): boolean {
  const bin = join(dirname(createRequire(import.meta.url).resolve('onnxruntime-node')), '..', 'bin')
  return readdirSync(bin).some((api) => existsSync(join(bin, api, process.platform, process.arch, file)))
}

/** What onnxruntime said when it could not make a session on a device at all, in words for people. */
export function probeFailure(device: Device, said: string): string {
  if (said.includes('Failed to get a WebGPU adapter')) return 'no GPU adapter was found'
  if (said.includes('backend not found')) return `this onnxruntime build has no ${device}`
  if (said.includes('Failed to load shared library'))
    return `the ${device} provider library could not be loaded (are CUDA and cuDNN installed?)`
  return libraryMessage(said)
}
