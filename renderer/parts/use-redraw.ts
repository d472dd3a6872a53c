import { useEffect, useRef, type RefObject } from 'react'

/** Calls `draw` when the element has another size, and when the theme has changed. Colours are read anew by `draw`. */
export function useRedraw(element: RefObject<HTMLElement | null>, draw: () => void): void {
  const latest = useRef(draw)
  useEffect(() => {
    latest.current = draw
    draw()
  })
  useEffect(() => {
    const again = (): void => {
      latest.current()
    }
    const sizes = new ResizeObserver(again)
    if (element.current !== null) sizes.observe(element.current)
    const theme = new MutationObserver(again)
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => {
      sizes.disconnect()
      theme.disconnect()
    }
  }, [element])
}
