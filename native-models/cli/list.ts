import type { Command } from 'commander'
import { allEngines, disposeEngines } from '../engines/engines.ts'
import { costOf } from '../graph/cost.ts'
import { openCatalogue } from '../models/catalogue.ts'
import { networks } from '../networks/index.ts'
import { wholeGraph } from '../networks/network.ts'
import { openRecognizer } from '../recognition/recognizer.ts'
import { jsonOption, variantOption } from './options.ts'
import { giga, millions, table, toJson } from './output.ts'

interface Options {
  readonly json?: true
  readonly variant?: string
}

/** The commands that list what there is: networks, devices. */
export function addLists(program: Command): void {
  program
    .command('networks')
    .description('list the networks: parameters, multiply-accumulates, convolutions, input')
    .addOption(jsonOption())
    .action(listNetworks)
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

async function listDevices({ json, variant }: Options): Promise<void> {
  const engines = allEngines()
  try {
    const recognizer = await openRecognizer(engines, await openCatalogue().load(variant), { device: 'auto' })
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
    await disposeEngines(engines)
  }
}
