import type { Attributes, OperatorName } from './operators.ts'
import type { Shape } from './shape.ts'

/** A tensor inside a graph, named after the input or node that makes it. Shapes are those of a batch of one. */
export interface Value {
  readonly name: string
  readonly shape: Shape
}

export interface GraphInput extends Value {
  readonly type: 'float32' | 'uint8'
}

/**
 * A learned tensor by its full name, as in a PyTorch state dict: `cnn2d.layer1.0.conv1.weight`. Shapes are PyTorch's
 * (Conv2d: O, I/groups, kH, kW; Linear: out, in).
 */
export interface Parameter {
  readonly name: string
  readonly shape: Shape
}

/** One application of an operator. */
export type Node = {
  readonly [Name in OperatorName]: Value & {
    readonly operator: Name
    readonly attributes: Attributes[Name]
    readonly inputs: readonly string[]
    readonly parameters: readonly Parameter[]
    readonly macs: number
  }
}[OperatorName]

/** A network, or a part of one: nodes in an order in which they can run. */
export interface Graph {
  readonly name: string
  readonly inputs: readonly GraphInput[]
  readonly nodes: readonly Node[]
  /** What a caller gets, by its public name. */
  readonly outputs: readonly { readonly name: string; readonly value: Value }[]
}

/** Parameters of a graph in the order of its nodes, statistics of batch norms included. */
export const parametersOf = (graph: Graph): readonly Parameter[] => graph.nodes.flatMap((node) => node.parameters)
