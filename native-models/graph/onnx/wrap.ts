import type { ScoreKind, Layout } from '../../choices.ts'
import { elements } from '../shape.ts'
import { framesAreBatch, sizesOf, transposed } from './layout.ts'
import { dataType, nodeProto, tensorProto, valueInfo, type AttributeValue } from './proto.ts'
import { Message } from './protobuf.ts'
import type { OnnxModel } from './read.ts'

/** What a classifier in an ONNX file takes and gives. */
export interface Classifier {
  readonly input: string
  readonly output: string
  readonly layout: Layout
  readonly channels: 'rgb' | 'bgr'
  readonly gives: ScoreKind
  readonly frames: number
  readonly size: number
  readonly classes: number
  /** Logits are divided by it before the softmax. */
  readonly temperature: number
  /** (x / scale - mean) / std of each of R, G, B. */
  readonly normalization: { readonly scale: number; readonly mean: readonly number[]; readonly std: readonly number[] }
}

/** A classifier as the recognizer runs every network: pixels in, logits and probabilities out. */
export interface Wrapped {
  /** Its input: uint8 [1, T, H, W, 3]. Its outputs: float32 [1, classes]. */
  readonly input: string
  readonly logits: string
  readonly probabilities: string
  /** The file, made anew at each call; `metadata` takes the place of what it has under the same names. */
  onnx(metadata?: Readonly<Record<string, string>>): Uint8Array
}

/**
 * Puts nodes before and behind a classifier, so that normalisation, order of axes and of channels, and softmax run with it
 * on the device, and the classifier itself stays as it is, byte for byte.
 */
export function wrapClassifier(model: OnnxModel, classifier: Classifier): Wrapped {
  const prefix = freePrefix(model.names)
  const names = { input: `${prefix}clip`, logits: `${prefix}logits`, probabilities: `${prefix}probabilities` }
  const { frames, size, classes } = classifier
  return {
    ...names,
    onnx(metadata = {}) {
      const graph = new Message().string(2, `${prefix}network`)
      before(new Nodes(graph, prefix), names.input, classifier, typeOf(model.inputs, classifier.input))
      for (const part of model.graph) if (!isName(part)) graph.written(part)
      behind(new Nodes(graph, prefix), names, classifier, model)
      graph.message(11, valueInfo(names.input, [1, frames, size, size, 3], 'uint8', true))
      for (const name of [names.logits, names.probabilities])
        graph.message(12, valueInfo(name, [1, classes], 'float32', true))
      const whole = new Message()
      for (const part of model.model) if (!isMetadata(part)) whole.written(part)
      for (const [key, value] of new Map([...model.metadata, ...Object.entries(metadata)]))
        whole.message(14, new Message().string(1, key).string(2, value))
      return whole.message(7, graph).finish()
    },
  }
}

const typeOf = (values: OnnxModel['inputs'], name: string): number =>
  values.find((value) => value.name === name)?.type ?? dataType.float32

/** A graph's name is field 2, a model's metadata_props are field 14, both with a length: their tags have one byte. */
const isName = (field: Uint8Array): boolean => field[0] === ((2 << 3) | 2)
const isMetadata = (field: Uint8Array): boolean => field[0] === ((14 << 3) | 2)

/** Something that no name of the model begins with. */
function freePrefix(names: ReadonlySet<string>): string {
  for (let i = 0; ; i++) {
    const prefix = i === 0 ? 'actscope.' : `actscope${i}.`
    if (![...names].some((name) => name.startsWith(prefix))) return prefix
  }
}

/** Writes nodes one after another. Only operators, and forms of them, that mean the same from opset 7 on. */
class Nodes {
  readonly #graph: Message
  readonly #prefix: string

  constructor(graph: Message, prefix: string) {
    this.#graph = graph
    this.#prefix = prefix
  }

