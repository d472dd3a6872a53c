/**
 * Everything that crosses between the page and the main process, in one table: what the page may ask (and what is
 * answered), what it may tell, and what it is told. What comes from the page is validated by these very schemas.
 */
import { z } from 'zod'
import type { BridgeOpened, BridgeRecognizerState } from '../../renderer/shell/bridge.ts'
import type { MenuState, OpenKind, SaveKind } from '../../renderer/shell/values.ts'

const saveKind = z.enum(['json', 'csv', 'vtt', 'srt', 'webm', 'mp4', 'png']) satisfies z.ZodType<SaveKind>
const openKind = z.enum(['files', 'folder', 'model', 'labels']) satisfies z.ZodType<OpenKind>
const sink = z.int().min(1)
const bytes = z
  .custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array)
  .refine((value) => value.byteLength <= 2 ** 26, { error: 'more than 64 MiB at once' })

const menuState = z.strictObject({
  view: z.enum(['live', 'files', 'models']),
  live: z.boolean(),
  paused: z.boolean(),
  recording: z.boolean(),
  variants: z
    .array(z.strictObject({ title: z.string().max(200), current: z.boolean() }))
    .max(100)
    .readonly(),
}) satisfies z.ZodType<MenuState>

/** `path` is empty for a file that does not come from the disk. Only the preload script can learn a path. */
const dropped = z.strictObject({ name: z.string().max(1000), path: z.string().max(32_768) })

/** The page asks; arguments of each. Answered by a `Result` of what `Answers` says. */
export const asks = {
  'open-files': z.tuple([openKind]),
  'open-dropped': z.tuple([z.array(dropped).max(10_000)]),
  'open-sink': z.tuple([z.enum(['save', 'record']), z.string().max(1000), saveKind]),
  'write-sink': z.tuple([sink, bytes]),
  'close-sink': z.tuple([sink]),
  'abort-sink': z.tuple([sink, z.boolean()]),
  copy: z.tuple([z.string().max(2 ** 24)]),
  'set-full-screen': z.tuple([z.boolean()]),
} as const

export interface Answers {
  readonly 'open-files': BridgeOpened
  readonly 'open-dropped': BridgeOpened
  /** Undefined: the user cancelled. */
  readonly 'open-sink': number | undefined
  readonly 'write-sink': undefined
  readonly 'close-sink': { readonly name: string; readonly place: string }
  readonly 'abort-sink': undefined
  readonly copy: undefined
  readonly 'set-full-screen': undefined
}

/** The page tells; no answer. */
export const tells = {
  /** From now on it is told the recognizer's state, first of all what holds, with a port of its own. */
  'attach-recognizer': z.tuple([]),
  'restart-recognizer': z.tuple([]),
  /** From now on it is told files, first of all those that wait. */
  'attach-files': z.tuple([]),
  'attach-full-screen': z.tuple([]),
  'reveal-saved': z.tuple([sink]),
  'open-camera-settings': z.tuple([]),
  'show-state': z.tuple([menuState]),
} as const

/** The page is told. A `running` recognizer comes with its port. */
export interface News {
  readonly recognizer: BridgeRecognizerState
  readonly files: BridgeOpened
  readonly 'full-screen': boolean
  readonly command: string
}

export type AskName = keyof typeof asks
export type TellName = keyof typeof tells
export type AskArguments<K extends AskName> = z.infer<(typeof asks)[K]>
export type TellArguments<K extends TellName> = z.infer<(typeof tells)[K]>
