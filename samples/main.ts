/** `node dist/samples/main.js OUT.mp4 [--action NAME] [--seed N]`: renders a sample video. */
import { parseArgs } from 'node:util'
import { encodeVideo } from '../native-models/video/encode.ts'
import type { Picture } from './camera.ts'
import { actions, type ActionName } from './motion.ts'
import { renderShot } from './render.ts'

const picture: Picture = { width: 320, height: 240, fps: 25, rays: 5 }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    action: { type: 'string', default: 'jumping-jacks' },
    seed: { type: 'string', default: '9' },
  },
})
const [out] = positionals
const seed = Number(values.seed)
if (out === undefined || positionals.length > 1 || !isAction(values.action) || !Number.isInteger(seed)) {
  console.error(`usage: main.js OUT.mp4 [--action ${Object.keys(actions).join('|')}] [--seed N]`)
  process.exitCode = 2
} else {
  await encodeVideo(out, picture, renderShot({ action: values.action, seed }, picture))
}

function isAction(name: string): name is ActionName {
  return Object.hasOwn(actions, name)
}
