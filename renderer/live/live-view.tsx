import { useSelect } from '../parts/use-app.ts'
import { LivePanel } from './panel/live-panel.tsx'
import { Numbers } from './numbers.tsx'
import { SourceControls } from './source/source-controls.tsx'
import { Viewfinder } from './viewfinder/viewfinder.tsx'
import './live-view.css'

/** The camera's picture with what it shows, and beside it everything that can be known of it. */
export function LiveView() {
  const presenting = useSelect((state) => state.presenting)
  return (
    <div className={presenting ? 'live-view live-presenting' : 'live-view'}>
      <Viewfinder />
      {!presenting && (
        <>
          <div className="live-strip">
            <Numbers />
            <SourceControls />
          </div>
          <LivePanel />
        </>
      )}
    </div>
  )
}
