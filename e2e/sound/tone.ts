/** Films with sound: a tone for one second, so that a test can hear what was kept of it, and when. */
import {
  av,
  Codec,
  CodecContext,
  FormatContext,
  Frame,
  Packet,
  Rational,
  tryAgain,
  type Stream,
} from '../../native-models/video/libav.ts'
import { check } from './check.ts'

/** Seconds between which there is a tone; before and after it is silent. */
export const tone = { from: 2, until: 3 } as const

/** Encoders of one channel of floating point numbers. */
export type ToneCodec = 'aac' | 'ac3' | 'libmp3lame' | 'pcm_f32le'

const rate = 48_000
const seconds = 5

/** Copies the film's pictures as they are into another container (by `path`'s ending), and the tone beside them. */
export async function withTone(film: string, path: string, codec: ToneCodec): Promise<void> {
  const [from, to] = [new FormatContext(), new FormatContext()]
  const packet = new Packet()
  packet.alloc()
  const encoder = await openEncoder(codec)
  try {
    check(await from.openInput(`file:${film}`, null, null))
    check(await from.findStreamInfo())
    check(to.allocOutputContext2(null, null, `file:${path}`))
    const pictures = to.newStream()
    const [filmed] = from.streams
    check(filmed!.codecpar.copy(pictures.codecpar))
    pictures.codecpar.codecTag = 0 // another container has another
    pictures.timeBase = filmed!.timeBase
    const sound = to.newStream()
    check(sound.codecpar.fromContext(encoder))
    sound.timeBase = encoder.timeBase
    check(await to.openOutput())
    check(await to.writeHeader(null))
    while ((await from.readFrame(packet)) >= 0) {
      packet.streamIndex = pictures.index
      packet.rescaleTs(filmed!.timeBase, pictures.timeBase)
      check(await to.interleavedWriteFrame(packet))
    }
    await writeTone(to, sound, encoder)
    check(await to.writeTrailer())
  } finally {
    packet.free()
    encoder.freeContext()
    await from.closeInput()
    await to.closeOutput()
    to.freeContext()
  }
}

async function openEncoder(name: ToneCodec): Promise<CodecContext> {
  const codec = Codec.findEncoderByName(name as Parameters<typeof Codec.findEncoderByName>[0])
  if (codec === null) throw new Error(`FFmpeg was built without ${name}.`)
  const encoder = new CodecContext()
  encoder.allocContext3(codec)
  encoder.sampleRate = rate
  encoder.sampleFormat = name === 'pcm_f32le' ? av.AV_SAMPLE_FMT_FLT : av.AV_SAMPLE_FMT_FLTP
  encoder.channelLayout = av.AV_CHANNEL_LAYOUT_MONO
  encoder.timeBase = new Rational(1, rate)
  encoder.bitRate = 96_000n
  encoder.setFlags(av.AV_CODEC_FLAG_GLOBAL_HEADER)
  check(await encoder.open2(codec, null))
  return encoder
}

async function writeTone(to: FormatContext, stream: Stream, encoder: CodecContext): Promise<void> {
  const packet = new Packet()
  packet.alloc()
  const drain = async (): Promise<void> => {
    for (;;) {
      const code = await encoder.receivePacket(packet)
      if (code === tryAgain || code === av.AVERROR_EOF) return
      check(code)
      packet.streamIndex = stream.index
      packet.rescaleTs(encoder.timeBase, stream.timeBase)
      check(await to.interleavedWriteFrame(packet))
    }
  }
  const nbSamples = encoder.frameSize || 1024
  for (let at = 0; at + nbSamples <= seconds * rate; at += nbSamples) {
    const wave = Float32Array.from({ length: nbSamples }, (_, i) => amplitude((at + i) / rate))
    const frame = Frame.fromAudioBuffer(Buffer.from(wave.buffer), {
      nbSamples,
      format: encoder.sampleFormat,
      sampleRate: rate,
      channelLayout: encoder.channelLayout,
      pts: BigInt(at),
    })
    check(await encoder.sendFrame(frame))
    frame.free()
    await drain()
  }
  check(await encoder.sendFrame(null))
  await drain()
  packet.free()
}

/** 1 kHz at half of what can be said. */
const amplitude = (time: number): number =>
  time >= tone.from && time < tone.until ? 0.5 * Math.sin(2 * Math.PI * 1000 * time) : 0
