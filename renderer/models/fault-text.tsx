import { useEffect, useRef } from 'react'
import type { Fault } from '../store/state.ts'
import './fault-text.css'

/** What went wrong and what to do, at the place where it did. */
export function FaultText({ fault }: { readonly fault: Fault }) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    element.current?.scrollIntoView({ block: 'nearest' })
  }, [fault])
  return (
    <div ref={element} className="fault-text" role="alert">
      <p>{fault.message}</p>
      {fault.hint !== undefined && <p className="model-quiet">{fault.hint}</p>}
    </div>
  )
}
