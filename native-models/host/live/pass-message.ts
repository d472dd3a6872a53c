import type { HostEvent } from '../../protocol.ts'
import type { OnlinePass } from '../../recognition/online/online-recognizer.ts'
import type { Lane } from './lane.ts'

/** A pass as the page is told of it. `held`: milliseconds since its newest frame arrived. */
export function passMessage(lane: Lane, pass: OnlinePass, k: number, held: number): HostEvent {
  const { prediction, average, shown, encodeMilliseconds: encode } = pass
  return {
    type: 'live-pass',
    variant: lane.variant,
    device: lane.info.device,
    pass: pass.number,
    ...(shown !== undefined && { shown }),
    top: lane.best(average, k).map((index) => ({ index, label: lane.labels[index]!, score: average[index]! })),
    prediction: prediction.probabilities,
    average: Float32Array.from(average),
    from: pass.from,
    until: pass.until,
    oldest: pass.oldest,
    milliseconds: { encode, clip: prediction.milliseconds, total: encode + prediction.milliseconds, held },
    dropped: lane.progress.dropped,
  }
}
