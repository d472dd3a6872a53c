import { fileURLToPath } from 'node:url'
import test, { after } from 'node:test'
import { checkModule } from '../../golden/check.ts'
import { readGolden } from '../../golden/file.ts'
import { TensorflowEngine } from './engine.ts'

// PyTorch's vectors of every operator and module, through the engine in its worker. Those of whole networks take plain
// JavaScript ten to sixty seconds each; `npm run golden -- --engine tensorflow` checks them where the package is.

const vectors = fileURLToPath(new URL('../../../../native-models/golden/vectors/', import.meta.url))
const engine = new TensorflowEngine(fileURLToPath(new URL('./js.fixture.js', import.meta.url)))
const open = engine.load(
  {
    name: 'open',
    onnx: () => new Uint8Array(),
    source: { graph: { name: 'open', inputs: [], nodes: [], outputs: [] }, weights: new Map() },
  },
  { device: 'cpu' },
) // the worker lives as long as this session
after(async () => {
  await (await open).dispose()
  await engine.dispose()
})

const file = readGolden(`${vectors}modules.json`)
if (file.kind !== 'modules') throw new Error('modules.json has no modules')
for (const wanted of file.content) {
  test(`golden vectors on TensorFlow.js: ${wanted.name}`, async () => {
    await open
    await checkModule(engine, wanted)
  })
}
