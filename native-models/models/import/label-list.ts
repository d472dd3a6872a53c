import { type LabelOrder, labelSetNames } from '../../choices.ts'
import { ActscopeError } from '../../errors.ts'
import { isLabelSetName, labelSet, parseLabels, sortedByName, type Label } from '../../labels/label-sets.ts'
import type { ManifestLabel } from '../manifest.ts'
import { readRegularFile } from '../../disk/regular-file.ts'

export interface LabelOptions {
  /** A file with a label on each line, or the name of a set. */
  readonly labels?: string
  readonly order?: LabelOrder
  /** Labels that mean that nothing of interest happens. */
  readonly background?: readonly string[]
}

/** What Jester's own description calls no gesture. */
const jesterBackground = ['Doing other things', 'No gesture']
const largestList = 4 * 2 ** 20

/** The labels that were told, in the order of the network's outputs. Throws `input-invalid`. */
export async function readLabels({
  labels,
  order,
  background,
}: LabelOptions): Promise<readonly ManifestLabel[] | undefined> {
  if (labels === undefined) return undefined
  const set = isLabelSetName(labels) ? labels : undefined
  if (set === 'something-something-v1' && order === undefined) {
    throw new ActscopeError('input-invalid', `networks on ${set} number its classes in two ways: --order is missing`, {
      hint: 'TRN, TSM and what was built on them: --order name. The list of the data set itself: --order list.',
    })
  }
  const listed = set === undefined ? await fromFile(labels) : labelSet(set)
  const ordered = order === 'name' ? sortedByName(listed) : listed
  const quiet = new Set(background ?? (set === 'jester' ? jesterBackground : []))
  const known = new Set(ordered.flatMap(({ name, label }) => [name, label]))
  const stranger = [...quiet].find((word) => !known.has(word))
  if (stranger !== undefined) {
    throw new ActscopeError('input-invalid', `--background ${JSON.stringify(stranger)} is none of the labels`)
  }
  return ordered.map(({ name, label }) => ({
    label,
    classes: [set === undefined ? name : `${set}/${name}`],
    background: quiet.has(name) || quiet.has(label),
  }))
}

async function fromFile(path: string): Promise<readonly Label[]> {
  let bytes: Uint8Array
  try {
    bytes = await readRegularFile(path, 'input-invalid', largestList)
  } catch (error) {
    if (!(error instanceof ActscopeError)) throw error
    throw new ActscopeError('input-invalid', `--labels: ${error.message}`, {
      hint: `A file with a label on each line, or one of ${labelSetNames.join(', ')}.`,
      cause: error,
    })
  }
  const labels = parseLabels(new TextDecoder().decode(bytes))
  if (labels.length > 0) return labels
  throw new ActscopeError('input-invalid', `${path} holds no labels`, { hint: 'Write a label on each line.' })
}
