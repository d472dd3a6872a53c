/** Films that take a while to make are made once, then lie among the system's temporary files, by what they show. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** `how`: everything but the clip that decides about the film; change it when `make` changes. */
export async function cached(
  clip: string,
  how: string,
  ending: string,
  make: (path: string) => Promise<void>,
): Promise<string> {
  const name = createHash('sha256').update(readFileSync(clip)).update(how).digest('hex').slice(0, 24)
  const folder = join(tmpdir(), 'actscope-e2e')
  const path = join(folder, `${name}${ending}`)
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  const unfinished = join(folder, `${name}.${process.pid}${ending}`)
  await make(unfinished)
  renameSync(unfinished, path)
  return path
}
