import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
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
  (candidate) => spawnSync(candidate, ['-c', 'import torch, numpy']).status === 0,
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
    for (const group of ['g01', 'g02', 'g03', 'g04', 'g05']) {
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
  readonly labels: string
  /** A recipe of one epoch a stage, as a file; `graphs`: <frames>x<size> of each stage. */
  readonly recipe: (name: string, graphs: readonly string[], fields?: object, stage?: object) => string
  /** What the run in `out` prints; `more`: further arguments. */
  readonly train: (out: string, recipe: string, ...more: string[]) => string
  /** The same, where it must not run: the reason it gives. */
  readonly refusal: (out: string, recipe: string, ...more: string[]) => string
}

/** The clips of two classes, cached; graphs of a tiny network with 2 and 4 frames; recipes for them. */
async function workshop(): Promise<Workshop> {
  const folder = temporaryFolder()
  const [data, cache, graphs] = ['data', 'cache', 'graphs'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  await writeClips(data)
  run(process.execPath, cli, 'frames', data, '--out', cache, '--short-side', '40')
  mkdirSync(graphs)
  const shape = ['--classes', '2', '--width', '0.125', '--size', '32']
  for (const frames of ['2', '4']) {
    const graph = run(process.execPath, cli, 'graph', 'res34-se-im-net', ...shape, '--frames', frames)
    writeFileSync(join(graphs, `${frames}x32.json`), graph)
  }
  const labels = join(folder, 'labels.json')
  const set = [
    { label: 'right', classes: ['ucf101/Right'] },
    { label: 'down', classes: ['ucf101/Down'] },
  ]
  writeFileSync(labels, JSON.stringify(set))
  const command = (out: string, recipe: string, more: readonly string[]): string[] => {
    const places = ['--graphs', graphs, '--cache', cache, '--out', out, '--labels', labels]
    return ['training/train.py', '--recipe', recipe, ...places, '--workers', '0', ...more]
  }
  return {
    folder,
    data,
    labels,
    recipe: (name, sizes, fields = {}, stage = {}) => {
      const path = join(folder, `${name}.json`)
      const all = { batch: 4, repeat: 8, ema: 0.5, optimizer: 'adamw', lr: 1e-3, epochs: 1, ...stage }
      writeFileSync(path, JSON.stringify({ name, ...fields, stages: sizes.map((graph) => ({ ...all, graph })) }))
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

test(
  'a recipe trains from an exported graph, continues, and makes a variant that the recognizer loads',
  { skip: skip || slow },
  async () => {
    const { folder, data, labels, recipe, train } = await workshop()
    const out = join(folder, 'run')
    const two = recipe('two', ['2x32', '4x32'])
    const three = recipe('three', ['2x32', '4x32', '4x32'])
    assert.match(train(out, two), /8 training clips, 2 held back, 2 labels/)
    assert.match(train(out, three), /continues at stage 2/)
    assert.match(train(out, three), /finished/)
    const log = readFileSync(join(out, 'log.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { loss: number; top1?: number })
    assert.ok(log.length === 3 && log.every(({ loss }) => Number.isFinite(loss)))
    assert.ok(log.some(({ top1 }) => top1 !== undefined))

    const models = join(folder, 'models')
    const id = 'res34-se-im-net/test'
    const names = ['--id', id, '--title', 'Test', '--recipe', 'three', '--commit', 'none', '--labels', labels]
    const sizes = ['--width', '0.125', '--frames', '4', '--size', '32']
    run(python!, 'training/publish.py', '--run', out, '--out', join(models, 'test'), ...names, ...sizes)
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

test(
  'a recipe that comes after another begins with its weights, whatever number of frames they had',
  { skip: skip || slow },
  async () => {
    const { folder, recipe, train, refusal } = await workshop()
    const [first, second] = ['first', 'second'].map((name) => join(folder, name)) as [string, string]
    train(first, recipe('first', ['4x32']))
    const weights = join(first, 'weights.safetensors')
    // Without a learning rate a run gives back what it began with, but for the statistics of its batch norms.
    const after = recipe('second', ['2x32'], { after: 'first' }, { lr: 0, min_lr: 0 })
    assert.match(refusal(second, after), /second goes on where first ended: name its weights with --from/)
    assert.match(
      refusal(second, recipe('other', ['2x32']), '--from', weights),
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
    // The mean of both runs, with as many frames as the first had.
    const averaged = join(folder, 'mean.safetensors')
    const both = [weights, join(second, 'weights.safetensors')]
    run(python!, 'training/average.py', averaged, ...both, '--width', '0.125')
    const mean = tensorsOf(averaged)
    assert.deepEqual(mean.get('fc.weight')?.shape, four.shape)
    const statistics = [given, got, mean].map((tensors) => tensors.get('cnn2d.bn1.running_mean')!.values[0]!)
    const [before, now, between] = statistics as [number, number, number]
    assert.ok(before !== now && Math.abs(between - (before + now) / 2) < 1e-4, statistics.join(' '))
    const without = join(folder, 'without-bias.safetensors')
    const { tensors } = readSafetensors(readFileSync(weights), weights)
    writeFileSync(without, writeSafetensors(new Map([...tensors].filter(([name]) => name !== 'fc.bias'))))
    assert.match(
      refusal(join(folder, 'third'), after, '--from', without),
      /fc\.bias is \[0\] in the weights and \[2\] in the network/,
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
