import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Engine } from '../engines/engine.ts'
import { OnnxruntimeEngine } from '../engines/onnxruntime/engine.ts'
import { TensorflowEngine } from '../engines/tensorflow/engine.ts'
import { ActscopeError } from '../errors.ts'
import { checkModule, checkNetwork } from './check.ts'
import { GoldenDifference } from './compare.ts'
import { readGolden } from './file.ts'
import { checkOnline } from './online.ts'

// npm run golden -- [--engine tensorflow] [FILE.json...]: checks every case of the files (default: the project's own
// copies) and stops at the first difference with exit code 1. A GPU rounds products to TF32 unless NVIDIA_TF32_OVERRIDE=0.

const own = fileURLToPath(new URL('../../../native-models/golden/vectors/', import.meta.url))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { engine: { type: 'string', default: 'onnxruntime' } },
})
const files = positionals.length > 0 ? positionals : readdirSync(own).map((file) => own + file)

const engine: Engine = values.engine === 'tensorflow' ? new TensorflowEngine() : new OnnxruntimeEngine()
try {
  let passed = 0
  const report = (what: string, difference: number): void => {
    passed += 1
    console.log(`ok  ${what}  largest difference ${difference.toExponential(1)}`)
  }
  for (const path of files) {
    const file = readGolden(path)
    if (file.kind === 'network') {
      for (const [name, wanted] of Object.entries(file.content.cases)) {
        report(`${file.content.network}/${name}`, await checkNetwork(engine, file.content, name, wanted))
      }
    } else if (file.kind === 'modules') {
      for (const wanted of file.content) report(`modules/${wanted.name}`, await checkModule(engine, wanted))
    } else {
      for (const [name, difference] of checkOnline(path)) report(`online/${name}`, difference)
    }
  }
  console.log(`${passed} cases agree`)
} catch (error) {
  if (error instanceof GoldenDifference) console.error(`DIFFERS  ${error.message}`)
  else console.error(error instanceof ActscopeError ? error.message : error)
  process.exitCode = 1
} finally {
  await engine.dispose()
}
