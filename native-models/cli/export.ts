import { existsSync } from 'node:fs'
import { Option, type Command } from 'commander'
import { ActscopeError } from '../errors.ts'
import { openCatalogue } from '../models/catalogue.ts'
import { exportFormats, exportVariant, type ExportFormat } from '../models/export.ts'
import { writeFileAtomically } from '../disk/atomic-write.ts'
import { megabytes } from './output.ts'

interface Options {
  readonly format: ExportFormat
  readonly out?: string
  readonly force?: true
}

export function addExport(program: Command): void {
  program
    .command('export')
    .description('write a variant as one file for other programs')
    .argument('<variant>', 'see `actscope models`')
    .addOption(new Option('--format <format>', 'what to write').choices(exportFormats).default('onnx'))
    .option('-o, --out <file>', 'where to write it; by default named after the variant, here')
    .option('--force', 'write over a file that is there')
    .action(async (id: string, { format, out, force }: Options) => {
      const variant = await openCatalogue().load(id)
      const path = out ?? `${id.replace('/', '.')}.${format}`
      if (force !== true && existsSync(path)) {
        throw new ActscopeError('output-failed', `${path} is there already`, {
          hint: 'Name another with -o, or add --force.',
        })
      }
      const bytes = exportVariant(variant, format)
      await writeFileAtomically(path, bytes)
      console.log(`${path}: ${megabytes(bytes.length)}`)
    })
}
