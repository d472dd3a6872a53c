import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ActscopeError } from '../../errors.ts'
import { slow } from '../../slow.fixture.ts'
import { OnnxruntimeEngine } from '../onnxruntime/engine.ts'

/** An engine whose worker dies in the way that the model says (worker-thread.fixture.ts). */
const mortal = (): OnnxruntimeEngine => new OnnxruntimeEngine(new URL('./thread.fixture.js', import.meta.url))
const model = (way: string) => ({ name: 'res34', onnx: () => new TextEncoder().encode(way) })

const stopped = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof ActscopeError, String(error))
  assert.equal(error.code, 'engine-failed')
  assert.match(error.message, message)
  assert.match(error.hint ?? '', /Load it again/)
  return true
}

describe('when the worker dies', () => {
  const ways: [string, RegExp][] = [
    ['exit', /stopped under res34 on cpu: it exited with code 3\.$/],
    ['throw', /stopped under res34 on cpu: std::bad_alloc\.$/],
    ['memory', /stopped under res34 on cpu: .*memory/],
  ]
  for (const [way, message] of ways)
    test(
      `(${way}) every pending and every later run is refused, and a new load works`,
      { timeout: 180_000, skip: way === 'memory' && slow },
      async () => {
        const engine = mortal()
        const session = await engine.load(model(way), { device: 'cpu' })
        const runs = [session.run({}), session.run({})]
        await Promise.all(runs.map((run) => assert.rejects(run, stopped(message))))
        await assert.rejects(session.run({}), stopped(message))
        const again = await engine.load(model('fine'), { device: 'cpu' })
        await again.run({})
        await session.dispose()
        await again.run({}) // disposing the dead session took nothing from the new one
        await engine.dispose()
      },
    )

  test('while it loads, the load is refused', async () => {
    const engine = mortal()
    const load = engine.load(model('exit-at-load'), { device: 'cpu' })
    await assert.rejects(load, stopped(/stopped while it loaded res34 on cpu: it exited with code 7/))
    await engine.dispose()
  })

  test('a script that cannot be started is such a death too', async () => {
    const engine = new OnnxruntimeEngine(new URL('./no-such-worker.js', import.meta.url))
    await assert.rejects(engine.load(model('fine'), { device: 'cpu' }), stopped(/Cannot find module/))
  })
})
