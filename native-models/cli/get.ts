import { rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Command } from 'commander'
import { ActscopeError } from '../errors.ts'
import { openCatalogue } from '../models/catalogue.ts'
import { fetchFile } from '../models/download/fetch-file.ts'
import { isOfferedAddress, offers, type Offer } from '../models/download/offers.ts'
import { importWeights } from '../models/import/weights.ts'
import { addVariant } from '../models/keep.ts'
import { readLabels } from './label-list.ts'
import { table } from './output.ts'
import { progressBar, type Progress } from './progress.ts'

/** The one command that reaches for the internet, and only for what it is asked for by name. */
export function addGet(models: Command): void {
  models
    .command('get')
    .description('fetch weights that their makers offer, and make a variant of them; without a name, list them')
    .argument('[name]')
    .action(async (name: string | undefined) => {
      if (name === undefined) list()
      else await get(offerNamed(name))
    })
}

function list(): void {
  console.log(
    table(
      ['name', 'what', 'from'],
      offers.map(({ name, title, url }) => [name, title, url]),
    ),
  )
}

function offerNamed(name: string): Offer {
  const offer = offers.find((candidate) => candidate.name === name)
  if (offer !== undefined) return offer
  throw new ActscopeError('input-invalid', `nothing is offered as ${JSON.stringify(name)}`, {
    hint: `There are: ${offers.map((candidate) => candidate.name).join(', ')}.`,
  })
}

async function get({ url, sha256, variant }: Offer): Promise<void> {
  const catalogue = openCatalogue()
  const path = join(catalogue.userRoot, '.downloads', basename(new URL(url).pathname))
  await interruptible((signal, onProgress) =>
    fetchFile(url, path, sha256, { allow: isOfferedAddress, signal, onProgress }),
  )
  if (variant === undefined) {
    console.log(
      `${path}\nBegin a training with it: actscope import ${path} --partial --network res34-se-im-net --labels ...`,
    )
    return
  }
  const { set, ...told } = variant
  const labels = await readLabels({ labels: set })
  const { manifest } = await addVariant(catalogue, await importWeights([path], { ...told, labels }))
  rmSync(path)
  console.log(`${manifest.id} kept`)
}

/** Ctrl-C stops it where it is; what is there stays. */
async function interruptible(
  work: (signal: AbortSignal, onProgress: (done: number, total: number | undefined) => void) => Promise<void>,
): Promise<void> {
  const abort = new AbortController()
  const stop = (): void => {
    abort.abort(new ActscopeError('download-failed', 'stopped', { hint: 'Run it again: it goes on where it stopped.' }))
  }
  process.once('SIGINT', stop)
  let bar: Progress | undefined
  try {
    await work(abort.signal, (done, total) => {
      bar ??= progressBar('fetch', Math.ceil((total ?? 0) / 1e6), 'MB')
      bar.update(Math.floor(done / 1e6))
    })
  } finally {
    process.off('SIGINT', stop)
    bar?.stop()
  }
}
