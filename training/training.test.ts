import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { OnnxruntimeEngine } from '../native-models/engines/onnxruntime/engine.ts'
import { Catalogue } from '../native-models/models/catalogue.ts'
import { openRecognizer } from '../native-models/recognition/recognizer.ts'
import { recognizeFile } from '../native-models/recognition/recognize-file.ts'
import { slow } from '../native-models/slow.fixture.ts'
import { encodeVideo } from '../native-models/video/encode.ts'
import { temporaryFolder } from '../native-models/video/video.fixture.ts'
import { readSafetensors, writeSafetensors } from '../native-models/weights/safetensors.ts'
import { toFloat32 } from '../native-models/weights/tensor.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const cli = join(root, 'dist/native-models/cli.js')
const python = ['python3', '/usr/bin/python3'].find(
  (candidate) => spawnSync(candidate, ['-c', 'import torch, numpy, PIL']).status === 0,
)
const skip = python === undefined ? 'there is no python3 with PyTorch here' : false

function run(command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
  assert.equal(status, 0, `${command} ${args.join(' ')}\n${stdout}${stderr}`)
  return stdout
}

/** Two classes that a network can tell apart: a bright square that moves to the right, a dark one that moves down. */
async function writeClips(folder: string): Promise<void> {
  for (const [cls, down] of [
    ['Right', false],
    ['Down', true],
  ] as const) {
    mkdirSync(join(folder, 'ucf101', cls), { recursive: true })
    for (const group of ['g01', 'g02', 'g03', 'g04', 'g05', 'g06']) {
      const shift = Number(group[2])
      const frames = Array.from({ length: 12 }, (_, t) => frame(down, t * 4 + shift * 3))
      await encodeVideo(join(folder, 'ucf101', cls, `${group}_c01.mp4`), { width: 64, height: 48, fps: 12 }, frames)
    }
  }
}

function frame(down: boolean, at: number): Uint8Array {
  return Uint8Array.from({ length: 64 * 48 * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % 64, Math.floor(i / 192)]
    const inside = down ? Math.abs(y - (at % 48)) < 8 : Math.abs(x - (at % 64)) < 8
    return inside ? (down ? 20 : 240) : 120
  })
}

interface Workshop {
  readonly folder: string
  readonly data: string
  readonly cache: string
  readonly labels: string
  /** A recipe of one epoch a stage, as a file; `stages`: what differs in each. */
  readonly recipe: (name: string, stages: readonly object[], fields?: object) => string
  /** The arguments of Python for the run in `out`. */
  readonly command: (out: string, recipe: string, ...more: string[]) => string[]
  /** What the run in `out` prints; `more`: further arguments. */
  readonly train: (out: string, recipe: string, ...more: string[]) => string
  /** The same, where it must not run: the reason it gives. */
  readonly refusal: (out: string, recipe: string, ...more: string[]) => string
}

