import type { Graph } from './graph.ts'

/**
 * A graph as JSON, for readers in other languages: `training/graph.py` builds its PyTorch module from it.
 * Shapes are those of a batch of one; the first axis of inputs may be of any size.
 */
export function toJson(graph: Graph): string {
  const { name, inputs, nodes, outputs } = graph
  return `${JSON.stringify(
    { name, inputs, nodes, outputs: outputs.map((output) => ({ name: output.name, value: output.value.name })) },
    undefined,
    1,
  )}\n`
}
