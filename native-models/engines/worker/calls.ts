/** Calls into a worker, by name: what each is asked and what it answers. */
export type CallTable<Calls> = { readonly [K in keyof Calls]: { readonly ask: unknown; readonly answer: unknown } }

export type Request<Calls extends CallTable<Calls>> = {
  readonly [K in keyof Calls]: { readonly id: number; readonly call: K; readonly ask: Calls[K]['ask'] }
}[keyof Calls]

/** `error` is what the library said. */
export type Reply<Calls extends CallTable<Calls>> =
  | { readonly id: number; readonly answer: Calls[keyof Calls]['answer'] }
  | { readonly id: number; readonly error: string }
