/** The built page. It is read once, so what is served is one build, and nothing but these files can ever be named. */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { ActscopeError } from '../native-models/errors.ts'

export interface Asset {
  readonly type: string
  readonly body: Buffer
}

/** By the path of its address: `/assets/index.js`; the page itself is `/`. */
export type Page = ReadonlyMap<string, Asset>

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

/** @throws ActscopeError if the page was not built */
export function loadPage(folder: string): Page {
  const page = new Map<string, Asset>()
  for (const path of filesIn(folder)) {
    const type = types[extname(path).toLowerCase()] ?? 'application/octet-stream'
    page.set(`/${relative(folder, path).split(sep).map(encodeURIComponent).join('/')}`, {
      type,
      body: readFileSync(path),
    })
  }
  const index = page.get('/index.html')
  if (index === undefined)
    throw new ActscopeError('input-invalid', 'the page is not built', { hint: 'Run `npm run build` first.' })
  return page.set('/', index)
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  } catch {
    return []
  }
}
