import { ActscopeError } from '../../errors.ts'
import { damaged, FieldReader, type FieldMap } from './fields.ts'
import type { Axis } from './layout.ts'
import { checkTensor } from './read-tensor.ts'

/** An input or an output. `type` is a TensorProto.DataType. */
export interface OnnxValue {
  readonly name: string
  readonly type: number
  readonly axes: readonly Axis[] | undefined
}

/** What an ONNX file says of itself, and its parts as they stand in the file, for a larger one to be made of them. */
export interface OnnxModel {
  readonly opset: number
  /** What must be fed; weights that are listed as inputs are not among them. */
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  readonly metadata: ReadonlyMap<string, string>
  /** Of every value, in subgraphs as well. */
  readonly names: ReadonlySet<string>
  /** Which operator makes a value, and of what. */
  readonly makers: ReadonlyMap<string, { readonly operator: string; readonly inputs: readonly string[] }>
  /** The fields of the model but its graph, and of the graph but its inputs that must be fed and its outputs. */
  readonly model: readonly Uint8Array[]
  readonly graph: readonly Uint8Array[]
}

// Field numbers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
const modelField = { graph: 7, opsets: 8, metadata: 14, training: 20, functions: 25 } as const
const graphField = { node: 1, initializer: 5, input: 11, output: 12, valueInfo: 13, sparse: 15 } as const
const nodeField = { input: 1, output: 2, operator: 4, attribute: 5, domain: 7 } as const
const attributeField = { tensor: 5, graph: 6, tensors: 10, graphs: 11, sparse: 22, sparses: 23 } as const

const standard = new Set(['', 'ai.onnx'])
/** onnxruntime has every operator from this version on. */
const oldestOpset = 7
const deepest = 8

/** Not custom, but nothing can end a loop that does not end by itself. */
const endless = new Set(['Loop'])

/**
 * Reads what an ONNX file is made of, without running it, and refuses what could reach beyond the file or was made to
 * deceive: weights in other files, operators and functions that ONNX does not define, loops, tensors whose shape is not
 * that of their bytes, parts that are there twice. What is left is a program all the same: how much it computes, only
 * running it shows. Throws `model-refused`, naming `source`.
 */
export function readOnnx(bytes: Uint8Array, source: string): OnnxModel {
  try {
    return new Reader().model(bytes)
  } catch (error) {
    if (!(error instanceof ActscopeError)) throw error
    const hint = error.hint === undefined ? {} : { hint: error.hint }
    throw new ActscopeError(error.code, `${source}: ${error.message}.`, { ...hint, cause: error })
  }
}

const refuse = (what: string, hint: string): ActscopeError => new ActscopeError('model-refused', what, { hint })

class Reader {
  readonly #reader = new FieldReader()
  readonly #names = new Set<string>()
  readonly #makers = new Map<string, { operator: string; inputs: readonly string[] }>()

  model(bytes: Uint8Array): OnnxModel {
    const fields = this.#reader.byNumber(bytes)
    const graph = fields.message(modelField.graph)
    if (graph === undefined) throw damaged('it has no graph')
    if (fields.has(modelField.functions)) {
      throw refuse('it brings functions of its own', 'Export it with its functions inlined (onnx.inliner).')
    }
    if (fields.has(modelField.training)) throw refuse('it holds a training', 'Export the network for inference.')
    const opset = this.#opset(fields)
    const { inputs, outputs, parts } = this.#graph(graph)
    return {
      opset,
      inputs,
      outputs,
      metadata: this.#metadata(fields),
      names: this.#names,
      makers: this.#makers,
      model: [...this.#reader.fields(bytes)]
        .filter(({ number }) => number !== modelField.graph)
        .map(({ whole }) => whole),
      graph: parts,
    }
  }

  #opset(fields: FieldMap): number {
    const versions = fields.messages(modelField.opsets).flatMap((message) => {
      const entry = this.#reader.byNumber(message)
      return standard.has(entry.text(1) ?? '') ? [entry.integer(2) ?? 0] : []
    })
    const [opset] = versions
    if (opset === undefined || versions.length > 1) throw damaged('it does not say which version of ONNX it is')
    if (opset >= oldestOpset) return opset
    throw refuse(`it is of ONNX opset ${opset}, which is older than ${oldestOpset}`, 'Export it again, with opset 17.')
  }

