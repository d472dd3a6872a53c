import type { Command } from 'commander'
import { OnnxruntimeEngine } from '../engines/onnxruntime.ts'
import { costOf } from '../graph/cost.ts'
import { Catalogue } from '../models/catalogue.ts'
import { networks } from '../networks/index.ts'
import { wholeGraph } from '../networks/network.ts'
import { openRecognizer } from '../recognition/recognizer.ts'
import { jsonOption, variantOption } from './options.ts'
import { describeError, giga, megabytes, millions, percent, table, toJson } from './output.ts'

interface Options {
  readonly json?: true
  readonly variant?: string
}

/** The commands that list what there is: networks, models, devices. */
export function addLists(program: Command): void {
  program
    .command('networks')
    .description('list the networks: parameters, multiply-accumulates, convolutions, input')
    .addOption(jsonOption())
    .action(listNetworks)
  program
    .command('models')
    .description('list the model variants: classes, size, measured accuracy, licence')
    .addOption(jsonOption())
    .action(listModels)
  program
    .command('devices')
    .description('say what this machine can run on, what `auto` takes, and why not the others')
    .addOption(variantOption())
    .addOption(jsonOption())
    .action(listDevices)
}

function listNetworks({ json }: Options): void {
  const rows = networks.map((entry) => {
    const { name, title, source, paper, variations } = entry
    const network = entry.build()
    const { frames, size, classes } = network.options
    const { parameters, macs, convolutions } = costOf(wholeGraph(network, 'normalized'))
    return { name, title, parameters, macs, convolutions, input: { frames, size }, classes, source, paper, variations }
  })
  if (json) {
    console.log(toJson(rows))
    return
  }
  const cells = rows.map((row) => [
    row.name,
    millions(row.parameters),
    giga(row.macs),
    row.paper?.parameters ?? '',
    row.paper?.flops ?? '',
    String(row.convolutions),
    `${row.input.frames} x ${row.input.size} x ${row.input.size}`,
    String(row.classes),
  ])
  console.log(
    table(
      ['network', 'parameters', 'MACs', 'in the paper', 'FLOPs there', 'convolutions', 'input', 'classes'],
      cells,
      [1, 2, 3, 4, 5, 7],
    ),
  )
}

function listModels({ json }: Options): void {
  const { entries, damaged } = new Catalogue()
  for (const { error } of damaged) {
    console.error(describeError(error))
    process.exitCode = 1
  }
  if (json) {
    console.log(toJson(entries.map(({ manifest }) => ({ ...manifest, trained: manifest.training !== undefined }))))
    return
  }
  const cells = entries.map(({ manifest }) => [
    manifest.id,
    String(manifest.labels.length),
    megabytes(manifest.weights.bytes),
    manifest.measured === undefined ? '-' : percent(manifest.measured.top1),
    manifest.measured === undefined ? '-' : percent(manifest.measured.top5),
    `${manifest.network.frames} x ${manifest.network.size} at ${manifest.rate} fps`,
    manifest.training === undefined ? 'NOT TRAINED' : manifest.licence,
  ])
  console.log(table(['variant', 'classes', 'size', 'top-1', 'top-5', 'input', 'licence'], cells, [1, 2, 3, 4]))
}

async function listDevices({ json, variant }: Options): Promise<void> {
  const engine = new OnnxruntimeEngine()
  try {
    const recognizer = await openRecognizer(engine, await new Catalogue().load(variant), { device: 'auto' })
    const { trials } = recognizer
    await recognizer.dispose()
    if (json) {
      console.log(toJson(trials))
      return
    }
    const cells = trials.map(({ engine: name, device, status, millisecondsPerRun, reason }) => [
      device,
      name,
      status,
      millisecondsPerRun === undefined ? '' : `${millisecondsPerRun.toFixed(1)} ms a pass`,
      reason ?? '',
    ])
    console.log(table(['device', 'engine', 'status', 'speed', 'reason'], cells))
  } finally {
    await engine.dispose()
  }
}
