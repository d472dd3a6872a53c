import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { classifierFile } from '../../graph/onnx/classifier.fixture.ts'
import { nodeProto } from '../../graph/onnx/proto.ts'
import { labelSetNames } from '../../choices.ts'
import { tinyVariant } from '../../models/tiny-variant.fixture.ts'
import { labelSet } from '../../protocol/models.ts'
import type { ModelOptions } from '../../protocol.ts'
import { encodeVideo } from '../../video/encode.ts'
import { own, startModelHosts, said, type HostedModels } from './hosted-models.fixture.ts'
import { longTimeout } from '../hosted.fixture.ts'

const options: ModelOptions = { labels: { file: 'labels.txt' }, range: [0, 1], stride: 2, fps: 8 }

test('the label sets that can be named are those that there are', () => {
  assert.deepEqual(labelSet.options.toSorted(), labelSetNames.toSorted())
})

describe('a model that someone imports', () => {
  let hosted: HostedModels
  before(async () => {
    hosted = startModelHosts()
    hosted.give('tiny.onnx', classifierFile())
    hosted.give('labels.txt', 'red\ngreen\nblue\n')
    hosted.give('green.mp4', '')
    const green = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i % 3 === 1 ? 255 : 0))
    const size = { width: 64, height: 64, fps: 8 }
    await encodeVideo(join(hosted.folder, 'green.mp4'), size, Array<Uint8Array>(16).fill(green))
  })
  after(() => hosted.end())

  test('tells what its graph tells', async () => {
    const facts = await hosted.connect().call('model-inspect', { file: 'tiny.onnx' })
    assert.deepEqual(facts, {
      kind: 'onnx',
      bytes: classifierFile().length,
      input: { name: 'clip', axes: [1, 3, 4, 8, 8], takesBytes: false },
      layouts: [{ layout: 'NCTHW', frames: 4, size: 8 }],
      outputs: [{ name: 'scores', classes: 3, gives: 'logits' }],
    })
    hosted.give('open.onnx', classifierFile({ input: { axes: ['n', 3, 't', 'h', 'w'] }, output: { softmax: true } }))
    const open = await hosted.connect().call('model-inspect', { file: 'open.onnx' })
    assert.ok(open.kind === 'onnx')
    assert.deepEqual(open.layouts, [{ layout: 'NCTHW' }])
    assert.equal(open.outputs[0]!.gives, 'probabilities')
  })

  test('is tried on a video and not kept; then kept, and seen in every window', longTimeout, async () => {
    const [one, other] = [hosted.connect(), hosted.connect()]
    const { variant, top, warning } = await one.call('model-try', { file: 'tiny.onnx', options, video: 'green.mp4' })
    assert.equal(variant.id, 'onnx/tiny')
    assert.deepEqual([top?.length, top?.[0]?.label, warning], [3, 'green', undefined])
    assert.deepEqual(readdirSync(join(hosted.folder, 'models')), ['own'])

    const seen = other.next('variants-changed', 0)
    assert.deepEqual(await one.call('model-add', { file: 'tiny.onnx', options }), { variant: 'onnx/tiny' })
    await seen
    const { variants } = await other.call('list-variants', {})
    assert.ok(variants.some(({ id, own: mine }) => id === 'onnx/tiny' && mine))
    await assert.rejects(one.call('model-add', { file: 'tiny.onnx', options }), /there is a variant onnx\/tiny already/)
    assert.ok(!said(one).includes(hosted.folder), said(one))
  })

  test('what it does not tell is asked for, in words', async () => {
    const client = hosted.connect()
    for (const [without, message] of [
      ['labels', /what its scores mean/],
      ['range', /which range of values/],
      ['stride', /which frames of a video/],
    ] as const) {
      const rest = Object.fromEntries(Object.entries(options).filter(([name]) => name !== without)) as ModelOptions
      await assert.rejects(client.call('model-try', { file: 'tiny.onnx', options: rest }), message)
    }
    const wrong: ModelOptions = { ...options, labels: { set: 'jester' } }
    await assert.rejects(client.call('model-try', { file: 'tiny.onnx', options: wrong }), /no output gives 27 scores/)
  })

  test('weights: the networks that they may be of', longTimeout, async () => {
    const { folder, root } = tinyVariant()
    hosted.give('w.safetensors', readFileSync(join(folder, 'weights.safetensors')))
    rmSync(root, { recursive: true })
    const facts = await hosted.connect().call('model-inspect', { file: 'w.safetensors' })
    assert.ok(facts.kind === 'weights')
    const { network, width, fits, classes } = facts.networks[0]!
    assert.deepEqual([network, width, fits, classes], ['res34-se-im-net', 0.125, 1, 3])
    const ask = { labels: { file: 'labels.txt' }, network, width: width!, frames: 4, size: 32, name: 'added' }
    const { variant, notes } = await hosted.connect().call('model-try', { file: 'w.safetensors', options: ask })
    assert.equal(variant.id, 'res34-se-im-net/added')
    assert.match(notes.join(), /tensors taken/)
  })

  test('what was made to do harm is refused, and nothing of it stays', async () => {
    const client = hosted.connect()
    const hostile = nodeProto('Evil', 'evil', ['clip'], 'x', {})
    hosted.give('evil.onnx', classifierFile({ nodes: [hostile.string(7, 'com.evil')] }))
    hosted.give('junk.onnx', 'junk')
    hosted.give('code.pth', Buffer.from('cos\nsystem\n(S"touch /tmp/x"\ntR.'))
    for (const file of ['evil.onnx', 'junk.onnx', 'code.pth']) {
      await assert.rejects(client.call('model-inspect', { file }), /model-refused|weights-unreadable/, file)
      await assert.rejects(
        client.call('model-add', { file, options }),
        /model-refused|weights-unreadable|input-invalid/,
      )
    }
    assert.ok(!said(client).includes(hosted.folder), said(client))
  })

  test('no file is opened that the page was not given: model, labels or video', async () => {
    const client = hosted.connect()
    const path = join(hosted.folder, 'models', 'own', 'weights.safetensors')
    const unknown = /not known here/
    await assert.rejects(client.call('model-inspect', { file: path }), unknown)
    await assert.rejects(client.call('model-add', { file: path, options }), unknown)
    const labels = { ...options, labels: { file: '/etc/passwd' } }
    await assert.rejects(client.call('model-try', { file: 'tiny.onnx', options: labels }), unknown)
    await assert.rejects(client.call('model-try', { file: 'tiny.onnx', options, video: '/etc/passwd' }), unknown)
    await assert.rejects(client.call('model-add', { file: 'tiny.onnx', options: { ...options, name: own } }), /already/)
  })
})