  /** A node whose output is called `name`; the name of its output. */
  add(
    operator: string,
    inputs: readonly string[],
    name: string,
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): string {
    const output = name.startsWith(this.#prefix) ? name : `${this.#prefix}${name}`
    return this.named(operator, inputs, output, attributes)
  }

  /** The same, with a name that is the model's own. */
  named(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): string {
    this.#graph.message(1, nodeProto(operator, `${this.#prefix}${operator}/${output}`, inputs, output, attributes))
    return output
  }

  floats(name: string, values: readonly number[]): string {
    return this.#constant(name, (own) => tensorProto(own, [values.length], Float32Array.from(values)))
  }

  integers(name: string, values: readonly number[]): string {
    return this.#constant(name, (own) => tensorProto(own, [values.length], BigInt64Array.from(values, BigInt)))
  }

  /** A node, not an initializer: before IR version 4 those had to be inputs as well. */
  #constant(name: string, tensor: (name: string) => Message): string {
    return this.add('Constant', [], name, { value: { tensor: tensor(`${this.#prefix}${name}`) } })
  }
}

/** From pixels [1, T, H, W, 3] to the classifier's input. */
function before(g: Nodes, clip: string, classifier: Classifier, type: number): void {
  const { layout, channels, frames, size, normalization } = classifier
  const { scale, mean, std } = normalization
  let x = clip
  const plain = scale === 1 && mean.every((m) => m === 0) && std.every((s) => s === 1)
  if (!plain || type !== dataType.uint8) {
    x = g.add('Cast', [x], 'pixels', { to: dataType.float32 })
  }
  if (!plain) {
    const factor = g.floats(
      'factor',
      std.map((s) => 1 / (scale * s)),
    )
    const offset = g.floats(
      'offset',
      mean.map((m, i) => m / std[i]!),
    )
    x = g.add('Sub', [g.add('Mul', [x, factor], 'scaled'), offset], 'normalized')
  }
  if (channels === 'bgr') x = g.add('Gather', [x, g.integers('bgr-order', [2, 1, 0])], 'bgr', { axis: 4 })
  x = g.add('Transpose', [x], 'transposed', { perm: transposed[layout] })
  const sizes = sizesOf(layout, frames, size)
  if (sizes.length !== 5 || framesAreBatch(layout)) x = g.add('Reshape', [x, g.integers('sizes', sizes)], 'laid-out')
  g.named('Cast', [x], classifier.input, { to: type })
}

/** From the classifier's output to logits and probabilities [1, classes]. */
function behind(
  g: Nodes,
  names: Pick<Wrapped, 'logits' | 'probabilities'>,
  { output, layout, gives, classes, frames, temperature }: Classifier,
  model: OnnxModel,
): void {
  const cast = g.add('Cast', [output], 'scores', { to: dataType.float32 })
  const rows = g.add('Reshape', [cast, g.integers('rows', [-1, classes])], 'score-rows')
  let scores = rows
  const axes = model.outputs.find(({ name }) => name === output)?.axes
  const known = axes?.every((axis) => typeof axis === 'number') === true ? elements(axes) : undefined
  // Frames that were classified one by one: the mean of their scores (TSN's consensus).
  if (framesAreBatch(layout) && frames > 1 && known !== classes) {
    scores =
      model.opset < 18
        ? g.add('ReduceMean', [rows], 'mean-scores', { axes: [0], keepdims: 1 })
        : g.add('ReduceMean', [rows, g.integers('mean-axes', [0])], 'mean-scores', { keepdims: 1 })
  }
  if (gives === 'logits') {
    g.named('Identity', [scores], names.logits)
    const scaled =
      temperature === 1 ? scores : g.add('Mul', [scores, g.floats('calibration', [1 / temperature])], 'calibrated')
    g.named('Softmax', [scaled], names.probabilities, { axis: 1 })
  } else {
    // The small term keeps the logarithm of a probability of 0 finite.
    g.named('Log', [g.add('Add', [scores, g.floats('tiny', [1e-9])], 'positive')], names.logits)
    g.named('Identity', [scores], names.probabilities)
  }
}
