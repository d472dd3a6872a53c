import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import type { Command } from 'commander'
import { toJson as graphToJson } from '../graph/json.ts'
import { networkNamed } from '../networks/index.ts'
import { wholeGraph } from '../networks/network.ts'
import { videosIn } from '../recognition/evaluation/dataset.ts'
import { resizeShortSide } from '../video/preprocess.ts'
import { openVideo } from '../video/video.ts'
import { writeFileAtomically } from '../disk/atomic-write.ts'
import { count, positive } from './options.ts'
import { toJson } from './output.ts'
import { progressBar } from './progress.ts'

/** The commands that training/ needs: a network's graph, and the frames of a data set as recognition sees them. */
export function addTraining(program: Command): void {
  program
    .command('graph')
    .description('print a network as JSON, for training/')
    .argument('<network>', 'see `actscope networks`')
    .requiredOption('--classes <n>', 'number of labels', count)
    .option('--frames <n>', 'frames of a clip', count, 16)
    .option('--size <pixels>', 'height and width of a frame', count, 224)
    .option('--width <factor>', 'factor on the number of channels', positive, 1)
    .option('--variation <name>', 'a reading of the paper, where there are several')
    .action(
      (name: string, options: { classes: number; frames: number; size: number; width: number; variation?: string }) => {
        const { variation, ...shape } = options
        process.stdout.write(graphToJson(wholeGraph(networkNamed(name).build(shape, variation), 'normalized')))
      },
    )
  program
    .command('frames')
    .description('decode a folder of set/class/clip into a cache of frames, for training/')
    .argument('<folder>')
    .requiredOption('--out <cache>', 'folder to write frames.bin and index.json to')
    .option('--short-side <pixels>', 'size of the frames', count, 128)
    .action(writeFrames)
}

async function writeFrames(folder: string, { out, shortSide }: { out: string; shortSide: number }): Promise<void> {
  const paths = videosIn(folder)
  mkdirSync(out, { recursive: true })
  const bin = openSync(join(out, 'frames.bin'), 'w')
  const bar = progressBar('decode', paths.length, 'videos')
  const index: Record<string, unknown>[] = []
  let offset = 0
  try {
    for (const [i, path] of paths.entries()) {
      let frames = 0
      let size = { width: 0, height: 0 }
      const start = offset
      for await (const frame of (await openVideo(path)).frames()) {
        const { rgb, width, height } = resizeShortSide(frame, shortSide)
        // A picture that changes its size in mid-stream cannot be one block of bytes; its first part is kept.
        if (frames > 0 && (width !== size.width || height !== size.height)) break
        writeSync(bin, rgb)
        offset += rgb.length
        size = { width, height }
        frames += 1
      }
      const [set, cls] = relative(folder, dirname(path)).split(/[\\/]/).slice(-2)
      index.push({ set, cls, file: basename(path), ...size, frames, offset: start })
      bar.update(i + 1)
    }
  } finally {
    closeSync(bin)
    bar.stop()
  }
  await writeFileAtomically(join(out, 'index.json'), toJson(index))
  console.log(`${index.length} videos, ${(offset / 1e9).toFixed(2)} GB`)
}
