/** What the page sends. */
import { calls, type Ask, type CallName } from './calls.ts'
import { index, rgb, seconds, side } from './values.ts'
import { list, z } from './zod.ts'

/** Ids are the caller's: any whole number that no other call under way has. */
export type Request = {
  [K in CallName]: { readonly type: 'request'; readonly id: number; readonly call: K; readonly ask: Ask<K> }
}[CallName]

/**
 * A frame of the camera, spending the credit of that number (see `live-credit`). It holds the crops that the credit
 * asked for, and none where it asked for the time alone.
 */
const liveFrame = z.strictObject({
  type: z.literal('live-frame'),
  credit: index,
  /** Number of the frame among all that the camera gave, sent or not. */
  seq: index,
  /** When it was captured, in seconds of the page's own clock. */
  time: seconds,
  crops: list(
    z
      .strictObject({ shortSide: side, size: side, rgb })
      .refine(({ size, rgb }) => rgb.length === size * size * 3, { error: 'rgb is not size x size x 3 bytes' }),
  ).refine((crops) => crops.length <= 2, { error: 'more than two crops' }),
})
export type LiveFrame = z.infer<typeof liveFrame>

/** The preview may send so many frames more. */
const previewCredit = z.strictObject({
  type: z.literal('preview-credit'),
  preview: index,
  frames: z.int().min(1).max(16),
})
export type PreviewCredit = z.infer<typeof previewCredit>

export type ToHost = Request | LiveFrame | PreviewCredit

/** Not a message of this protocol: why, and the request or the kind of message that it wanted to be, if that can be seen. */
export interface Malformed {
  readonly type: 'malformed'
  readonly why: string
  readonly id: number | undefined
  readonly wanted: string | undefined
}

const envelope = z.looseObject({ type: z.string() })
const request = z.strictObject({
  type: z.literal('request'),
  id: index,
  call: z.enum(Object.keys(calls) as [CallName, ...CallName[]]),
  ask: z.unknown(),
})

/** Whatever arrived, as a message that can be relied on. Never throws. */
export function readToHost(message: unknown): ToHost | Malformed {
  const opened = envelope.safeParse(message)
  if (!opened.success) return { type: 'malformed', why: 'it has no type', id: undefined, wanted: undefined }
  const { type, id } = opened.data
  const malformed = (error: z.ZodError): Malformed => {
    const issue = error.issues[0]
    const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `
    const known = typeof id === 'number' && Number.isSafeInteger(id) && id >= 0
    return { type: 'malformed', why: where + (issue?.message ?? ''), id: known ? id : undefined, wanted: type }
  }
  switch (type) {
    case 'request': {
      const asked = request.safeParse(message)
      if (!asked.success) return malformed(asked.error)
      const ask = calls[asked.data.call].ask.safeParse(asked.data.ask)
      return ask.success ? ({ ...asked.data, ask: ask.data } as Request) : malformed(ask.error)
    }
    case 'live-frame': {
      const frame = liveFrame.safeParse(message)
      return frame.success ? frame.data : malformed(frame.error)
    }
    case 'preview-credit': {
      const credit = previewCredit.safeParse(message)
      return credit.success ? credit.data : malformed(credit.error)
    }
    default:
      return { type: 'malformed', why: 'there is no message of this type', id: undefined, wanted: type.slice(0, 50) }
  }
}
