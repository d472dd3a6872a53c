#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { addApp } from './cli/app.ts'
import { addEvaluate } from './cli/evaluate.ts'
import { addExport } from './cli/export.ts'
import { addImport } from './cli/import.ts'
import { addLists } from './cli/list.ts'
import { addModels } from './cli/models.ts'
import { describeError } from './cli/output.ts'
import { addRecognize } from './cli/recognize.ts'
import { addTeach } from './cli/teach.ts'
import { addTraining } from './cli/training.ts'

// The recognizer without a window. Exit codes: 0 all well, 1 something could not be done, 2 wrong arguments.

const { version, description } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
  description: string
}

const program = new Command('actscope')
  .description(description)
  .version(version)
  .showHelpAfterError('(--help shows what there is)')
  .configureHelp({ showGlobalOptions: false, sortSubcommands: false })
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
addApp(program)
addRecognize(program)
addLists(program)
addModels(program)
addImport(program)
addExport(program)
addEvaluate(program)
addTeach(program)
addTraining(program)
program.addHelpText(
  'after',
  `
Examples:
  actscope recognize clip.mp4
  actscope recognize --online --json match.mkv
  actscope evaluate data/test --variant res34-se-im-net/everyday
  actscope import r3d_18.pth --network r3d-18 --labels kinetics-400 --try clip.mp4`,
)

// A reader that has had enough (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  await program.parseAsync()
} catch (error) {
  console.error(describeError(error))
  if (process.env['ACTSCOPE_DEBUG'] !== undefined) console.error(error)
  process.exitCode = 1
}
