/**
 * The sound of a file, for the annotated video that is made of it: its packets as they are where the container takes
 * them, else decoded and encoded anew by the browser. It is read along with the pictures, never ahead of them.
 */
import {
  type AudioCodec,
  AudioSampleSink,
  AudioSampleSource,
  type AudioSource,
  canEncodeAudio,
  CustomSource,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  Input,
  type InputAudioTrack,
  MATROSKA,
  MP4,
  MPEG_TS,
  OGG,
  QTFF,
  Quality,
  WEBM,
} from 'mediabunny'
import type { OpenedFile } from '../../../shell/files.ts'

/** Why a video has no sound, or not all of it: its container cannot be read here, its codec neither copied nor decoded. */
export type SoundLoss = 'container' | 'codec' | 'damaged'

type Container = 'mp4' | 'webm'

const readable = [MP4, QTFF, MATROSKA, WEBM, OGG, MPEG_TS]

/** What players expect in these containers: fewer than could be written into them. */
const copied: Readonly<Record<Container, readonly AudioCodec[]>> = {
  mp4: ['aac', 'mp3', 'opus', 'flac', 'ac3', 'eac3'],
  webm: ['opus', 'vorbis'],
}
/** Best first. Chromium encodes AAC on some systems only. */
const encoded: Readonly<Record<Container, readonly AudioCodec[]>> = { mp4: ['aac', 'opus'], webm: ['opus'] }
const quality = new Quality('high')

/** A packet or a stretch of samples. One of both is called, once. */
interface Piece {
  /** Seconds of the video. */
  readonly time: number
  add(): Promise<void>
  drop(): void
}

export class Sound {
  /** A track to be added to the output before that is started. */
  readonly source: AudioSource
  readonly #input: Input
  readonly #signal: AbortSignal
  readonly #pieces: AsyncIterator<Piece, void>
  #next: Piece | undefined
  #ended = false
  #loss: SoundLoss | undefined

  constructor(parts: { input: Input; source: AudioSource; pieces: AsyncIterator<Piece, void>; signal: AbortSignal }) {
    this.source = parts.source
    this.#input = parts.input
    this.#pieces = parts.pieces
    this.#signal = parts.signal
  }

  /** What became of it, when it is through. */
  get loss(): SoundLoss | undefined {
    return this.#loss
  }

  /** Writes all that begins until `time`, in seconds of the video. Rejects as the output, and with the signal's reason. */
  async until(time: number): Promise<void> {
    while (!this.#ended) {
      this.#next ??= await this.#read()
      this.#signal.throwIfAborted()
      const piece = this.#next
      if (piece === undefined) {
        this.#ended = true
        this.source.close() // or the muxer would wait for more, and hold every picture back
      } else if (piece.time > time) {
        return
      } else {
        this.#next = undefined
        // What was heard before the first picture has no place in the video.
        if (piece.time < 0) piece.drop()
        else await piece.add()
      }
    }
  }

  async close(): Promise<void> {
    this.#next?.drop()
    await this.#pieces.return?.().catch(() => undefined)
    this.#input.dispose()
  }

  /** Where it cannot be read on, it ends. */
  async #read(): Promise<Piece | undefined> {
    try {
      const { value, done } = await this.#pieces.next()
      return done === true ? undefined : value
    } catch {
      this.#loss = 'damaged'
      return undefined
    }
  }
}

/** Of a file that has sound, for a `container`. */
export async function openSound(
  file: Pick<OpenedFile, 'bytes' | 'read'>,
  container: Container,
  signal: AbortSignal,
): Promise<Sound | SoundLoss> {
  const source = new CustomSource({ getSize: () => file.bytes, read: file.read, prefetchProfile: 'fileSystem' })
  const input = new Input({ source, formats: readable })
  const written = await writing(input, container).catch((): SoundLoss => 'damaged')
  if (typeof written !== 'string') return new Sound({ input, signal, ...written })
  input.dispose()
  return written
}

/** How it is written into the container. */
async function writing(
  input: Input,
  container: Container,
): Promise<{ source: AudioSource; pieces: AsyncIterator<Piece, void> } | SoundLoss> {
  const tracks = await tracksOf(input)
  if (tracks === undefined) return 'container'
  const { sound, from } = tracks
  const codec = await sound.getCodec()
  if (codec !== null && copied[container].includes(codec)) {
    const source = new EncodedAudioPacketSource(codec)
    return { source, pieces: packets(sound, from, source) }
  }
  const source = (await sound.canDecode()) ? await encoder(sound, container) : undefined
  return source === undefined ? 'codec' : { source, pieces: samples(sound, from, source) }
}

interface Tracks {
  readonly sound: InputAudioTrack
  /** Seconds at which the first picture is shown: the video's time 0. */
  readonly from: number
}

async function tracksOf(input: Input): Promise<Tracks | undefined> {
  if (!(await input.canRead())) return undefined
  const [sound, pictures] = [await input.getPrimaryAudioTrack(), await input.getPrimaryVideoTrack()]
  // What lies before 0 is there to be decoded, and not shown.
  const from = Math.max(0, (await pictures?.getFirstTimestamp()) ?? 0)
  return sound === null ? undefined : { sound, from }
}

/** Where its channels and rate cannot be encoded: as stereo of 48 kHz. */
async function encoder(sound: InputAudioTrack, container: Container): Promise<AudioSampleSource | undefined> {
  const own = { numberOfChannels: await sound.getNumberOfChannels(), sampleRate: await sound.getSampleRate() }
  for (const form of [own, { numberOfChannels: Math.min(2, own.numberOfChannels), sampleRate: 48_000 }])
    for (const codec of encoded[container])
      if (await canEncodeAudio(codec, { ...form, quality }))
        return new AudioSampleSource({ codec, quality, transform: form })
  return undefined
}

async function* packets(
  track: InputAudioTrack,
  from: number,
  source: EncodedAudioPacketSource,
): AsyncGenerator<Piece, void> {
  const decoderConfig = await track.getDecoderConfig()
  const meta = decoderConfig === null ? {} : { decoderConfig }
  for await (const packet of new EncodedPacketSink(track).packets()) {
    const time = packet.timestamp - from
    yield { time, add: () => source.add(packet.clone({ timestamp: time }), meta), drop: () => undefined }
  }
}

async function* samples(track: InputAudioTrack, from: number, source: AudioSampleSource): AsyncGenerator<Piece, void> {
  for await (const sample of new AudioSampleSink(track).samples(from)) {
    const time = sample.timestamp - from
    const drop = (): void => {
      sample.close()
    }
    const add = async (): Promise<void> => {
      try {
        sample.setTimestamp(time)
        await source.add(sample)
      } finally {
        sample.close()
      }
    }
    yield { time, add, drop }
  }
}
