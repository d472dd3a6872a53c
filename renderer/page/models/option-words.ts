import { texts } from '../../texts.ts'

const { bring } = texts.models

/** The options of the command line that the importer's sentences name, as the dialog calls them. */
const fields: Readonly<Record<string, string>> = {
  labels: bring.labels,
  order: bring.order,
  range: bring.pixels,
  mean: bring.mean,
  std: bring.std,
  bgr: bring.channels,
  layout: bring.layout,
  frames: bring.frames,
  size: bring.size,
  sampling: bring.time,
  stride: bring.stride,
  fps: bring.fps,
  rate: bring.rate,
  output: bring.output,
  gives: bring.scores,
  network: bring.network,
  name: bring.modelName,
}

/** A sentence of the importer without options of the command line: "--range is missing" is of “Values of the pixels”. */
export const inFieldWords = (sentence: string): string =>
  sentence.replaceAll(/--([a-z]+)/g, (option, name: string) =>
    fields[name] === undefined ? option : `“${fields[name]}”`,
  )
