/** The decoding loop: packets in, pictures with their times out, one at a time. */
import { Clock } from './clock.ts'
import { unreadable, type Input } from './input.ts'
import { av, CodecContext, describeCode, Frame, Packet, seconds, tryAgain } from './libav.ts'
import { maxPixels } from './limits.ts'

/** A decoded frame. `frame` is lent: it holds something else as soon as the next one is asked for. */
export interface Picture {
  readonly frame: Frame
  readonly index: number
  readonly time: number
}

/** How a video ended. */
export interface VideoEnd {
  /** Pictures that were decoded. */
  readonly frames: number
  /** Undefined for a sound file; else one sentence for people: it ends early, or parts could not be decoded. */
  readonly damage: string | undefined
}

export interface DecodeOptions {
  /** Threads of the decoder. The default 1 gives the same pictures each time even for a damaged file. */
  readonly threads?: number | undefined
  /** Stops the decoding between two packets; the iteration then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Called once, when the last picture has been given; not if the consumer stops earlier. */
  readonly onEnd?: (end: VideoEnd) => void
}

/** How often a demuxer may say "try again" in a row; a file always has its next byte. */
const maxRetries = 1000

/**
 * Decodes the chosen stream of an opened file from where it stands, in the order of display.
 *
 * Damage does not end it: what cannot be decoded is left out and told in `onEnd`. Memory holds one packet and the
 * decoder's own few pictures; nothing is read ahead of the consumer.
 *
 * @throws ActscopeError `video-unreadable` if not one picture can be decoded, or the pictures are encrypted
 */
export async function* decode(input: Input, options: DecodeOptions): AsyncGenerator<Picture, void, void> {
  const { path, container, stream } = input
  const decoder = await openDecoder(input, options.threads ?? 1)
  const packet = new Packet()
  const frame = new Frame()
  packet.alloc()
  frame.alloc()
  const clock = new Clock(stream.timeBase, frameRate(input))
  let index = 0
  let packets = 0
  let broken = 0
  let cause: Error | undefined

  async function* received(): AsyncGenerator<Picture, void, void> {
    for (;;) {
      const code = await decoder.receiveFrame(frame)
      if (code === tryAgain || code === av.AVERROR_EOF) return
      if (code < 0) {
        broken++
        cause ??= describeCode(code)
        return
      }
      if (frame.decodeErrorFlags !== 0 || frame.hasFlags(av.AV_FRAME_FLAG_CORRUPT)) broken++
      yield { frame, index: index++, time: clock.next(frame.bestEffortTimestamp, frame.duration) }
    }
  }

  try {
    let code = 0
    for (let retries = 0; retries < maxRetries;) {
      options.signal?.throwIfAborted()
      code = await container.readFrame(packet)
      if (code === tryAgain) {
        retries++
        continue
      }
      if (code < 0) break
      retries = 0
      if (packet.streamIndex === stream.index) {
        packets++
        if (packet.getSideData(av.AV_PKT_DATA_ENCRYPTION_INFO) !== null)
          throw unreadable(path, 'its pictures are encrypted', 'Use a copy without copy protection.')
        const sent = await decoder.sendPacket(packet)
        if (sent < 0) {
          broken++
          cause ??= describeCode(sent)
        }
        yield* received()
      }
      packet.unref()
    }
    await decoder.sendPacket(null)
    yield* received()
    if (index === 0)
      throw unreadable(
        path,
        'not one picture in it can be decoded',
        'The file is damaged or was cut off; copy or record it again.',
        cause,
      )
    options.onEnd?.({ frames: index, damage: damage(input, code, packets, clock.end, broken) })
  } finally {
    frame.free()
    packet.free()
    decoder.freeContext()
  }
}

function damage(input: Input, readCode: number, packets: number, end: number, broken: number): string | undefined {
  const promised = Number(input.stream.nbFrames)
  if (packets < promised) return `The file ends early: ${packets} of ${promised} pictures are there.`
  if (readCode !== av.AVERROR_EOF) return `The file cannot be read to its end (${describeCode(readCode).message}).`
  const declared = declaredEnd(input)
  if (promised === 0 && declared !== undefined && end < declared)
    return `The file ends early: ${end.toFixed(1)} seconds of about ${declared.toFixed(1)} are there.`
  if (broken > 0) return `${broken} of its parts are damaged.`
  return undefined
}

/**
 * For files that do not count their pictures (Matroska): the time by which the last picture must have been seen if the
 * file is whole. Sound may outlast the picture, and headers round, so some is taken off.
 */
function declaredEnd({ container, stream }: Input): number | undefined {
  const declared = seconds(container.duration, { num: 1, den: 1_000_000 })
  if (declared === undefined) return undefined
  const start = seconds(stream.startTime, stream.timeBase) ?? 0
  return declared - start - (container.nbStreams > 1 ? 1 : 0.25) - declared * 0.05
}

async function openDecoder({ path, stream, codec }: Input, threads: number): Promise<CodecContext> {
  const decoder = new CodecContext()
  try {
    decoder.allocContext3(codec)
    decoder.parametersToContext(stream.codecpar)
    decoder.pktTimebase = stream.timeBase
    decoder.threadCount = threads
    decoder.setOption('max_pixels', maxPixels)
    const code = await decoder.open2(codec)
    if (code < 0)
      throw unreadable(path, `its ${codec.name ?? 'video'} stream cannot be decoded`, 'Convert it.', describeCode(code))
    return decoder
  } catch (error) {
    decoder.freeContext()
    throw error
  }
}

/** The frame rate that the file states: the average where there is one, else the base rate; 0/0 if neither. */
export function frameRate({ stream }: Input): { num: number; den: number } {
  const { avgFrameRate, rFrameRate } = stream
  return avgFrameRate.num > 0 && avgFrameRate.den > 0 ? avgFrameRate : rFrameRate
}
