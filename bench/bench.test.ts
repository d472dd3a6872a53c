import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Report } from './report.ts'

const main = fileURLToPath(new URL('./main.js', import.meta.url))

test('the benchmark runs without PyTorch and gives a figure for every case', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'actscope-bench-test-'))
  t.after(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const json = join(folder, 'report.json')
  const env = { ...process.env }
  delete env['ACTSCOPE_PYTHON']
  const { stdout } = await promisify(execFile)(process.execPath, [main, '--quick', '--json', json], { env })

  const { peak, models, notes } = JSON.parse(readFileSync(json, 'utf8')) as Report
  assert.deepEqual(notes, [])
  assert.ok(peak > 0)
  const lines = models[0]!.lines
  const titles = ['whole clip', 'online pass', 'one frame', '2 frames at once', '4 frames at once', 'clip head']
  assert.deepEqual(
    lines.map(({ title }) => title),
    titles,
  )
  for (const { title, macs, speed, actscope, pytorch } of lines) {
    assert.ok(macs > 0 && speed > 0, title)
    assert.equal(actscope.milliseconds.length, 1, title)
    assert.ok(actscope.milliseconds[0]! > 0 && actscope.peak! > 0 && actscope.held! > 0, title)
    assert.equal(pytorch, undefined, title)
    assert.ok(stdout.includes(title), title)
  }
})

test('wrong arguments are refused before anything runs', async () => {
  await assert.rejects(promisify(execFile)(process.execPath, [main, '--rounds', '0']), { code: 2 })
  await assert.rejects(promisify(execFile)(process.execPath, [main, '--fast']), { code: 2 })
})
