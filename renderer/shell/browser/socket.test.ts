import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { encodeMessage, decodeMessage } from '../../../native-models/protocol/wire.ts'
import { socketEnd, type SocketLike } from './socket.ts'

describe('a WebSocket as a port', () => {
  const open = () => {
    const sent: unknown[] = []
    const state = { readyState: 1 }
    const socket: SocketLike = {
      get readyState() {
        return state.readyState
      },
      send: (bytes) => sent.push(decodeMessage(bytes)),
      close: () => undefined,
    }
    return { end: socketEnd(socket), sent, state }
  }
  const credit = { type: 'preview-credit', preview: 1, frames: 2 } as const

  test('sends frames, and is silent when it is closed', () => {
    const { end, sent, state } = open()
    end.port.postMessage(credit)
    state.readyState = 3
    end.port.postMessage(credit)
    assert.deepEqual(sent, [credit])
  })

  test('gives its listener what came before it, and undefined for what is not understood', () => {
    const { end } = open()
    const got: unknown[] = []
    end.arrived(encodeMessage({ type: 'hello' }).buffer)
    end.port.onMessage((message) => got.push(message))
    for (const data of ['text', new ArrayBuffer(3), undefined]) end.arrived(data)
    assert.deepEqual(got, [{ type: 'hello' }, undefined, undefined, undefined])
  })

  test('tidying up after the other side ended does not count as giving up', () => {
    const lost = open().end
    lost.port.onClose(() => {
      lost.port.close()
    })
    lost.closed()
    assert.equal(lost.given, false)
    const left = open().end
    left.port.close()
    left.closed()
    assert.equal(left.given, true)
  })

  test('tells its end once, also who asks later', async () => {
    const { end } = open()
    let times = 0
    end.port.onClose(() => times++)
    end.closed()
    end.closed()
    assert.equal(times, 1)
    await new Promise<void>((resolve) => {
      end.port.onClose(resolve)
    })
  })
})
