/**
 * The endings of names that videos have, with the type that <video> is told. Anything that FFmpeg opens is recognized;
 * this says only what a folder is searched for, and what is refused without a look inside.
 */
const types = new Map([
  ['mp4', 'video/mp4'],
  ['m4v', 'video/mp4'],
  ['mov', 'video/quicktime'],
  ['qt', 'video/quicktime'],
  ['webm', 'video/webm'],
  ['mkv', 'video/x-matroska'],
  ['avi', 'video/x-msvideo'],
  ['divx', 'video/x-msvideo'],
  ['ogv', 'video/ogg'],
  ['ogm', 'video/ogg'],
  ['mpg', 'video/mpeg'],
  ['mpeg', 'video/mpeg'],
  ['mpe', 'video/mpeg'],
  ['m2v', 'video/mpeg'],
  ['vob', 'video/mpeg'],
  ['ts', 'video/mp2t'],
  ['mts', 'video/mp2t'],
  ['m2ts', 'video/mp2t'],
  ['3gp', 'video/3gpp'],
  ['3g2', 'video/3gpp2'],
  ['wmv', 'video/x-ms-wmv'],
  ['asf', 'video/x-ms-asf'],
  ['flv', 'video/x-flv'],
  ['f4v', 'video/mp4'],
  ['mxf', 'application/mxf'],
  ['gif', 'image/gif'],
  ...['dv', 'rm', 'rmvb', 'ivf', 'nut', 'mj2', 'h264', '264', 'hevc', '265', 'obu', 'y4m', 'wtv', 'amv', 'mjpeg'].map(
    (ending) => [ending, 'application/octet-stream'] as const,
  ),
])

/** What stands behind the last dot; a name that begins with its only dot has none. */
const ending = (name: string): string => /[^/\\]\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''

export const videoEndings: readonly string[] = [...types.keys()]
export const isVideoName = (name: string): boolean => types.has(ending(name))
export const videoType = (name: string): string => types.get(ending(name)) ?? 'application/octet-stream'
