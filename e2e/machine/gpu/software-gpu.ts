/** A GPU for the recognizer that can be lost: SwiftShader, which is Vulkan on the CPU, below a layer of Vulkan's own loader. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { swiftShader, whyNoSoftwareVulkan } from '../../../native-models/engines/onnxruntime/software-vulkan.fixture.ts'
import { onPath, root } from '../targets.ts'

const layer = 'VK_LAYER_ACTSCOPE_lose_gpu'

const folder = join(tmpdir(), `actscope-gpu-${process.pid}`)
const lost = join(folder, 'lost')

export const whyNoSoftwareGpu =
  whyNoSoftwareVulkan ??
  (onPath('cc') === undefined ? 'there is no C compiler to make the layer with that loses the GPU' : undefined)

/** For the process that runs the recognizer. */
export const softwareGpu = {
  VK_ICD_FILENAMES: swiftShader,
  VK_LAYER_PATH: folder,
  VK_INSTANCE_LAYERS: layer,
  LOSE_GPU: lost,
}

/** Before the app starts. */
export function makeLayer(): void {
  mkdirSync(folder)
  const library = join(folder, 'lose-gpu.so')
  const source = join(root, 'e2e', 'machine', 'gpu', 'lose-gpu.c')
  const { status, stderr } = spawnSync('cc', ['-O1', '-shared', '-fPIC', '-o', library, source], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`The layer could not be made: ${stderr}`)
  const manifest = {
    file_format_version: '1.1.0',
    layer: {
      name: layer,
      type: 'GLOBAL',
      library_path: library,
      api_version: '1.0.0',
      implementation_version: '1',
      description: 'loses the device',
      functions: {
        vkGetInstanceProcAddr: 'lose_gpu_instance_proc',
        vkGetDeviceProcAddr: 'lose_gpu_device_proc',
      },
    },
  }
  writeFileSync(join(folder, 'lose-gpu.json'), JSON.stringify(manifest))
}

/** From now on the driver says that the device is lost, also of one that is opened anew. */
export function loseGpu(): void {
  writeFileSync(lost, '')
}

/** A device that is opened from now on works. */
export function findGpu(): void {
  rmSync(lost, { force: true })
}

export function removeLayer(): void {
  rmSync(folder, { recursive: true, force: true })
}
