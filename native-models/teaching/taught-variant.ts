import { ActscopeError } from '../errors.ts'
import { parametersOf } from '../graph/graph.ts'
import { parseManifest, type ManifestInput } from '../models/manifest.ts'
import { weightsEntry, type Draft } from '../models/user-variants.ts'
import { featureBlocks } from '../networks/features.ts'
import { wholeGraph } from '../networks/network.ts'
import { taughtNetwork, taughtScope } from '../networks/taught.ts'
import { writeSafetensors } from '../weights/safetensors.ts'
import { float32Tensor } from '../weights/tensor.ts'
import type { Action } from './action.ts'
import type { Classifier, Lesson } from './classifier.ts'
import type { Base } from './feature-reader.ts'

/** The label of what is none of the actions. It is hidden: where it leads there is no label. */
export const noneOfThese = 'none of these'

/** The id of a variant that is taught: the base's network, and the name. Throws `input-invalid` for a name without letters. */
export function taughtId(base: Base, name: string): string {
  const word = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  if (word !== '') return `${base.network.name}/${word}`
  throw new ActscopeError('input-invalid', `${JSON.stringify(name)} is no name for a variant`, {
    hint: 'Use letters a to z, digits and "-".',
  })
}

/** What was taught as a variant like all others: the base's encoder and 3D part, and the taught classifier. */
export async function taughtVariant(
  base: Base,
  name: string,
  actions: readonly Action[],
  { classifier, figures }: Lesson,
  when: Date,
): Promise<Draft> {
  const id = taughtId(base, name)
  const { manifest } = base
  const { prototypes } = classifier
  const options = { ...base.network.options, classes: actions.length + 1 }
  const network = taughtNetwork({ ...base.network, options }, { prototypes: prototypes.length })
  const own = taughtTensors(classifier)
  const tensors = parametersOf(wholeGraph(network, 'normalized')).map(
    ({ name: tensor, shape }) => [tensor, float32Tensor(own.get(tensor) ?? base.weights.get(tensor)!, shape)] as const,
  )
  const weights = writeSafetensors(new Map(tensors))
  const takes = actions.reduce((sum, action) => sum + action.takes.length, 0)
  const tested = { right: figures.right, takes: figures.takes }
  const draft: ManifestInput = {
    format: 1,
    id,
    title: name,
    network: manifest.network,
    preprocessing: manifest.preprocessing,
    rate: manifest.rate,
    sampling: manifest.sampling,
    weights: await weightsEntry('weights.safetensors', weights),
    labels: [
      ...actions.map(({ label, background }) => ({ label, background })),
      { label: noneOfThese, background: true, hidden: true },
    ],
    training: {
      data: `${takes} takes of ${actions.length} actions, by the user`,
      recipe: `taught on ${manifest.id}`,
      commit: `sha256 ${manifest.weights.sha256.slice(0, 12)}`,
    },
    taught: {
      base: manifest.id,
      baseSha256: manifest.weights.sha256,
      when: when.toISOString(),
      actions: actions.map((action) => ({
        label: action.label,
        takes: action.takes.length,
        mirrored: action.mirrored,
      })),
      prototypes: prototypes.length,
      ...(figures.takes > 0 && { leaveOneTakeOut: tested }),
    },
    licence: manifest.licence,
    limits: ['taught by the user: it knows the people, the place and the camera of its takes'],
  }
  return { manifest: parseManifest(JSON.stringify(draft), id), weights }
}

/** A classifier's numbers by the names that networks/taught.ts gives them. */
function taughtTensors(classifier: Classifier): ReadonlyMap<string, Float32Array> {
  const { normalisation, weights, intercepts, prototypes, limit, sharpness } = classifier
  const { sizes, centre, scale } = normalisation
  const tensors = new Map<string, Float32Array>()
  const put = (name: string, values: Float32Array): unknown => tensors.set(`${taughtScope}.${name}`, values)
  let at = 0
  for (const block of featureBlocks) {
    const end = at + sizes[block]
    put(`${block}.centre`, Float32Array.from(centre.subarray(at, end)))
    put(`${block}.scale`, Float32Array.from(scale.subarray(at, end)))
    at = end
  }
  put('scores.weight', rowsOf(weights, 1))
  put('scores.bias', Float32Array.from(intercepts))
  put('prototypes.weight', rowsOf(prototypes, sharpness))
  put('limit', Float32Array.of(sharpness * limit))
  return tensors
}

/** Rows one after another, times a factor. */
function rowsOf(rows: readonly Float64Array[], factor: number): Float32Array {
  const length = rows[0]!.length
  const whole = new Float32Array(rows.length * length)
  rows.forEach((row, i) => {
    whole.set(
      row.map((x) => x * factor),
      i * length,
    )
  })
  return whole
}
