/** What docs/architecture.md says of the files holds: the ways of a frame and of a file, and that imports make no circle. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'

const text = readFileSync('docs/architecture.md', 'utf8')
/** How a page hands a value from one place to another: both know the state. */
const store = 'renderer/store/state.ts'

/** The files that a file imports, types too, and those that it starts as a worker. */
function importsOf(file: string): ReadonlySet<string> {
  const found = readFileSync(file, 'utf8').matchAll(/(?:from |import\(|import |new URL\()'(\.[^']+)'/g)
  const paths = [...found].flatMap(([, specifier]) => {
    const path = join(dirname(file), specifier!)
    return [path, path.replace(/\.js$/, '.ts')].filter((candidate) => existsSync(candidate))
  })
  return new Set(paths.map((path) => path.replaceAll('\\', '/')))
}

/** The files of a section's numbered list, in order: each line names its own first. */
function wayOf(title: string): readonly string[] {
  const section = text.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...section.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, file]) => file!)
}

/** `host.ts` and `host/live/lane.ts` are of one room, as for the lint rules. */
function roomOf(file: string): string {
  const [area, room] = file.split('/')
  return `${area!}/${room!.replace(/\.tsx?$/, '')}`
}

for (const [title, files, changes] of [
  ['The way of a frame', 30, 12],
  ['The way of a file', 30, 12],
] as const) {
  describe(title, () => {
    const way = wayOf(title)

    test('every step has its file, which knows one of the steps before it or is known to it', () => {
      assert.ok(way.length > 10, `${way.length} steps`)
      for (const [i, file] of way.entries()) {
        assert.ok(existsSync(file), `${file} is not there`)
        if (i === 0) continue
        const own = importsOf(file)
        const linked = way.slice(0, i).some((earlier) => {
          const imports = importsOf(earlier)
          return (
            own.has(earlier) || imports.has(file) || (i === way.indexOf(earlier) + 1 && bothKnowTheStore(own, imports))
          )
        })
        assert.ok(linked, `${file} and what comes before it do not import each other`)
      }
    })

    test(`is at most ${files} files long, and changes the room at most ${changes} times`, (t) => {
      const changed = way.filter((file, i) => i > 0 && roomOf(file) !== roomOf(way[i - 1]!)).length
      t.diagnostic(`${new Set(way).size} files, ${changed} changes of room`)
      assert.ok(new Set(way).size <= files, `${new Set(way).size} files`)
      assert.ok(changed <= changes, `${changed} changes`)
    })
  })
}

const bothKnowTheStore = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => a.has(store) && b.has(store)

for (const area of ['native-models', 'renderer', 'electron', 'server', 'serving', 'e2e', 'bench']) {
  test(`no file of ${area} imports itself, by whatever way`, () => {
    const files = readdirSync(area, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|tsx|cts)$/.test(file))
      .map((file) => join(area, file).replaceAll('\\', '/'))
    assert.ok(files.length > 2, `${files.length} files`)
    const imports = new Map(files.map((file) => [file, importsOf(file)]))
    const done = new Set<string>()
    const visit = (file: string, path: readonly string[]): void => {
      assert.ok(!path.includes(file), `a circle: ${[...path.slice(path.indexOf(file)), file].join(' -> ')}`)
      if (done.has(file)) return
      for (const next of imports.get(file) ?? []) visit(next, [...path, file])
      done.add(file)
    }
    for (const file of files) visit(file, [])
  })
}
