import assert from 'node:assert/strict'
import test from 'node:test'
import type { DeviceReport, Engine } from './engine.ts'
import { reportDevices } from './report.ts'

const engineWith = (...reports: DeviceReport[]): Engine => ({ devices: () => Promise.resolve(reports) }) as never

test('a device can be run on if any engine has it; else the first engine says why not', async () => {
  const first = engineWith(
    { device: 'cpu', available: true },
    { device: 'cuda', available: false, reason: 'no CUDA library' },
    { device: 'webgpu', available: false, reason: 'no GPU' },
  )
  const second = engineWith(
    { device: 'cpu', available: false, reason: 'not installed' },
    { device: 'cuda', available: true },
  )
  assert.deepEqual(await reportDevices([first, second]), [
    { device: 'cpu', available: true },
    { device: 'cuda', available: true },
    { device: 'webgpu', available: false, reason: 'no GPU' },
  ])
})
