import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { networks } from '../native-models/networks/index.ts'
import { networkCases } from './network-cases.ts'
import type { NetworksReport } from './networks.ts'
import type { Report } from './report.ts'

const main = fileURLToPath(new URL('./main.js', import.meta.url))

/** Runs the benchmark without PyTorch; gives what it printed and its JSON. */
async function run(t: TestContext, args: readonly string[]): Promise<{ stdout: string; report: unknown }> {
  const folder = mkdtempSync(join(tmpdir(), 'actscope-bench-test-'))
  t.after(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const json = join(folder, 'report.json')
  const env = { ...process.env }
  delete env['ACTSCOPE_PYTHON']
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...args, '--quick', '--json', json], { env })
  return { stdout, report: JSON.parse(readFileSync(json, 'utf8')) }
}

test('the benchmark runs without PyTorch and gives a figure for every case', async (t) => {
  const { stdout, report } = await run(t, [])
  const { peak, models, notes } = report as Report
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

test('--networks times those that are named, as they are written and as the engine runs them', async (t) => {
  const { stdout, report } = await run(t, ['--networks', 'eco-lite', '3d-resnet-18-se-sa'])
  const { lines, notes } = report as NetworksReport
  assert.deepEqual(notes, [])
  assert.deepEqual(
    lines.map(({ title }) => title),
    ['eco-lite 8 x 64', '3d-resnet-18-se-sa 8 x 64'],
  )
  for (const { title, macs, speed, gain, actscope, pytorch } of lines) {
    assert.ok(macs > 0 && speed > 0 && gain.median > 0 && actscope.milliseconds[0]! > 0, title)
    assert.equal(pytorch, undefined, title)
    assert.ok(stdout.includes(title), title)
  }
})

test('a case for every network, and the long clips of the paper that has them', () => {
  const titles = networkCases([]).map(({ title }) => title)
  for (const { name } of networks)
    assert.ok(
      titles.some((title) => title.startsWith(`${name} `)),
      name,
    )
  assert.deepEqual(
    titles.filter((title) => title.endsWith(' 64 x 112')),
    ['3d-resnet-18-se-sa 64 x 112', '3d-resnext-101-se-sa 64 x 112'],
  )
})

test('wrong arguments are refused before anything runs', async () => {
  await assert.rejects(promisify(execFile)(process.execPath, [main, '--rounds', '0']), { code: 2 })
  await assert.rejects(promisify(execFile)(process.execPath, [main, '--fast']), { code: 2 })
  await assert.rejects(promisify(execFile)(process.execPath, [main, 'eco-lite']), { code: 2 })
  await assert.rejects(promisify(execFile)(process.execPath, [main, '--networks', 'nothing']), { code: 2 })
})
