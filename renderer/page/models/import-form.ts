/** What the dialog "Import a model" asks, and the options of the import that come of it. */
import type { LabelOrder, LabelSetName, Layout, SamplingKind, ScoreKind } from '../../../native-models/choices.ts'
import type { FileFacts, ModelOptions } from '../../../native-models/protocol.ts'

type Onnx = Extract<FileFacts, { kind: 'onnx' }>

/** Ways to make numbers of pixels, by name. */
export const pixelPresets = {
  unit: { range: [0, 1] },
  imagenet: { range: [0, 1], mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  kinetics: { range: [0, 1], mean: [0.43216, 0.394666, 0.37645], std: [0.22803, 0.22145, 0.216989] },
  full: { range: [0, 255] },
  activitynet: { range: [0, 255], mean: [114.7748, 107.7354, 99.475] },
  signed: { range: [-1, 1] },
} satisfies Record<string, Pick<ModelOptions, 'range' | 'mean' | 'std'>>
export type PixelPreset = keyof typeof pixelPresets

/** Everything as it stands in the fields; empty: not chosen, or left as it is. */
export interface ImportForm {
  readonly labels: '' | 'own' | 'file' | LabelSetName
  readonly order: '' | LabelOrder
  readonly pixels: '' | 'own' | 'known' | 'bytes' | 'other' | PixelPreset
  readonly low: string
  readonly high: string
  readonly mean: string
  readonly std: string
  readonly channels: 'known' | 'rgb' | 'bgr'
  readonly time: '' | 'own' | 'known' | SamplingKind
  readonly stride: string
  readonly fps: string
  readonly layout: '' | Layout
  readonly frames: string
  readonly size: string
  readonly output: string
  readonly gives: '' | ScoreKind
  /** Which of the networks that weights may be of. */
  readonly network: number
  readonly title: string
  readonly name: string
  readonly licence: string
  readonly origin: string
}

export type FormField =
  | 'labels'
  | 'order'
  | 'pixels'
  | 'low'
  | 'high'
  | 'mean'
  | 'std'
  | 'time'
  | 'stride'
  | 'fps'
  | 'layout'
  | 'frames'
  | 'size'
  | 'output'
  | 'network'

const setSizes: readonly (readonly [number, LabelSetName])[] = [
  [400, 'kinetics-400'],
  [101, 'ucf101'],
  [51, 'hmdb51'],
  [174, 'something-something-v1'],
  [27, 'jester'],
]

/** The form as it begins: what the file tells, and what follows from it. */
export function firstForm(facts: FileFacts): ImportForm {
  const own = facts.labels !== undefined
  const classes = facts.kind === 'onnx' ? facts.outputs[0]?.classes : facts.networks[0]?.classes
  return {
    labels: own ? 'own' : (setSizes.find(([size]) => size === classes)?.[1] ?? ''),
    order: '',
    pixels: own ? 'own' : facts.kind === 'weights' ? 'known' : facts.input.takesBytes ? 'bytes' : '',
    low: '0',
    high: '1',
    mean: '',
    std: '',
    channels: facts.kind === 'weights' ? 'known' : 'rgb',
    time: own ? 'own' : facts.kind === 'weights' ? 'known' : '',
    stride: '',
    fps: '',
    layout: '',
    frames: '',
    size: '',
    output: '',
    gives: '',
    network: 0,
    title: '',
    name: '',
    licence: '',
    origin: '',
  }
}

/** False for weights of no network that is known. */
export const isUsable = (facts: FileFacts): boolean =>
  facts.kind === 'onnx' || facts.labels !== undefined || facts.networks.length > 0

/** How the input is taken as a clip: as the file tells alone, or as was chosen; undefined while that is open. */
export function inputOf(facts: Onnx, { layout }: ImportForm): Onnx['layouts'][number] | undefined {
  if (facts.layouts.length === 1) return facts.layouts[0]
  return facts.layouts.find((input) => input.layout === layout)
}

export interface Answered {
  readonly options: ModelOptions
  readonly missing: readonly FormField[]
  readonly wrong: readonly FormField[]
}

/** `labelsFile`: what the recognizer calls the list of labels that was chosen. */
export function answered(form: ImportForm, facts: FileFacts, labelsFile: string | undefined): Answered {
  const missing: FormField[] = []
  const wrong: FormField[] = []
  const number = (field: FormField & keyof ImportForm, needed: boolean, good: (value: number) => boolean) => {
    const text = String(form[field]).trim()
    const value = Number(text)
    if (text === '') {
      if (needed) missing.push(field)
      return undefined
    }
    if (Number.isFinite(value) && good(value)) return value
    wrong.push(field)
    return undefined
  }
  const whole = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= 4096
  const triple = (field: 'mean' | 'std'): [number, number, number] | undefined => {
    const parts = form[field].split(/[\s,;]+/).filter((part) => part !== '')
    if (parts.length === 0) return undefined
    const [r, g = r, b = r] = parts.map(Number)
    if (r !== undefined && g !== undefined && b !== undefined && parts.length !== 2 && parts.length <= 3)
      if ([r, g, b].every((value) => Number.isFinite(value) && (field === 'mean' || value > 0))) return [r, g, b]
    wrong.push(field)
    return undefined
  }

  const options: { -readonly [K in keyof ModelOptions]: ModelOptions[K] } = {}
  for (const field of ['title', 'name', 'licence', 'origin'] as const)
    if (form[field].trim() !== '') options[field] = form[field].trim()

  // Two files called model.onnx need not get in each other's way.
  if (options.name === undefined && options.title !== undefined) options.name = options.title.replaceAll('/', ' ')

  if (form.labels === '' || (form.labels === 'file' && labelsFile === undefined)) missing.push('labels')
  else if (form.labels === 'file') options.labels = { file: labelsFile! }
  else if (form.labels !== 'own') options.labels = { set: form.labels }
  if (form.labels === 'something-something-v1' && form.order === '') missing.push('order')
  if (form.order !== '' && form.labels !== 'own') options.order = form.order

  if (form.pixels === '') missing.push('pixels')
  else if (form.pixels === 'other') {
    const low = number('low', true, () => true)
    const high = number('high', true, (value) => low === undefined || value > low)
    if (low !== undefined && high !== undefined) options.range = [low, high]
    Object.assign(options, given('mean', triple('mean')), given('std', triple('std')))
  } else if (form.pixels in pixelPresets) Object.assign(options, pixelPresets[form.pixels as PixelPreset])
  if (form.channels !== 'known') options.bgr = form.channels === 'bgr'

  if (form.time === '') missing.push('time')
  else if (form.time === 'clip' || form.time === 'segments') {
    options.sampling = form.time
    const stride = form.time === 'clip' ? number('stride', false, (value) => whole(value) && value <= 1000) : undefined
    Object.assign(options, given('stride', stride))
    const fps = number('fps', facts.kind === 'onnx' && facts.labels === undefined, (value) => value > 0 && value <= 240)
    Object.assign(options, given('fps', fps))
  }

  if (facts.kind === 'onnx') {
    const input = inputOf(facts, form)
    if (input === undefined) missing.push('layout')
    else if (facts.layouts.length > 1) options.layout = input.layout
    for (const side of ['frames', 'size'] as const)
      if (input !== undefined && input[side] === undefined)
        Object.assign(options, given(side, number(side, true, whole)))
    if (form.output !== '') options.output = form.output
    if (form.gives !== '') options.gives = form.gives
  } else {
    for (const side of ['frames', 'size'] as const) Object.assign(options, given(side, number(side, false, whole)))
    const candidate = facts.networks[form.network]
    if (facts.labels === undefined && candidate === undefined) missing.push('network')
    if (candidate !== undefined) {
      options.network = candidate.network
      Object.assign(options, given('variation', candidate.variation), given('width', candidate.width))
    }
  }
  return { options, missing, wrong }
}

function given<Key extends string, T>(key: Key, value: T | undefined): Partial<Record<Key, T>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, T>)
}
