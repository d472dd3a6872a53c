import { Button } from '../parts/button.tsx'
import { texts } from '../texts.ts'
import { useApp, useSelect } from '../parts/use-app.ts'
import './recognizer-banner.css'

/** One quiet line when the recognizer is being started again; a question when it has given up. */
export function RecognizerBanner() {
  const { shell } = useApp()
  const status = useSelect((state) => state.recognizer)
  if (status.state === 'running' || status.state === 'starting') return null
  return (
    <div className={`recognizer-banner recognizer-${status.state}`} role="status">
      <span>
        {status.state === 'stopped'
          ? `${texts.recognizer.stopped} ${status.error.message}`
          : texts.recognizer.restarting}
      </span>
      {status.state === 'stopped' && (
        <>
          {status.error.hint !== undefined && <span>{status.error.hint}</span>}
          <Button
            onClick={() => {
              shell.restartRecognizer()
            }}
          >
            {texts.recognizer.startAgain}
          </Button>
        </>
      )}
    </div>
  )
}
