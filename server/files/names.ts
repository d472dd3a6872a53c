/** What some file system forbids in a name, what turns text around, and what cannot be seen. */
const forbidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}/\\:*?"<>|]/gu
/** Names that Windows keeps for devices, with any ending. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
/** Characters; at most four bytes each, and file systems allow 255. */
const longest = 60

/** The name of a file that someone else chose, as one that any disk can hold: without a folder, printable, not too long. */
export function safeName(name: string): string {
  const base = name.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = base
    .replaceAll(forbidden, '_')
    .replace(/^[\s.-]+/, '')
    .replace(/[\s.]+$/, '')
  if (clean === '') return 'video'
  const usable = device.test(clean) ? `_${clean}` : clean
  const characters = Array.from(usable)
  if (characters.length <= longest) return usable
  const ending = /\.[a-z0-9]{1,8}$/i.exec(usable)?.[0] ?? ''
  return characters.slice(0, longest - ending.length).join('') + ending
}
