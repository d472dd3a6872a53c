import type { Command } from 'commander'
import { ActscopeError } from '../errors.ts'
import { openCatalogue } from '../models/catalogue.ts'
import { fetchOffer, offerPath } from '../models/download/fetch-offer.ts'
import { isOfferedAddress, offers, type Offer } from '../models/download/offers.ts'
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

async function get(offer: Offer): Promise<void> {
  const catalogue = openCatalogue()
  const entry = await interruptible((signal, onProgress) =>
    fetchOffer(catalogue, offer, { allow: isOfferedAddress, signal, onProgress }),
  )
  if (entry !== undefined) {
    console.log(`${entry.manifest.id} kept`)
    return
  }
  const path = offerPath(catalogue, offer)
  console.log(
    `${path}\nBegin a training with it: actscope import ${path} --partial --network res34-se-im-net --labels ...`,
  )
}

/** Ctrl-C stops it where it is; what is there stays. */
async function interruptible<T>(
  work: (signal: AbortSignal, onProgress: (done: number, total: number | undefined) => void) => Promise<T>,
): Promise<T> {
  const abort = new AbortController()
  const stop = (): void => {
    abort.abort(new ActscopeError('download-failed', 'stopped', { hint: 'Run it again: it goes on where it stopped.' }))
  }
  process.once('SIGINT', stop)
  let bar: Progress | undefined
  try {
    return await work(abort.signal, (done, total) => {
      bar ??= progressBar('fetch', Math.ceil((total ?? 0) / 1e6), 'MB')
      bar.update(Math.floor(done / 1e6))
    })
  } finally {
    process.off('SIGINT', stop)
    bar?.stop()
  }
}
