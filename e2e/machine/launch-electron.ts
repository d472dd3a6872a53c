import { _electron, type ElectronApplication } from 'playwright'

/** Playwright may wait for ever for one of Electron's first processes that has come and gone: the app is then started anew. */
export async function launchElectron(options: Parameters<typeof _electron.launch>[0]): Promise<ElectronApplication> {
  for (let tries = 1; ; tries++) {
    try {
      return await _electron.launch({ ...options, timeout: 45_000 })
    } catch (error) {
      if (tries === 3) throw error
    }
  }
}
