/** What the host sends, and what the page checks of it: the page receives here, as the host does in to-host.ts. */
import { calls, type Answer, type CallName } from './calls.ts'
import { hostEvent, type HostEvent } from './events.ts'
import { index, wireError } from './values.ts'
import { z } from './zod.ts'

export { protocolVersion } from './version.ts'

/** The answer to the request of that id. */
export type Reply = {
  [K in CallName]: { readonly type: 'reply'; readonly id: number; readonly call: K; readonly answer: Answer<K> }
}[CallName]

const refusal = z.strictObject({ type: z.literal('refusal'), id: index, error: wireError })
/** Why there is no answer to the request of that id. */
export type Refusal = z.infer<typeof refusal>

export type FromHost = Reply | Refusal | HostEvent

const envelope = z.looseObject({ type: z.string() })
const reply = z.strictObject({
  type: z.literal('reply'),
  id: index,
  call: z.enum(Object.keys(calls) as [CallName, ...CallName[]]),
  answer: z.unknown(),
})

/** Whatever arrived from the host, as a message that can be relied on; throws a ZodError for anything else. */
export function readFromHost(message: unknown): FromHost {
  switch (envelope.parse(message).type) {
    case 'reply': {
      const answered = reply.parse(message)
      return { ...answered, answer: calls[answered.call].answer.parse(answered.answer) } as Reply
    }
    case 'refusal':
      return refusal.parse(message)
    default:
      return hostEvent.parse(message)
  }
}
