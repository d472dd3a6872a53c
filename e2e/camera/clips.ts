/** The clips that the tests show. The samples are always there; real ones, with their labels, where somebody has them. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../machine/targets.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Clip {
  readonly path: string
  /** What the shipped variant calls what is done in it. */
  readonly label: string
  /** Of the camera's pictures: 640 x 480, if absent. */
  readonly size?: Size
}

const sample = (name: string, label: string): Clip => ({ path: join(root, 'samples', name), label })

export const jumpingJacks = sample('jumping-jacks.mp4', 'doing jumping jacks')
export const bending = sample('bending.mp4', 'bending down')

const folder = process.env['ACTSCOPE_CLIPS']

/** Undefined where it is not: the footage may not be passed on with the project. */
function real(name: string, label: string): Clip | undefined {
  const path = join(folder ?? '', name)
  return folder !== undefined && existsSync(path) ? { path, label } : undefined
}

export const whyNoRealClips = 'There are no real clips here (ACTSCOPE_CLIPS may name their folder).'

/** A person who waves with both arms, Weizmann, XviD in AVI, 180 x 144. */
export const realWaving = real('wave2__weizmann_daria.avi', 'waving with both hands')

const jesterModel = join(process.env['ACTSCOPE_JESTER'] ?? '', 'model.onnx')
const swipingLeft = real('Swiping_Left__jester_validation_120331.mp4', 'swiping left')

/** A network of others, for 27 gestures in front of a webcam, and a person who makes one of them. */
export const jester =
  existsSync(jesterModel) && swipingLeft !== undefined ? { file: jesterModel, swipingLeft } : undefined
