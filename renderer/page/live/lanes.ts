/** The lanes in the state: what each of the variants that run says. */
import type { LaneInfo } from '../../../native-models/protocol.ts'
import type { Lane } from '../../store/state.ts'
import { changeLive, type Store } from '../../store/store.ts'

export function newLane(info: LaneInfo, title: string): Lane {
  return {
    info,
    title,
    filled: 0,
    passes: 0,
    dropped: 0,
    shown: undefined,
    top: [],
    milliseconds: undefined,
    latency: undefined,
  }
}

export const laneOf = (store: Store, variant: string): Lane | undefined =>
  store.getState().live.lanes.find(({ info }) => info.variant === variant)

/** Nothing happens where nothing of it changes. */
export function changeLane(store: Store, variant: string, change: Partial<Lane>): void {
  const lane = laneOf(store, variant)
  if (lane === undefined) return
  const changed = (Object.keys(change) as (keyof Lane)[]).some((key) => lane[key] !== change[key])
  if (changed)
    changeLive(store, ({ lanes }) => ({
      lanes: lanes.map((other) => (other === lane ? { ...lane, ...change } : other)),
    }))
}

export function changeLaneInfo(store: Store, variant: string, change: Partial<LaneInfo>): void {
  const lane = laneOf(store, variant)
  if (lane !== undefined) changeLane(store, variant, { info: { ...lane.info, ...change } })
}
