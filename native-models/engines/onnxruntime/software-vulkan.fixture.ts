/** Vulkan in software, from Debian's package chromium: a WebGPU that is right, and slow. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** For VK_ICD_FILENAMES. */
export const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json'

/** What finds a driver of Vulkan for a program. */
const hasLoader = (): boolean => String(spawnSync('/sbin/ldconfig', ['-p']).stdout).includes('libvulkan.so.1')

/** Why there is none here, or undefined. */
export const whyNoSoftwareVulkan =
  process.platform !== 'linux' || !existsSync(swiftShader)
    ? 'SwiftShader (of the Debian package chromium) is not installed'
    : !hasLoader()
      ? "Vulkan's loader (the Debian package libvulkan1) is not installed"
      : undefined
