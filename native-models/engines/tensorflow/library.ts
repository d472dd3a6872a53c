import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type * as core from '@tensorflow/tfjs-core'
import { libraryMessage } from '../library-message.ts'
import type { Device } from '../../choices.ts'

/** TensorFlow.js with a backend: what `@tensorflow/tfjs-node-gpu` and every other build of it gives. */
export type TensorFlow = Omit<typeof core, 'default'>

/** The build that runs on NVIDIA's GPUs, and on the cpu where there is none. Users install it themselves: see docs. */
export const tensorflowPackage = '@tensorflow/tfjs-node-gpu'

/** `--save-prod`: npm leaves an optional peer alone without a word; `--no-save` keeps it out of the lock all the same. */
const install = `npm i --no-save --save-prod --ignore-scripts=false ${tensorflowPackage}@4.22.0`
const rebuild = `npm rebuild --ignore-scripts=false ${tensorflowPackage}`

/** Where the library's code lies, or undefined if it is not installed. Nothing of it is run. */
export function findLibrary(name: string): string | undefined {
  try {
    return pathToFileURL(createRequire(import.meta.url).resolve(name)).href
  } catch {
    return undefined
  }
}

export const notInstalled = `TensorFlow.js is not installed: \`${install}\` adds it`

/** What the library said when it could not be loaded, in words for people. */
export function loadFailure(said: string): string {
  if (said.includes('native addon module') && said.includes('can not be found'))
    return `TensorFlow's native part is missing: \`${rebuild}\` fetches it`
  return `TensorFlow.js did not load: ${libraryMessage(said)}`
}

/** Why a device cannot be used where the library runs on `used`. It takes the GPU if it sees one, else the cpu. */
export function otherDevice(device: Device, used: Device): string {
  if (device === 'cuda') return 'TensorFlow found no GPU: it needs one of NVIDIA with CUDA 11.2 and cuDNN 8.1'
  return `TensorFlow runs on ${used} here, and takes one device alone`
}
