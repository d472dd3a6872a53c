import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { OnnxruntimeEngine } from '../native-models/engines/onnxruntime.ts'
import { Catalogue } from '../native-models/models/catalogue.ts'
import { openRecognizer } from '../native-models/recognition/recognizer.ts'
import { recognizeFile } from '../native-models/recognition/recognize-file.ts'
import { encodeVideo } from '../native-models/video/encode.ts'
import { temporaryFolder } from '../native-models/video/fixtures.ts'

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

test(
  'a recipe trains from an exported graph, continues, and makes a variant that the recogniser loads',
  { skip },
  async () => {
    const folder = temporaryFolder()
    const [data, cache, graphs, out] = ['data', 'cache', 'graphs', 'run'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
      string,
    ]
    await writeClips(data)
    run(process.execPath, cli, 'frames', data, '--out', cache, '--short-side', '40')
    mkdirSync(graphs)
    const shape = ['--classes', '2', '--width', '0.125']
    for (const [frames, size] of [
      ['2', '32'],
      ['4', '32'],
    ] as const) {
      const graph = run(process.execPath, cli, 'graph', 'res34-se-im-net', ...shape, '--frames', frames, '--size', size)
      writeFileSync(join(graphs, `${frames}x${size}.json`), graph)
    }
    const labels = join(folder, 'labels.json')
    writeFileSync(
      labels,
      JSON.stringify([
        { label: 'right', classes: ['ucf101/Right'] },
        { label: 'down', classes: ['ucf101/Down'] },
      ]),
    )
    const stage = { batch: 4, repeat: 8, ema: 0.5, optimizer: 'adamw', lr: 1e-3 }
    const recipe = (stages: number): string => {
      const path = join(folder, `recipe${stages}.json`)
      const all = ['2x32', '4x32', '4x32'].map((graph) => ({ ...stage, graph, epochs: 1 }))
      writeFileSync(path, JSON.stringify({ name: 'test', stages: all.slice(0, stages) }))
      return path
    }
    const train = (stages: number): string =>
      run(
        python!,
        'training/train.py',
        '--recipe',
        recipe(stages),
        '--graphs',
        graphs,
        '--cache',
        cache,
        '--out',
        out,
        '--labels',
        labels,
        '--workers',
        '0',
      )
    assert.match(train(2), /8 training clips, 2 held back, 2 labels/)
    assert.match(train(3), /continues at stage 2/)
    assert.match(train(3), /finished/)
    const log = readFileSync(join(out, 'log.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { loss: number; top1?: number })
    assert.ok(log.length === 3 && log.every(({ loss }) => Number.isFinite(loss)))
    assert.ok(log.some(({ top1 }) => top1 !== undefined))

    const models = join(folder, 'models')
    const id = 'res34-se-im-net/test'
    run(
      python!,
      'training/publish.py',
      '--run',
      out,
      '--id',
      id,
      '--title',
      'Test',
      '--recipe',
      'test',
      '--commit',
      'none',
      '--out',
      join(models, 'test'),
      '--width',
      '0.125',
      '--frames',
      '4',
      '--size',
      '32',
      '--labels',
      labels,
    )
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
