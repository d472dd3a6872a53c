import { readFileSync } from 'node:fs'
import { labelSetNames, type LabelSetName } from '../choices.ts'
import { plainWords } from './plain-words.ts'

/** A class of a data set. */
export interface Label {
  /** As the data set spells it: `ApplyEyeMakeup`. */
  readonly name: string
  /** As a person reads it: `putting on eye make-up`. */
  readonly label: string
}

export function isLabelSetName(word: string): word is LabelSetName {
  return (labelSetNames as readonly string[]).includes(word)
}

/**
 * The classes of a data set in the order of its own list of labels, which is that of the outputs of networks trained on
 * it; but see {@link sortedByName}. Jester's are sorted.
 */
export function labelSet(name: LabelSetName): readonly Label[] {
  return parseLabels(readFileSync(new URL(`${name}.txt`, folder), 'utf8'))
}

/**
 * Something-Something and Jester as TRN, TSM and what was built on them number their classes: by name
 * (temporal-shift-module, tools/gen_label_sthv1.py).
 */
export function sortedByName(labels: readonly Label[]): readonly Label[] {
  return labels.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

const folder = new URL('../../../native-models/labels/', import.meta.url)

/**
 * A label on each line: `name`, or `name<TAB>label` where {@link plainWords} does not make the right words of the name.
 * Empty lines are passed over.
 */
export function parseLabels(text: string): readonly Label[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const [name, label] = line.split('\t') as [string, string?]
    return { name, label: label ?? plainWords(name) }
  })
}