/** The clips of two classes, cached; recipes for a tiny network. Of g06 is the test part, which no training sees. */
async function workshop(): Promise<Workshop> {
  const folder = temporaryFolder()
  const [data, cache, graphs] = ['data', 'cache', 'graphs'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  await writeClips(data)
  run(process.execPath, cli, 'frames', data, '--out', cache, '--short-side', '40')
  const labels = join(folder, 'labels.json')
  const set = [
    { label: 'right', classes: ['ucf101/Right'] },
    { label: 'down', classes: ['ucf101/Down'] },
  ]
  writeFileSync(labels, JSON.stringify(set))
  const command = (out: string, recipe: string, more: readonly string[]): string[] => {
    const places = ['--graphs', graphs, '--cache', cache, '--out', out, '--labels', labels]
    return ['training/train.py', '--recipe', recipe, ...places, '--threads', '1', ...more]
  }
  return {
    folder,
    data,
    cache,
    labels,
    command: (out, recipe, ...more) => command(out, recipe, more),
    recipe: (name, stages, fields = {}) => {
      const path = join(folder, `${name}.json`)
      const all = { graph: '2x32', size: 32, batch: 4, repeat: 8, ema: 0.5, lr: 1e-3, epochs: 1 }
      const network = { network: 'res34-se-im-net', width: 0.125 }
      const listed = stages.map((stage) => ({ ...all, ...stage }))
      writeFileSync(path, JSON.stringify({ name, ...network, ...fields, stages: listed }))
      return path
    },
    train: (out, recipe, ...more) => run(python!, ...command(out, recipe, more)),
    refusal: (out, recipe, ...more) => {
      const { status, stderr } = spawnSync(python!, command(out, recipe, more), { cwd: root, encoding: 'utf8' })
      assert.notEqual(status, 0)
      return stderr
    },
  }
}

const frames2 = { graph: '2x32' }
const frames4 = { graph: '4x32' }

/** The lines of a run's log. */
const logOf = (run: string): { stage: number; epoch: number; loss: number; top1?: number; error?: number }[] =>
  readFileSync(join(run, 'log.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { stage: number; epoch: number; loss: number })

test('parts of the split, samples of frames, crops, calibration and packs', { skip }, () => {
  assert.match(run(python!, '-m', 'unittest', '-q', 'training/units_test.py'), /^/)
})

test(
  'a recipe trains from graphs that it exports, continues, and makes a variant that the recognizer loads',
  { skip: skip || slow },
  async () => {
    const { folder, data, cache, labels, recipe, train } = await workshop()
    const out = join(folder, 'run')
    const two = recipe('two', [frames2, frames4])
    const three = recipe('three', [frames2, frames4, { ...frames4, mixup: 0.4, sampling: [0.3, 0.3, 0.4], foreign: 1 }])
    assert.match(train(out, two), /10 training clips, 2 measured, 2 labels/)
    assert.match(train(out, three), /continues at stage 2/)
    assert.match(train(out, three), /finished/)
    const log = logOf(out)
    assert.ok(log.length === 3 && log.every(({ loss }) => Number.isFinite(loss)))
    assert.ok(log.every(({ top1 }) => top1 !== undefined))

    const models = join(folder, 'models')
    const id = 'res34-se-im-net/test'
    const names = ['--id', id, '--title', 'Test', '--recipe', three, '--commit', 'none', '--labels', labels]
    const places = ['--run', out, '--out', join(models, 'test'), '--cache', cache, '--data', data, '--unknown', cache]
    run(python!, 'training/publish.py', ...places, ...names)
    assert.match(readFileSync(join(out, 'test.txt'), 'utf8'), /g06_c01\.mp4\tucf101\/Right/)
    const engine = new OnnxruntimeEngine()
    try {
      const recognizer = await openRecognizer(engine, await new Catalogue(models).load(id), {
        device: 'cpu',
        threads: 1,
      })
      const { probabilities } = await recognizeFile(recognizer, join(data, 'ucf101/Right/g01_c01.mp4'))
      assert.equal(probabilities.length, 2)
    } finally {
      await engine.dispose()
    }
  },
)

test('a fold is left out of training and measured on', { skip: skip || slow }, async () => {
  const { folder, recipe, train } = await workshop()
  assert.match(
    train(join(folder, 'fold'), recipe('fold', [frames2]), '--fold', '3'),
    /8 training clips, 2 measured, 2 labels/,
  )
})

test('a teacher teaches the 2D part: its features are found ever better', { skip: skip || slow }, async () => {
  const { folder, recipe, train } = await workshop()
  const [pictures, pack, teacher] = ['pictures', 'pack', 'teacher.safetensors'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  // A teacher whose weights were drawn by chance still has features to be found.
  run(python!, 'training/teacher_fixture.py', pictures, teacher)
  run(python!, 'training/pack.py', pictures, pack)
  const out = join(folder, 'taught')
  const stage = { kind: 'distill', batch: 8, views: 1, epochs: 8, lr: 3e-3, stills: 0.3 }
  const given = ['--pictures', pack, '--teacher', teacher]
  train(out, recipe('taught', [stage, { ...frames2, keep: 0.3, still_share: 0.2 }]), ...given)
  const errors = logOf(out).flatMap(({ error }) => error ?? [])
  assert.equal(errors.length, 8)
  assert.ok(errors.at(-1)! < 0.8 * errors[0]!, errors.join(' '))
  assert.ok(Number.isFinite(logOf(out).at(-1)!.loss))
})

test('two processes train one network', { skip: skip || slow }, async () => {
  const { folder, recipe, command } = await workshop()
  const out = join(folder, 'two-processes')
  const given = command(out, recipe('both', [frames2, frames4]))
  // What torchrun tells its processes; the launcher itself does not run in PyTorch 1.13 on Python 3.11.
  const port = String(20_000 + (process.pid % 20_000))
  const printed = await Promise.all(
    ['0', '1'].map(async (rank) => {
      const told = { RANK: rank, LOCAL_RANK: rank, WORLD_SIZE: '2', MASTER_ADDR: '127.0.0.1', MASTER_PORT: port }
      const { stdout } = await promisify(execFile)(python!, given, { cwd: root, env: { ...process.env, ...told } })
      return stdout
    }),
  )
  assert.deepEqual(
    printed.map((text) => /wrote .*weights\.safetensors/.test(text)),
    [true, false],
  )
  const log = logOf(out)
  assert.ok(log.length === 2 && log.every(({ loss, top1 }) => Number.isFinite(loss) && top1 !== undefined))
})

test(
  'a recipe that comes after another begins with its weights, whatever number of frames they had',
  { skip: skip || slow },
  async () => {
    const { folder, recipe, train, refusal } = await workshop()
    const [first, second] = ['first', 'second'].map((name) => join(folder, name)) as [string, string]
    train(first, recipe('first', [frames4]))
    const weights = join(first, 'weights.safetensors')
    // Without a learning rate a run gives back what it began with, but for the statistics of its batch norms.
    const after = recipe('second', [{ ...frames2, lr: 0, min_lr: 0 }], { after: 'first' })
    assert.match(refusal(second, after), /second goes on where first ended: name its weights with --from/)
    assert.match(
      refusal(second, recipe('other', [frames2]), '--from', weights),
      /other begins from scratch: leave out --from/,
    )
    train(second, after, '--from', weights)
    const [given, got] = [first, second].map((run) => tensorsOf(join(run, 'weights.safetensors'))) as [Tensors, Tensors]
    assert.deepEqual([...got.keys()], [...given.keys()])
    for (const [name, { values }] of got) {
      if (!/running_|^fc\.weight$/.test(name)) assert.deepEqual(values, given.get(name)?.values, name)
    }
    // The classifier has a column for each channel and frame: two frames of four become one, and weigh as much together.
    const [four, two] = [given.get('fc.weight')!, got.get('fc.weight')!]
    assert.deepEqual([four.shape[1]! / 2, four.shape[0]], [two.shape[1], two.shape[0]])
    const largest = Math.max(
      ...two.values.map((value, i) => Math.abs(value - four.values[2 * i]! - four.values[2 * i + 1]!)),
    )
    assert.ok(largest < 1e-4 && two.values.some((value) => Math.abs(value) > 1e-3), `largest difference ${largest}`)
    const without = join(folder, 'without-bias.safetensors')
    const { tensors } = readSafetensors(readFileSync(weights), weights)
    writeFileSync(without, writeSafetensors(new Map([...tensors].filter(([name]) => name !== 'cnn3d.res3a_2.bias'))))
    assert.match(
      refusal(join(folder, 'third'), after, '--from', without),
      /cnn3d\.res3a_2\.bias is \[0\] in the weights and \[16\] in the network/,
    )
  },
)

type Tensors = ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>

function tensorsOf(path: string): Tensors {
  const { tensors } = readSafetensors(readFileSync(path), path)
  return new Map([...tensors].map(([name, tensor]) => [name, { shape: tensor.shape, values: toFloat32(tensor) }]))
}

test('PyTorch and onnxruntime compute the same from one graph and one set of weights', { skip }, async () => {
  // The same logits on the same clip: `training/compare.py` loads the shipped weights into the exported graph.
  const catalogue = new Catalogue()
  const { manifest, folder } = catalogue.default
  const { name, frames, size, width } = manifest.network
  const temporary = temporaryFolder()
  const graph = join(temporary, 'graph.json')
  const classes = String(manifest.labels.length)
  writeFileSync(
    graph,
    run(
      process.execPath,
      cli,
      'graph',
      name,
      '--classes',
      classes,
      '--width',
      String(width),
      '--frames',
      String(frames),
      '--size',
      String(size),
    ),
  )
  const clip = Array.from({ length: frames }, (_, t) =>
    Uint8Array.from({ length: size * size * 3 }, (__, i) => (i * (t + 3) * 31 + Math.floor(i / 97) * 7) % 256),
  )
  const bytes = join(temporary, 'clip.bin')
  writeFileSync(bytes, Buffer.concat(clip))
  const logits = JSON.parse(
    run(python!, 'training/compare.py', graph, join(folder, manifest.weights.file), bytes),
  ) as number[]
  const engine = new OnnxruntimeEngine()
  try {
    const recognizer = await openRecognizer(engine, await catalogue.load(manifest.id), { device: 'cpu', threads: 2 })
    const ours = await recognizer.session.classify(await recognizer.session.encode(clip))
    const largest = Math.max(...logits.map((value, i) => Math.abs(value - ours.logits[i]!)))
    assert.ok(largest < 1e-3, `largest difference of a logit: ${largest}`)
  } finally {
    await engine.dispose()
  }
})
