import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { temporaryFolder, wav, writePattern } from './video/fixtures.ts'

const cli = fileURLToPath(new URL('./cli.js', import.meta.url))

function actscope(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

test('--help names every command', () => {
  const { status, stdout } = actscope('--help')
  assert.equal(status, 0)
  for (const command of ['recognize', 'networks', 'models', 'devices', 'evaluate'])
    assert.match(stdout, new RegExp(`\\b${command}\\b`))
})

test('wrong arguments exit with 2 and say what is meant', () => {
  assert.equal(actscope('recognize').status, 2)
  assert.equal(actscope('dance').status, 2)
  const { status, stderr } = actscope('recognize', 'x.mp4', '--threshold', '7')
  assert.equal(status, 2)
  assert.match(stderr, /--threshold.*from 0 to 1/s)
})

test('networks --json gives the exact counts of the paper', () => {
  const rows = JSON.parse(actscope('networks', '--json').stdout) as { name: string; parameters: number; macs: number }[]
  const row = rows.find(({ name }) => name === 'res34-se-im-net')
  assert.equal(row?.parameters, 55_932_787)
  assert.equal(row.macs / 1e9, 85.319794688)
})

test('models --json lists the shipped variants with what was measured', () => {
  const rows = JSON.parse(actscope('models', '--json').stdout) as { id: string; trained: boolean; labels: unknown[] }[]
  assert.ok(rows.length >= 2)
  assert.ok(rows.every(({ trained, labels }) => trained && labels.length > 1))
})

test('a video is recognised: JSON, CSV, WebVTT, text', async () => {
  const video = join(temporaryFolder(), 'pattern.avi')
  await writePattern(video, 50)
  const { status, stdout, stderr } = actscope('recognize', video, '--json', '--online', '--top', '2', '--device', 'cpu')
  assert.equal(stderr, '')
  assert.equal(status, 0)
  const [answer] = JSON.parse(stdout) as {
    label: string | null
    score: number
    top: { score: number }[]
    events: unknown[]
  }[]
  assert.equal(answer?.top.length, 2)
  assert.equal(answer.score, answer.top[0]?.score)
  assert.ok(Array.isArray(answer.events))
  assert.match(actscope('recognize', video, '--csv').stdout, /^file,label,score\r\n.*pattern\.avi/)
  assert.match(actscope('recognize', video, '--vtt').stdout, /^WEBVTT/)
  assert.match(actscope('recognize', video, '--threshold', '1').stdout, /^- /)
})

test('bad files cost one line each and the exit code, not the good ones', async () => {
  const folder = temporaryFolder()
  const good = await writePattern(join(folder, 'good.mp4'), 20)
  const [text, sound, empty] = [join(folder, 'a.mp4'), join(folder, 'b.wav'), join(folder, 'c.mkv')]
  writeFileSync(text, 'this is not a video\n'.repeat(50))
  writeFileSync(sound, wav())
  writeFileSync(empty, '')
  const { status, stdout, stderr } = actscope('recognize', join(folder, 'none.mp4'), text, sound, empty, good, '--json')
  assert.equal(status, 1)
  assert.equal((JSON.parse(stdout) as unknown[]).length, 1)
  for (const name of ['none.mp4', 'a.mp4', 'b.wav', 'c.mkv']) {
    assert.equal(stderr.split('\n').filter((line) => line.startsWith('actscope: ') && line.includes(name)).length, 1)
  }
  assert.doesNotMatch(stderr, /\bat .*\.js:\d+/)
})

test('a variant or device that is not there is one clear line', async () => {
  const video = await writePattern(join(temporaryFolder(), 'v.mp4'), 5)
  const variant = actscope('recognize', video, '--variant', 'x/y')
  assert.equal(variant.status, 1)
  assert.match(variant.stderr, /no variant "x\/y"/)
  const absent = process.platform === 'darwin' ? 'directml' : 'coreml'
  const device = actscope('recognize', video, '--device', absent)
  assert.equal(device.status, 1)
  assert.match(device.stderr, new RegExp(absent))
})
