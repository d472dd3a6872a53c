/**
 * JSON.parse for a file that is not trusted. Also refuses a name that stands twice in one object (JSON.parse keeps the
 * last, other readers the first: such a file means different things to different people) and nesting deeper than
 * `maxDepth`, before any of it is built in memory. Throws SyntaxError.
 */
export function parseStrictly(text: string, maxDepth: number): unknown {
  refuseOddities(text, maxDepth)
  return JSON.parse(text)
}

function refuseOddities(text: string, maxDepth: number): void {
  let depth = 0
  const namesOf: Set<string>[] = []
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '{' || char === '[') {
      depth++
      if (depth > maxDepth) throw new SyntaxError(`it is nested deeper than ${maxDepth}`)
      if (char === '{') namesOf.push(new Set())
    } else if (char === '}' || char === ']') {
      depth--
      if (char === '}') namesOf.pop()
    } else if (char === '"') {
      const begin = at
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++
      if (!colonFollows(text, at + 1)) continue
      const name = JSON.parse(text.slice(begin, at + 1)) as string // "\u0061" is "a"
      const names = namesOf.at(-1)
      if (names?.has(name) === true) throw new SyntaxError(`${name} stands there twice`)
      names?.add(name)
    }
  }
}

function colonFollows(text: string, at: number): boolean {
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++
  return text[at] === ':'
}
