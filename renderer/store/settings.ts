/** What the user chose, and what is remembered of it from one start to the next. */
import { averagingRules, devices, memoryRules, passesPerBlockChoices } from '../../native-models/choices.ts'
import { z } from '../../native-models/protocol/zod.ts'

export const resolutions = ['640x480', '1280x720', '1920x1080'] as const

/** Each field falls back by itself: one bad value (an older version, a tampered store) does not cost the others. */
const schema = z.object({
  view: z.enum(['live', 'files', 'models']).catch('live'),
  theme: z.enum(['dark', 'light', 'system']).catch('dark'),

  /** Whether live was running when the window closed: it begins again by itself. */
  cameraOn: z.boolean().catch(false),
  /** The chosen camera. Ids may change between starts; the name finds it again. Absent: the system's default. */
  camera: z.object({ id: z.string(), name: z.string() }).optional().catch(undefined),
  resolution: z.enum(resolutions).catch('640x480'),
  mirror: z.boolean().catch(true),

  /** Absent: the catalogue's default. */
  variant: z.string().optional().catch(undefined),
  /** The second one of a comparison, and whether there is one. */
  rival: z.string().optional().catch(undefined),
  comparing: z.boolean().catch(false),
  device: z.enum(['auto', ...devices]).catch('auto'),

  /** Absent: as the variant, or the recognizer, has it by itself. See LiveSettings of the protocol. */
  rate: z.number().min(0.1).max(240).optional().catch(undefined),
  averaging: z.enum(averagingRules).catch('halving'),
  memory: z.enum(memoryRules).catch('slots'),
  passesPerBlock: z.literal([...passesPerBlockChoices]).catch(4),
  /** Absent: as the variant says. */
  threshold: z.number().min(0).max(1).optional().catch(undefined),
  /** How far another label must lead to take the place of the one that is shown. */
  margin: z.number().min(0).max(1).catch(0.1),
  topK: z.int().min(1).max(20).catch(5),

  /** Recordings with the label drawn into the picture. */
  annotate: z.boolean().catch(false),
})

export type Settings = z.infer<typeof schema>

export const defaultSettings: Settings = schema.parse({})

/** Those that one button sets back. */
export const recognitionDefaults = {
  device: defaultSettings.device,
  rate: undefined,
  averaging: defaultSettings.averaging,
  memory: defaultSettings.memory,
  passesPerBlock: defaultSettings.passesPerBlock,
  threshold: undefined,
  margin: defaultSettings.margin,
  topK: defaultSettings.topK,
} as const satisfies Partial<Settings>

export function readSettings(stored: string | null): Settings {
  try {
    return schema.parse(stored === null ? {} : JSON.parse(stored))
  } catch {
    return defaultSettings
  }
}
