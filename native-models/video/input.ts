/** From a path to an opened container and the one video stream in it that is the video. Used by every reader here. */
import { open, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ActscopeError } from '../errors.ts'
import { allowedFormats } from './formats.ts'
import { maxPixels, maxSide, sizeAllowed } from './limits.ts'
import { av, Codec, describeCode, Dictionary, FormatContext, type Stream } from './libav.ts'

/** An opened file. Call `close` exactly once. */
export interface Input {
  readonly path: string
  readonly container: FormatContext
  readonly stream: Stream
  readonly codec: Codec
  readonly close: () => Promise<void>
}

/** `video-unreadable` for this file: what is wrong with it, and what to do next. */
export function unreadable(path: string, what: string, hint: string, cause?: unknown): ActscopeError {
  return new ActscopeError('video-unreadable', `${path}: ${what}.`, { hint, cause })
}

/**
 * Opens a local file and chooses its video stream: never an attached cover picture; the default stream first, then the
 * largest, then the first. Nothing but this one file is read (protocol `file` only, demuxers from a fixed list).
 *
 * @throws ActscopeError `video-missing`, `video-unreadable`, `video-no-picture`
 */
export async function openInput(path: string): Promise<Input> {
  await checkFile(path)
  const container = new FormatContext()
  const options = Dictionary.fromObject({ protocol_whitelist: 'file', format_whitelist: allowedFormats })
  try {
    // "file:" and an absolute path, so that a name such as "concat:a|b" or "http:x" is a name and nothing else.
    const opened = await container.openInput(`file:${resolve(path)}`, null, options)
    if (opened < 0) throw await refusal(path, opened)
    // Before FFmpeg decodes a few pictures to learn the format, for a header can claim any size.
    for (const stream of container.streams) checkSize(path, stream)
    const analysed = await container.findStreamInfo()
    if (analysed < 0) throw notAVideo(path, describeCode(analysed))
    const { stream, codec } = chooseStream(path, container)
    for (const other of container.streams) if (other.index !== stream.index) other.discard = av.AVDISCARD_ALL
    return { path, container, stream, codec, close: () => container.closeInput() }
  } catch (error) {
    await container.closeInput()
    throw error
  } finally {
    options.free()
  }
}

async function checkFile(path: string): Promise<void> {
  const missing = (what: string, hint: string, cause?: unknown): ActscopeError =>
    new ActscopeError('video-missing', `${path}: ${what}.`, { hint, cause })
  const found = await stat(path).catch((cause: unknown) => {
    throw missing('there is no such file', 'Check the path.', cause)
  })
  if (found.isDirectory()) throw missing('this is a folder, not a video', 'Name a file in it.')
  if (!found.isFile()) throw missing('this is not a regular file', 'Give the path of a video file.')
  if (found.size === 0) throw unreadable(path, 'the file is empty', 'Copy or download it again.')
  const handle = await open(path).catch((cause: unknown) => {
    throw missing('the file cannot be read', 'Check its permissions.', cause)
  })
  await handle.close()
}

function notAVideo(path: string, cause: Error): ActscopeError {
  return unreadable(
    path,
    'this is not a video, or it is damaged where a player would begin',
    'Try to play it; if a player shows it, convert it to mp4 (H.264).',
    cause,
  )
}

/** How playlists and stream descriptions begin. They are refused anyway; this is for saying why. */
const playlists: [kind: string, begins: RegExp][] = [
  ['m3u', /^\ufeff?#EXTM3U/],
  ['ffconcat', /^ffconcat version/],
  ['dash', /^[^]{0,200}<MPD/],
  ['sdp', /^v=0\r?\n/],
  ['pls', /^\[playlist\]/i],
  ['asx', /^\s*<asx/i],
]

/** Why FFmpeg did not open the file: names what it is where its first bytes say so. */
async function refusal(path: string, code: number): Promise<ActscopeError> {
  const cause = describeCode(code)
  const head = (await firstBytes(path)).toString('latin1')
  const playlist = playlists.find(([, begins]) => begins.test(head))
  if (playlist !== undefined)
    return unreadable(
      path,
      `this is a playlist (${playlist[0]}); it names other files or addresses, and those are not opened`,
      'Open the video file itself.',
      cause,
    )
  if (/^(ftyp|moov|mdat|wide|free|skip)$/.test(head.slice(4, 8)))
    return unreadable(
      path,
      'the mp4/mov file has no usable index (moov): it was cut off, or its recording never ended',
      'Copy or record it again; repair tools such as untrunc may save it.',
      cause,
    )
  return notAVideo(path, cause)
}

async function firstBytes(path: string): Promise<Buffer> {
  const handle = await open(path)
  try {
    const head = Buffer.alloc(1024)
    const { bytesRead } = await handle.read(head, 0, head.length, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

function chooseStream(path: string, container: FormatContext): { stream: Stream; codec: Codec } {
  const pictures = container.streams
    .filter((stream) => stream.codecpar.codecType === av.AVMEDIA_TYPE_VIDEO && !isStillCover(stream))
    .sort((a, b) => rank(b) - rank(a) || a.index - b.index)
  if (pictures.length === 0)
    throw new ActscopeError('video-no-picture', `${path}: the file holds no moving picture, only sound or a cover.`, {
      hint: 'Choose a file with a picture.',
    })
  for (const stream of pictures) {
    const codec = Codec.findDecoder(stream.codecpar.codecId)
    if (codec === null) continue
    const { width, height } = stream.codecpar
    if (width === 0 && height === 0) throw notAVideo(path, new Error('no picture size'))
    checkSize(path, stream)
    return { stream, codec }
  }
  throw unreadable(path, 'its picture is stored in a way that FFmpeg cannot decode', 'Convert it to mp4 (H.264).')
}

function checkSize(path: string, stream: Stream): void {
  const { width, height } = stream.codecpar
  if ((width !== 0 || height !== 0) && !sizeAllowed(width, height)) throw tooLarge(path, width, height)
}

/** `video-unreadable` for pictures beyond what this machine is willing to hold. */
export function tooLarge(path: string, width: number, height: number): ActscopeError {
  return unreadable(
    path,
    `its pictures claim to be ${width} x ${height}; at most ${maxSide} a side and ${maxPixels} pixels are read`,
    'Scale the video down.',
  )
}

function isStillCover(stream: Stream): boolean {
  return (
    stream.hasDisposition(av.AV_DISPOSITION_ATTACHED_PIC) || stream.hasDisposition(av.AV_DISPOSITION_TIMED_THUMBNAILS)
  )
}

/** The default stream before others, then by number of pixels. */
function rank(stream: Stream): number {
  const { width, height } = stream.codecpar
  return (stream.hasDisposition(av.AV_DISPOSITION_DEFAULT) ? 2 ** 40 : 0) + width * height
}
