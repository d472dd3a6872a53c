import type { DeviceReport, Engine } from './engine.ts'

/** What can be run on, whichever engine does it: a device that none has says what the first one says of it. */
export async function reportDevices(engines: Engine | readonly Engine[]): Promise<readonly DeviceReport[]> {
  const all = 'load' in engines ? [engines] : engines
  const reports = (await Promise.all(all.map((engine) => engine.devices()))).flat()
  const first = new Map<string, DeviceReport>()
  for (const report of reports)
    if (!first.has(report.device) || (report.available && first.get(report.device)?.available === false))
      first.set(report.device, report)
  return [...first.values()]
}
