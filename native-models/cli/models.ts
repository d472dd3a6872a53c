import type { Command } from 'commander'
import { openCatalogue, type CatalogueEntry } from '../models/catalogue.ts'
import { addFolder, removeVariant, renameVariant, verifyVariant } from '../models/user-variants.ts'
import { addGet } from './get.ts'
import { jsonOption } from './options.ts'
import { describeError, megabytes, percent, table, toJson } from './output.ts'

interface Options {
  readonly json?: true
}

/** `models` lists them; the commands under it change the user's. */
export function addModels(program: Command): void {
  const models = program
    .command('models')
    .description(
      'list the model variants: classes, size, measured accuracy, licence; or add, rename, remove, verify, get',
    )
    .addOption(jsonOption())
    .action(listModels)
  models
    .command('add')
    .description("copy a variant's folder (manifest and weights) into your own models")
    .argument('<folder>')
    .option('--name <id>', 'network/name; by default what its manifest says')
    .action(async (folder: string, { name }: { name?: string }) => {
      say(await addFolder(openCatalogue(), folder, name), 'added')
    })
  models
    .command('rename')
    .description('give one of your variants another id or title')
    .argument('<variant>')
    .argument('[id]', 'network/name')
    .option('--title <title>', 'as it is shown')
    .action(async (variant: string, id: string | undefined, { title }: { title?: string }) => {
      say(await renameVariant(openCatalogue(), variant, { id, title }), 'renamed')
    })
  models
    .command('remove')
    .description('delete one of your variants')
    .argument('<variant>')
    .action(async (variant: string) => {
      await removeVariant(openCatalogue(), variant)
      console.log(`${variant} removed`)
    })
  models
    .command('verify')
    .description('check hashes, shapes and numbers of the weights of all variants, or of those named')
    .argument('[variant...]')
    .action(verify)
  addGet(models)
}

const say = ({ manifest, folder }: CatalogueEntry, what: string): void => {
  console.log(`${manifest.id} ${what}: ${folder}`)
}

async function verify(ids: readonly string[]): Promise<void> {
  const catalogue = openCatalogue()
  const entries = ids.length === 0 ? catalogue.entries : ids.map((id) => catalogue.find(id))
  if (ids.length === 0) for (const { error } of catalogue.damaged) complain(error)
  for (const entry of entries) {
    const error = await verifyVariant(entry)
    if (error === undefined) console.log(`${entry.manifest.id}  good`)
    else complain(error)
  }
}

function complain(error: Error): void {
  console.error(describeError(error))
  process.exitCode = 1
}

function listModels({ json }: Options): void {
  const { entries, damaged } = openCatalogue()
  for (const { error } of damaged) complain(error)
  if (json) {
    console.log(
      toJson(
        entries.map(({ manifest, origin }) => ({
          ...manifest,
          from: origin,
          trained: manifest.training !== undefined,
        })),
      ),
    )
    return
  }
  const cells = entries.map(({ manifest, origin }) => [
    manifest.id,
    String(manifest.labels.filter(({ hidden }) => !hidden).length),
    megabytes(manifest.weights.bytes),
    manifest.measured === undefined ? '-' : percent(manifest.measured.top1),
    manifest.measured === undefined ? '-' : percent(manifest.measured.top5),
    `${manifest.network.frames} x ${manifest.network.size} at ${manifest.rate} fps`,
    origin === 'user' ? 'yours' : 'shipped',
    manifest.training === undefined ? 'NOT TRAINED' : manifest.licence,
  ])
  console.log(table(['variant', 'classes', 'size', 'top-1', 'top-5', 'input', 'from', 'licence'], cells, [1, 2, 3, 4]))
}
