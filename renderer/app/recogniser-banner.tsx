import { Button } from '../parts/button.tsx'
import { texts } from '../texts.ts'
import { useApp, useSelect } from './use-app.ts'
import './recogniser-banner.css'

/** One quiet line when the recogniser is being started again; a question when it has given up. */
export function RecogniserBanner() {
  const { shell } = useApp()
  const status = useSelect((state) => state.recogniser)
  if (status.state === 'running' || status.state === 'starting') return null
  return (
    <div className={`recogniser-banner recogniser-${status.state}`} role="status">
      <span>
        {status.state === 'stopped'
          ? `${texts.recogniser.stopped} ${status.error.message}`
          : texts.recogniser.restarting}
      </span>
      {status.state === 'stopped' && (
        <>
          {status.error.hint !== undefined && <span>{status.error.hint}</span>}
          <Button
            onClick={() => {
              shell.restartRecogniser()
            }}
          >
            {texts.recogniser.startAgain}
          </Button>
        </>
      )}
    </div>
  )
}
