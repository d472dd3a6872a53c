import { useApp, useSelect } from '../parts/use-app.ts'
import { Icon } from '../parts/icon.tsx'
import type { Lane, State } from '../store/state.ts'
import { texts } from '../texts.ts'
import './numbers.css'

const words = texts.live.numbers

/** How fast it goes, and where the time goes. Two variants that are compared have two values. */
export function Numbers() {
  const { store } = useApp()
  const behind = useSelect(({ live }) => live.stats.behind)
  return (
    <dl className="numbers number" aria-label={words.name}>
      <Value name={words.camera} help={words.cameraHelp} of={(s) => [rate(s.live.stats.cameraFps)]} />
      <Value name={words.passes} help={words.passesHelp} of={(s) => [rate(s.live.stats.passesPerSecond)]} />
      <Value name={words.encode} help={words.encodeHelp} of={lanes(({ milliseconds }) => time(milliseconds?.encode))} />
      <Value name={words.clip} help={words.clipHelp} of={lanes(({ milliseconds }) => time(milliseconds?.clip))} />
      <Value name={words.total} help={words.totalHelp} of={lanes(({ milliseconds }) => time(milliseconds?.total))} />
      <Value name={words.latency} help={words.latencyHelp} of={lanes(({ latency }) => time(latency))} />
      {behind ? (
        <Value
          name={words.dropped}
          help={words.behind}
          of={lanes(({ dropped }) => String(dropped))}
          onFix={() => {
            store.setState({ dialog: 'settings' })
          }}
        />
      ) : (
        <Value name={words.dropped} help={words.droppedHelp} of={lanes(({ dropped }) => String(dropped))} />
      )}
      <Value name={words.device} help={words.deviceHelp} of={lanes(({ info }) => info.device)} />
    </dl>
  )
}

const rate = (perSecond: number): string => (perSecond === 0 ? words.none : words.perSecond(perSecond))
const time = (ms: number | undefined): string => (ms === undefined ? words.none : words.milliseconds(ms))
const lanes =
  (read: (lane: Lane) => string) =>
  ({ live }: State): string[] =>
    live.lanes.length === 0 ? [words.none] : live.lanes.map(read)

interface ValueProps {
  readonly name: string
  readonly help: string
  readonly of: (state: State) => readonly string[]
  /** It is a warning; what to do about it. */
  readonly onFix?: () => void
}

function Value({ name, help, of, onFix }: ValueProps) {
  const values = useSelect((state) => of(state).join('\n')).split('\n')
  const shown = values.map((value, i) => (
    <span key={i} className={values.length > 1 ? `numbers-lane-${i}` : undefined}>
      {value}
    </span>
  ))
  return (
    <div className={`numbers-cell ${values.length > 1 ? 'numbers-two' : ''}`} title={help}>
      <dt>
        {name}
        {onFix !== undefined && <Icon name="warning" />}
      </dt>
      {onFix === undefined ? (
        <dd>{shown}</dd>
      ) : (
        <dd className="numbers-warning">
          <button type="button" onClick={onFix}>
            {shown}
            <span className="visually-hidden">. {help}</span>
          </button>
        </dd>
      )}
    </div>
  )
}
