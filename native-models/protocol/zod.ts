import { z } from 'zod'

// Zod compiles schemas with `new Function` where it may. The page's Content-Security-Policy forbids that, and even the
// attempt is reported as a violation; so every schema of the protocol is made after this line.
z.config({ jitless: true })

export { z }

/**
 * A list that its reader leaves alone. Not zod's `readonly()`: it freezes what it was given before it has looked whether
 * that is a list, and throws out of `safeParse` where it is, for example, a Float64Array.
 */
export const list = <T extends z.ZodType>(item: T): z.ZodType<readonly z.output<T>[]> => z.array(item)
