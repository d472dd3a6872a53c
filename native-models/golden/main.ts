import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { OnnxruntimeEngine } from '../engines/onnxruntime.ts'
import { ActscopeError } from '../errors.ts'
import { checkModule, checkNetwork } from './check.ts'
import { readGolden } from './file.ts'
import { checkOnline } from './online.ts'

// npm run golden -- [FILE.json...]: checks every case of the files (default: the project's own copies) and stops at the
// first difference with exit code 1.

const own = fileURLToPath(new URL('../../../native-models/golden/vectors/', import.meta.url))
const files = process.argv.length > 2 ? process.argv.slice(2) : readdirSync(own).map((file) => own + file)

const engine = new OnnxruntimeEngine()
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
  console.error(error instanceof ActscopeError ? `DIFFERS  ${error.message}` : error)
  process.exitCode = 1
} finally {
  await engine.dispose()
}
