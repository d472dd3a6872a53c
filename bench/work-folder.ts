import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Gives `use` a folder of its own, and clears it away afterwards, also when the benchmark is interrupted. */
export async function inWorkFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'actscope-bench-'))
  const clear = (): void => {
    rmSync(folder, { recursive: true, force: true })
  }
  const interrupted = (): never => process.exit(130)
  process.once('exit', clear).once('SIGINT', interrupted)
  try {
    return await use(folder)
  } finally {
    clear()
    process.off('exit', clear).off('SIGINT', interrupted)
  }
}
