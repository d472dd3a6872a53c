import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { temporaryFolder, wav, writePattern } from './video/video.fixture.ts'

const cli = fileURLToPath(new URL('./cli.js', import.meta.url))

/** Variants of whoever runs the tests are left alone. */
const env = { ...process.env, ACTSCOPE_MODELS: join(temporaryFolder(), 'models') }

function actscope(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', env })
  return { status, stdout, stderr }
}

test('--help names every command', () => {
  const { status, stdout } = actscope('--help')
  assert.equal(status, 0)
  for (const command of ['recognize', 'networks', 'models', 'devices', 'evaluate', 'import', 'export'])
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

test('a variant is measured, with intervals, by source, how far its scores hold, and on what it does not know', () => {
  const folder = temporaryFolder()
  const sample = (name: string): string => join(process.cwd(), 'samples', name)
  const [list, unknown] = [join(folder, 'list.txt'), join(folder, 'unknown.txt')]
  writeFileSync(list, `${sample('jumping-jacks.mp4')}\tdoing jumping jacks\n${sample('bending.mp4')}\tweizmann/bend`)
  writeFileSync(unknown, `${sample('bending.mp4')}\tyoga/Stretching\n`)
  const args = ['evaluate', list, '--unknown', unknown, '--device', 'cpu']
  const result = JSON.parse(actscope(...args, '--json', '--threshold', '0').stdout) as {
    clips: number
    whole: { right: number; clips: number; low: number; high: number }
    sources: Record<string, { clips: number }>
    labelled: { right: number }
    calibration: { error: number; bins: { clips: number }[] }
    unknown: { clips: number; labelled: number; perClass: { name: string }[] }
  }
  assert.deepEqual([result.whole.clips, result.labelled.right, result.sources['weizmann']?.clips], [2, 2, 2])
  assert.ok(result.whole.low <= result.whole.right / 2 && result.whole.right / 2 <= result.whole.high)
  assert.equal(
    result.calibration.bins.reduce((sum, { clips }) => sum + clips, 0),
    2,
  )
  assert.deepEqual([result.unknown.clips, result.unknown.perClass[0]?.name], [1, 'yoga/Stretching'])
  const text = actscope(...args, '--threshold', '1').stdout
  assert.match(text, /top-1 .*% \(.* to .*\)[^]*label 0\.0 % .*threshold 1[^]*unknown 0\.0 % .* of 1 clips/)
  assert.match(text, /source +videos +top-1 +95 %\nweizmann[^]*expected calibration error/)
})

test('the online recognizer is measured on videos that follow one another', () => {
  const list = join(temporaryFolder(), 'list.txt')
  const clips = ['jumping-jacks.mp4\tdoing jumping jacks', 'bending.mp4\tbending down']
  writeFileSync(list, clips.map((line) => join(process.cwd(), 'samples', line)).join('\n'))
  const args = ['evaluate', list, '--online', '--device', 'cpu']
  const { stdout, stderr } = actscope(...args, '--json')
  assert.equal(stderr, '')
  const result = JSON.parse(stdout) as { clips: number; right: number; found: number }
  assert.equal(result.clips, 2)
  assert.ok(result.right > 0 && result.found > 0)
  assert.match(actscope(...args, '--passes', '1').stdout, /2 videos one after another.*\nright .*% {3}wrong .*%/)
  assert.match(actscope(...args, '--passes', '3').stderr, /--passes.*must be 1, 2 or 4/is)
})

test('a video is recognized: JSON, CSV, WebVTT, text', async () => {
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

// Research material, which is not part of the repository; absent where it is not.
const jester = process.env['ACTSCOPE_JESTER'] ?? ''
const clipsFolder = process.env['ACTSCOPE_CLIPS'] ?? ''
const skip =
  !(existsSync(jester) && existsSync(clipsFolder)) && 'the gesture model is not here (ACTSCOPE_JESTER, ACTSCOPE_CLIPS)'

test('an ONNX classifier of gestures names at least 9 of 12 webcam clips', { skip }, () => {
  const pictures = ['--range', '0..255', '--mean', '114.7748,107.7354,99.475', '--stride', '2', '--fps', '12']
  const labels = ['--labels', join(jester, 'labels.txt'), '--background', 'No gesture']
  const clips = readdirSync(clipsFolder).filter((name) => name.includes('__jester_'))
  const first = join(clipsFolder, clips[0]!)
  const model = join(jester, 'model.onnx')
  const tried = actscope('import', model, ...labels, ...pictures, '--name', 'jester', '--try', first)
  assert.equal(tried.stderr, '')
  assert.match(tried.stdout, /%  [^]*onnx\/jester kept/)
  const paths = clips.map((name) => join(clipsFolder, name))
  const { stdout } = actscope('recognize', ...paths, '--variant', 'onnx/jester', '--json', '--threshold', '0')
  const answers = JSON.parse(stdout) as { file: string; label: string }[]
  const letters = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, '')
  const right = answers.filter(({ file, label }) => letters(basename(file).split('__')[0]!) === letters(label))
  assert.equal(answers.length, 12)
  assert.ok(right.length >= 9, `${right.length} of 12`)
})

test('a model that is not told enough says what is missing, and nothing is kept', { skip }, () => {
  const { status, stderr } = actscope('import', join(jester, 'model.onnx'), '--labels', 'jester')
  assert.equal(status, 1)
  assert.match(stderr, /--range is missing\n.*for example --range/)
})

test('an exported variant comes back, names the same, and can be renamed, verified and removed', async () => {
  const folder = temporaryFolder()
  const video = await writePattern(join(folder, 'pattern.avi'), 40)
  const file = join(folder, 'x.onnx')
  assert.equal(actscope('export', 'res34-se-im-net/everyday', '-o', file).status, 0)
  assert.match(actscope('export', 'res34-se-im-net/everyday', '-o', file).stderr, /is there already/)
  assert.match(actscope('import', file, '--dry-run').stdout, /not kept/)
  assert.equal(actscope('import', file, '--name', 'back').status, 0)
  const top = (variant: string): unknown => {
    const { stdout } = actscope('recognize', video, '--variant', variant, '--json', '--device', 'cpu')
    return (JSON.parse(stdout) as { top: { label: string; score: number }[] }[])[0]!.top.map(({ label, score }) => [
      label,
      score.toFixed(4),
    ])
  }
  assert.deepEqual(top('onnx/back'), top('res34-se-im-net/everyday'))
  assert.equal(actscope('models', 'rename', 'onnx/back', 'onnx/again').status, 0)
  assert.match(actscope('models', 'verify', 'onnx/again').stdout, /good/)
  assert.match(actscope('models').stdout, /onnx\/again .* yours/)
  assert.equal(actscope('models', 'remove', 'onnx/again').status, 0)
  assert.match(actscope('models', 'remove', 'res34-se-im-net/everyday').stderr, /came with Actscope/)
})

// Whoever has Python with onnx and onnxruntime sees that they take our files.
const python = process.env['ACTSCOPE_PYTHON'] ?? 'python3'
const hasPython = spawnSync(python, ['-c', 'import onnx, onnxruntime']).status === 0

test(
  "Python's onnxruntime and onnx.checker take an exported file",
  { skip: !hasPython && 'no onnx for Python' },
  () => {
    const file = join(temporaryFolder(), 'x.onnx')
    assert.equal(actscope('export', 'resnet34-3dres18/everyday', '-o', file).status, 0)
    const script = `
import numpy, onnx, onnxruntime, sys
onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)
session = onnxruntime.InferenceSession(sys.argv[1], providers=['CPUExecutionProvider'])
clip = numpy.arange(16 * 96 * 96 * 3).reshape(1, 16, 96, 96, 3).astype(numpy.uint8)
logits, probabilities = session.run(['logits', 'probabilities'], {'clip': clip})
assert logits.shape == (1, 34) and abs(probabilities.sum() - 1) < 1e-5
assert len(session.get_modelmeta().custom_metadata_map['labels'].splitlines()) == 34
`
    const { status, stderr } = spawnSync(python, ['-c', script, file], { encoding: 'utf8' })
    assert.equal(status, 0, stderr)
  },
)
