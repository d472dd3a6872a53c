import { allEngines, disposeEngines } from '../engines/engines.ts'
import { openCatalogue } from '../models/catalogue.ts'
import { openRecognizer, type Recognizer } from '../recognition/recognizer.ts'
import type { RunOptions } from './options.ts'

/** Opens the variant and device that a command was asked for, lends them to `work`, and closes everything after it. */
export async function withRecognizer<T>(options: RunOptions, work: (recognizer: Recognizer) => Promise<T>): Promise<T> {
  const variant = await openCatalogue().load(options.variant)
  const engines = allEngines()
  try {
    const { device, threads } = options
    const recognizer = await openRecognizer(engines, variant, { device, ...(threads !== undefined && { threads }) })
    return await work(recognizer)
  } finally {
    await disposeEngines(engines)
  }
}
