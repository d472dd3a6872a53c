/** Decodes the sound of what the app has written. */
import { av, Codec, CodecContext, FormatContext, Frame, Packet, seconds } from '../../native-models/video/libav.ts'
import { check } from './check.ts'

export interface Heard {
  /** FFmpeg's name: "aac". */
  readonly codec: string
  /** Seconds at which it ends. */
  readonly end: number
  /** Root mean square of the samples of its first channel between two times in seconds; 1: as loud as can be. */
  loudness(from: number, until: number): number
}

interface Stretch {
  readonly time: number
  readonly samples: Float32Array
}

/** Undefined: there is no sound in it. */
export async function hear(path: string): Promise<Heard | undefined> {
  const container = new FormatContext()
  const decoder = new CodecContext()
  try {
    check(await container.openInput(`file:${path}`, null, null))
    check(await container.findStreamInfo())
    const stream = container.streams.find(({ codecpar }) => codecpar.codecType === av.AVMEDIA_TYPE_AUDIO)
    if (stream === undefined) return undefined
    const codec = Codec.findDecoder(stream.codecpar.codecId)!
    decoder.allocContext3(codec)
    check(decoder.parametersToContext(stream.codecpar))
    check(await decoder.open2(codec, null))
    const rate = stream.codecpar.sampleRate
    const stretches = await decoded(container, decoder, stream)
    const last = stretches.at(-1)
    return {
      codec: codec.name ?? 'unknown',
      end: last === undefined ? 0 : last.time + last.samples.length / rate,
      loudness: (from, until) => {
        let [sum, count] = [0, 0]
        for (const { time, samples } of stretches)
          for (const [i, sample] of samples.entries()) {
            const at = time + i / rate
            if (at < from || at >= until) continue
            sum += sample * sample
            count++
          }
        return count === 0 ? 0 : Math.sqrt(sum / count)
      },
    }
  } finally {
    decoder.freeContext()
    await container.closeInput()
  }
}

async function decoded(
  container: FormatContext,
  decoder: CodecContext,
  { index, timeBase }: FormatContext['streams'][number],
): Promise<readonly Stretch[]> {
  const [packet, frame] = [new Packet(), new Frame()]
  packet.alloc()
  frame.alloc()
  const stretches: Stretch[] = []
  const drain = async (): Promise<void> => {
    while ((await decoder.receiveFrame(frame)) >= 0) {
      // Of one channel, both lie the same.
      const packed = frame.format === av.AV_SAMPLE_FMT_FLT && frame.channels === 1
      if (frame.format !== av.AV_SAMPLE_FMT_FLTP && !packed)
        throw new Error('The samples are of another kind than is expected here.')
      const { buffer, byteOffset } = frame.data![0]!
      const samples = new Float32Array(buffer.slice(byteOffset, byteOffset + frame.nbSamples * 4))
      stretches.push({ time: seconds(frame.pts, timeBase) ?? 0, samples })
    }
  }
  try {
    while ((await container.readFrame(packet)) >= 0) {
      if (packet.streamIndex === index) check(await decoder.sendPacket(packet))
      packet.unref()
      await drain()
    }
    await decoder.sendPacket(null)
    await drain()
    return stretches
  } finally {
    packet.free()
    frame.free()
  }
}
