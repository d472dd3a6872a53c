import assert from 'node:assert/strict'
import test from 'node:test'
import type { Device } from '../choices.ts'
import { ActscopeError } from '../errors.ts'
import type { NetworkSession } from './network-session.ts'
import { SturdySession } from './sturdy-session.ts'

const gone = new ActscopeError('engine-failed', 'The device is gone.')

/** Sessions that fail as often as told, and the story of what happened to them. */
function world(failures: Partial<Record<Device, number>>, garbage = false) {
  const story: string[] = []
  const open = (device: Device): NetworkSession => ({
    device,
    encode: (frames) => {
      if ((failures[device] ?? 0) <= 0) return Promise.resolve(frames)
      failures[device] = failures[device]! - 1
      return Promise.reject(gone)
    },
    classify: () =>
      Promise.resolve({
        logits: new Float32Array(2),
        probabilities: Float32Array.of(garbage && device !== 'cpu' ? NaN : 1, 0),
        milliseconds: 1,
      }),
    dispose: () => Promise.resolve(void story.push(`dispose ${device}`)),
  })
  const session = new SturdySession({
    session: open('webgpu'),
    reload: (device) => {
      story.push(`load ${device}`)
      return failures[device] === Infinity ? Promise.reject(gone) : Promise.resolve(open(device))
    },
    onLost: ({ from, to }) => story.push(`${from} -> ${to ?? 'nothing'}`),
  })
  return { session, story, failures }
}

const frame = [new Uint8Array(3)]

test('loads once more on the same device, then on the cpu', async () => {
  const { session, story, failures } = world({ webgpu: 1 })
  assert.deepEqual(await session.encode(frame), frame)
  assert.deepEqual(story, ['dispose webgpu', 'load webgpu', 'webgpu -> webgpu'])
  failures.webgpu = 1
  await session.encode(frame)
  assert.deepEqual(story.slice(3), ['dispose webgpu', 'load cpu', 'webgpu -> cpu'])
  assert.equal(session.device, 'cpu')
})

test('a device that cannot be loaded again is passed over', async () => {
  const { session, story } = world({ webgpu: Infinity })
  await session.encode(frame)
  assert.deepEqual(story, ['dispose webgpu', 'load webgpu', 'load cpu', 'webgpu -> cpu'])
})

test('after a hundred good calls it is trusted again', async () => {
  const { session, failures } = world({ webgpu: 1 })
  for (let i = 0; i < 100; i++) await session.encode(frame)
  failures.webgpu = 1
  await session.encode(frame)
  assert.equal(session.device, 'webgpu')
})

test('numbers that are none are a failure of the device', async () => {
  const { session } = world({}, true)
  assert.deepEqual((await session.classify([])).probabilities, Float32Array.of(1, 0))
  assert.equal(session.device, 'cpu')
})

test('calls that fail together heal once', async () => {
  const { session, story } = world({ webgpu: 3 })
  await Promise.all([session.encode(frame), session.encode(frame), session.encode(frame)])
  assert.deepEqual(story, ['dispose webgpu', 'load webgpu', 'webgpu -> webgpu'])
})

test('gives up with the error when the cpu fails too', async () => {
  const { session, story } = world({ webgpu: Infinity, cpu: Infinity })
  await assert.rejects(session.encode(frame), gone)
  assert.equal(story.at(-1), 'webgpu -> nothing')
})

test('is not healed once it is disposed', async () => {
  const { session, story } = world({ webgpu: 1 })
  await session.dispose()
  await assert.rejects(session.encode(frame), gone)
  assert.deepEqual(story, ['dispose webgpu'])
})
