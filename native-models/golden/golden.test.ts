import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import test, { after } from 'node:test'
import { OnnxruntimeEngine } from '../engines/onnxruntime/engine.ts'
import { checkModule, checkNetwork } from './check.ts'
import { GoldenDifference } from './compare.ts'
import { readGolden } from './file.ts'
import { checkOnline } from './online.ts'

const vectors = fileURLToPath(new URL('../../../native-models/golden/vectors/', import.meta.url))
const engine = new OnnxruntimeEngine()
after(() => engine.dispose())

for (const name of readdirSync(vectors)) {
  test(`golden vectors: ${name}`, async () => {
    const file = readGolden(vectors + name)
    if (file.kind === 'online') checkOnline(vectors + name)
    else if (file.kind === 'modules') for (const wanted of file.content) await checkModule(engine, wanted)
    else
      for (const [which, wanted] of Object.entries(file.content.cases))
        await checkNetwork(engine, file.content, which, wanted)
  })
}

test('one wrong number is found and named', async () => {
  const file = readGolden(`${vectors}modules.json`)
  assert.ok(file.kind === 'modules')
  const wanted = file.content.find(({ name }) => name === 'conv2d_s2')!
  const spoilt = { ...wanted, output: wanted.output.with(5, wanted.output[5]! + 0.01) }
  await assert.rejects(checkModule(engine, spoilt), (error: unknown) => {
    assert.ok(error instanceof GoldenDifference)
    assert.match(error.message, /^modules\/conv2d_s2\[5\] is/)
    return true
  })
})
