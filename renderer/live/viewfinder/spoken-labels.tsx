import { useSelect } from '../../parts/use-app.ts'
import { texts } from '../../texts.ts'

/** Says the label when it changes, not with every score; one voice for each variant. */
export function SpokenLabels() {
  const count = useSelect(({ live }) => live.lanes.length)
  return (
    <>
      <SpokenLabel lane={0} named={count > 1} />
      <SpokenLabel lane={1} named={count > 1} />
    </>
  )
}

function SpokenLabel({ lane, named }: { readonly lane: 0 | 1; readonly named: boolean }) {
  const words = useSelect(({ live, camera }) => {
    const now = live.lanes[lane]
    if (now === undefined || now.passes === 0 || camera.state !== 'on') return ''
    return texts.live.spoken(now.shown?.label, named ? now.title : undefined)
  })
  return (
    <div className="visually-hidden" aria-live="polite" aria-atomic="true">
      {words}
    </div>
  )
}
