import { texts } from '../../texts.ts'

const words = texts.models.import

/** The options of the command line that the importer's sentences name, as the dialog calls them. */
const fields: Readonly<Record<string, string>> = {
  labels: words.labels,
  order: words.order,
  range: words.pixels,
  mean: words.mean,
  std: words.std,
  bgr: words.channels,
  layout: words.layout,
  frames: words.frames,
  size: words.size,
  sampling: words.time,
  stride: words.stride,
  fps: words.fps,
  rate: words.rate,
  output: words.output,
  gives: words.scores,
  network: words.network,
  name: words.modelName,
}

/** A sentence of the importer without options of the command line: "--range is missing" is of “Values of the pixels”. */
export const inFieldWords = (sentence: string): string =>
  sentence.replaceAll(/--([a-z]+)/g, (option, name: string) =>
    fields[name] === undefined ? option : `“${fields[name]}”`,
  )
