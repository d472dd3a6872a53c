/** The endings of names that models have: ONNX files, and weights of the networks that Actscope knows. */
export const modelEndings: readonly string[] = ['onnx', 'safetensors', 'pth', 'pt']
/** Of a list of labels: text, a label on each line. */
export const labelsEndings: readonly string[] = ['txt', 'labels']

const endsIn = (endings: readonly string[], name: string): boolean =>
  endings.some((ending) => name.toLowerCase().endsWith(`.${ending}`))

export const isModelName = (name: string): boolean => endsIn(modelEndings, name)
export const isLabelsName = (name: string): boolean => endsIn(labelsEndings, name)
