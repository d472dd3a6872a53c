/**
 * Says whether the Electron of package-lock.json is still supported; exits with 1 if not. Reads what
 * `npm view electron versions --json` answers: run `npm run electron:supported`.
 */
import { readFileSync } from 'node:fs'
import { json } from 'node:stream/consumers'
import { z } from 'zod'
import { supportOf } from './electron-support.ts'

const lock = z.object({ packages: z.object({ 'node_modules/electron': z.object({ version: z.string() }) }) })
const root = new URL('../../../', import.meta.url)
const { packages } = lock.parse(JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')))
const published = z.array(z.string()).safeParse(await json(process.stdin).catch(() => undefined))
if (published.success) {
  const { supported, says } = supportOf(packages['node_modules/electron'].version, published.data)
  console.log(says)
  process.exitCode = supported ? 0 : 1
} else {
  console.error('The registry did not say which versions of Electron there are. Try again with a connection.')
  process.exitCode = 1
}