  #metadata(fields: FieldMap): ReadonlyMap<string, string> {
    return new Map(
      fields.messages(modelField.metadata).map((message) => {
        const entry = this.#reader.byNumber(message)
        return [entry.text(1) ?? '', entry.text(2) ?? '']
      }),
    )
  }

  #graph(bytes: Uint8Array): Pick<OnnxModel, 'inputs' | 'outputs'> & { parts: readonly Uint8Array[] } {
    const fields = this.#reader.byNumber(bytes)
    const weights = this.#contents(fields, 0)
    const fed = this.#values(fields, graphField.input).filter(({ value }) => !weights.has(value.name))
    const given = this.#values(fields, graphField.output)
    const left = new Set([...fed, ...given].map(({ at }) => at))
    const parts: Uint8Array[] = []
    for (const { number, whole } of this.#reader.fields(bytes)) {
      const described = number === graphField.input || number === graphField.output
      if (!described || !left.has(whole.byteOffset)) parts.push(whole)
    }
    const [inputs, outputs] = [fed, given].map((values) => values.map(({ value }) => value)) as [
      OnnxValue[],
      OnnxValue[],
    ]
    for (const { name } of [...inputs, ...outputs]) this.#names.add(name)
    return { inputs, outputs, parts }
  }

  /** With the place in the file at which each stands. */
  #values(fields: FieldMap, number: number): readonly { readonly value: OnnxValue; readonly at: number }[] {
    return fields.all(number).map(({ bytes, whole }) => ({ value: this.#value(bytes), at: whole.byteOffset }))
  }

  /** Looks through nodes and weights of a graph or a subgraph; gives the names of its weights. */
  #contents(fields: FieldMap, depth: number): ReadonlySet<string> {
    if (depth > deepest) throw damaged(`its graphs lie in one another deeper than ${deepest}`)
    if (fields.has(graphField.sparse)) throw refuse('it has sparse weights', 'Export it with dense ones.')
    const weights = new Set<string>()
    for (const message of fields.messages(graphField.initializer))
      weights.add(checkTensor(this.#reader.byNumber(message)))
    for (const name of weights) this.#names.add(name)
    for (const message of fields.messages(graphField.node)) this.#node(this.#reader.byNumber(message), depth)
    return weights
  }

  #node(node: FieldMap, depth: number): void {
    const operator = node.text(nodeField.operator) ?? ''
    const domain = node.text(nodeField.domain) ?? ''
    if (!standard.has(domain)) {
      throw refuse(`its operator ${operator} is of ${domain}, not of ONNX`, 'Export it with operators of ONNX alone.')
    }
    if (endless.has(operator)) {
      throw refuse(`its operator ${operator} may never end`, 'Export it with its loops unrolled.')
    }
    const inputs = node.texts(nodeField.input)
    for (const name of node.texts(nodeField.output)) {
      this.#names.add(name)
      this.#makers.set(name, { operator, inputs })
    }
    for (const message of node.messages(nodeField.attribute)) {
      const attribute = this.#reader.byNumber(message)
      if (attribute.has(attributeField.sparse) || attribute.has(attributeField.sparses)) {
        throw refuse('it has sparse weights', 'Export it with dense ones.')
      }
      for (const number of [attributeField.tensor, attributeField.tensors])
        for (const tensor of attribute.messages(number)) checkTensor(this.#reader.byNumber(tensor))
      for (const number of [attributeField.graph, attributeField.graphs])
        for (const graph of attribute.messages(number)) this.#contents(this.#reader.byNumber(graph), depth + 1)
    }
  }

  /** ValueInfoProto: name 1, type 2 { tensor_type 1 { elem_type 1, shape 2 { dim 1 { dim_value 1 | dim_param 2 } } } }. */
  #value(bytes: Uint8Array): OnnxValue {
    const value = this.#reader.byNumber(bytes)
    const name = value.text(1) ?? ''
    const type = value.message(2)
    const tensor = type === undefined ? undefined : this.#reader.byNumber(type).message(1)
    if (tensor === undefined) throw refuse(`its value ${name} is not a tensor`, 'Export it with tensors alone.')
    const fields = this.#reader.byNumber(tensor)
    const shape = fields.message(2)
    return { name, type: fields.integer(1) ?? 0, axes: shape === undefined ? undefined : this.#axes(shape, name) }
  }

  #axes(shape: Uint8Array, name: string): readonly Axis[] {
    const axes = this.#reader.byNumber(shape).messages(1)
    if (axes.length > 16) throw damaged(`its value ${name} has ${axes.length} axes`)
    return axes.map((message) => {
      const axis = this.#reader.byNumber(message)
      const size = axis.integer(1)
      // Some exporters write an open size as -1 or 0.
      if (size === undefined || size === -1 || size === 0) return axis.text(2)
      if (size < 0 || size > 2 ** 31) throw damaged(`its value ${name} has an axis of ${size}`)
      return size
    })
  }
}
