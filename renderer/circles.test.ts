import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { test } from 'node:test'

const renderer = join(import.meta.dirname, '../../renderer')

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import|URL\() ?\(?'(\.{1,2}\/[^']+\.tsx?)'/g)].map(([, path]) =>
    join(dirname(file), path!),
  )

/** The first way from a file back to itself, types included. */
function firstCircle(files: readonly string[]): string[] | undefined {
  const done = new Set<string>()
  const way: string[] = []
  const visit = (file: string): string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file]
    if (done.has(file)) return undefined
    way.push(file)
    for (const imported of importsOf(file)) {
      const circle = visit(imported)
      if (circle !== undefined) return circle
    }
    way.pop()
    done.add(file)
    return undefined
  }
  for (const file of files) {
    const circle = visit(file)
    if (circle !== undefined) return circle
  }
  return undefined
}

test('no file of the renderer imports itself by way of others', () => {
  const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(renderer, file))
  assert.ok(files.length > 100)
  for (const file of files)
    for (const path of importsOf(file)) assert.ok(existsSync(path), `${relative(renderer, file)}: ${path}`)
  assert.deepEqual(firstCircle(files)?.map((file) => relative(renderer, file)) ?? [], [])
})
