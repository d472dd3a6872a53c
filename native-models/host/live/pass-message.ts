import type { HostEvent } from '../../protocol.ts'
import { topK } from '../../recognition/recognize-file.ts'
import type { Lane, LaneResult } from './lane.ts'

/** A pass as the picture is told of it. `held`: milliseconds since its newest frame arrived. */
export function passMessage(lane: Lane, { number, pass, shown }: LaneResult, k: number, held: number): HostEvent {
  const { prediction, average, encodeMilliseconds: encode } = pass
  return {
    type: 'live-pass',
    variant: lane.variant,
    device: lane.info.device,
    pass: number,
    ...(shown !== undefined && { shown }),
    top: topK(average, k).map((index) => ({ index, label: lane.labels[index]!, score: average[index]! })),
    prediction: prediction.probabilities,
    average: Float32Array.from(average),
    from: pass.from,
    until: pass.until,
    oldest: pass.oldest,
    milliseconds: { encode, clip: prediction.milliseconds, total: encode + prediction.milliseconds, held },
    dropped: lane.progress.dropped,
  }
}
