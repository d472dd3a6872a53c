/**
 * Random numbers without a state: u(name, i) in [0, 1), a pure function of a name and an index, in 32-bit integer
 * arithmetic, so that any language gives the same bits. FNV-1a over the name's UTF-8 bytes seeds it; MurmurHash3's
 * finaliser mixes in the index.
 */
export function hashedUniform(name: string): (index: number) => number {
  const seed = fnv1a(name)
  return (index) => {
    let x = seed + Math.imul(index, 0x9e3779b9)
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
    return ((x ^ (x >>> 16)) >>> 0) / 4294967296
  }
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash
}
