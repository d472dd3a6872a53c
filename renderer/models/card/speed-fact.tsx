import { useStore } from 'zustand'
import type { VariantSummary } from '../../../native-models/protocol.ts'
import { useApp, useSelect } from '../../parts/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { texts } from '../../texts.ts'
import './speed-fact.css'

/** How fast it is on this machine: measured when someone asks, as it takes the machine for some seconds. */
export function SpeedFact({ variant }: { readonly variant: VariantSummary }) {
  const { models } = useApp()
  const speed = useStore(models.view, ({ speeds }) => speeds[variant.id])
  const running = useSelect((state) => state.recognizer.state === 'running')
  const measure = (): void => void models.measure(variant)
  if (speed === undefined)
    return (
      <Button
        className="speed-button"
        disabled={!running}
        aria-label={texts.models.measureOf(variant.title)}
        onClick={measure}
      >
        {texts.models.measure}
      </Button>
    )
  return (
    <div className="speed" role="status">
      {speed.state === 'measuring' && texts.models.measuring}
      {speed.state === 'failed' && (
        <span className="speed-failed">{texts.models.fault(speed.fault.message, speed.fault.hint)}</span>
      )}
      {speed.state === 'done' && (
        <span>
          {texts.models.perPass(speed.speed.milliseconds.pass, speed.speed.device)}
          {speed.speed.milliseconds.encode !== undefined && (
            <span className="model-quiet speed-parts">
              {texts.models.passParts(
                speed.speed.frames,
                speed.speed.milliseconds.encode,
                speed.speed.milliseconds.clip ?? 0,
              )}
            </span>
          )}
        </span>
      )}
      {speed.state !== 'measuring' && (
        <Button
          look="quiet"
          className="button-icon speed-again"
          title={texts.models.measure}
          aria-label={texts.models.measureOf(variant.title)}
          onClick={measure}
        >
          <Icon name="again" />
        </Button>
      )}
    </div>
  )
}
