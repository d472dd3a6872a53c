import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { RunningAverage } from '../recognition/online/averaging.ts'
import type { AveragingRule } from '../choices.ts'
import { depthOf, blockCounts } from '../recognition/online/buffer-sampling.ts'
import { HalvingBuffer } from '../recognition/online/halving-buffer.ts'
import { OnlineBuffer } from '../recognition/online/buffer.ts'
import type { OnlineMemory } from '../recognition/online/memory.ts'
import { expectClose, expectEqual, GoldenDifference } from './compare.ts'

const numbers = z.array(z.number())
const sampling = z.object({ frames: z.array(numbers), schedule: z.array(numbers).optional() })
const averaging = z.object({ P: z.array(numbers) }).catchall(z.array(numbers))

const memories: Readonly<Record<string, (N: number) => OnlineMemory<undefined>>> = {
  referenceSlots: (N) => new OnlineBuffer(N),
  literalHalving: (N) => new HalvingBuffer(N),
}
const rules: Readonly<Record<string, AveragingRule>> = {
  halving: 'halving',
  cumulative: 'cumulative',
  referenceCodeActual: 'reference-code',
}

/** Every list of a file such as online.json: [name, largest difference]. Throws GoldenDifference at the first one that differs. */
export function checkOnline(path: string): readonly (readonly [string, number])[] {
  const file = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, 'utf8')))
  return Object.entries(file).flatMap(([name, value]) =>
    name === 'averaging'
      ? checkAveraging(averaging.parse(value))
      : [[name, checkSampling(name, sampling.parse(value))] as const],
  )
}

function checkSampling(name: string, wanted: z.infer<typeof sampling>): number {
  const [, n, which] = /^N(\d+)_([a-zA-Z]+)/.exec(name) ?? []
  const memory = memories[which ?? '']
  if (n === undefined || memory === undefined) throw new GoldenDifference(`online/${name}: there is no such reading`)
  const N = Number(n)
  const buffer = memory(N)
  wanted.frames.forEach((frames, pass) => {
    let clip = undefined
    for (let i = 0; i < N; i++) clip = buffer.next() === 'keep' ? buffer.keep(undefined, pass * N + i) : buffer.skip()
    expectEqual(
      `online/${name}: pass ${pass + 1}`,
      clip?.frames.map(({ frame }) => frame),
      frames,
    )
  })
  if (wanted.schedule !== undefined) {
    const schedule = Array.from({ length: depthOf(N) }, (_, i) => blockCounts(N, i + 1))
    expectEqual(`online/${name}: schedule`, schedule, wanted.schedule)
  }
  return 0
}

function checkAveraging(wanted: z.infer<typeof averaging>): (readonly [string, number])[] {
  return Object.entries(wanted)
    .filter(([name]) => name !== 'P' && Array.isArray(wanted[name]?.[0]))
    .map(([name, expected]) => {
      const rule = rules[name]
      if (rule === undefined) throw new GoldenDifference(`online/averaging/${name}: no such rule`)
      const average = new RunningAverage(wanted.P[0]!.length, rule)
      wanted.P.forEach((p, pass) => {
        expectClose(
          `online/averaging/${name}: pass ${pass + 1}`,
          average.add(Float64Array.from(p)),
          expected[pass]!,
          1e-12,
        )
      })
      return [`averaging/${name}`, 0] as const
    })
}
