/** The keys of a list of files, and of the table: one line at a time has the focus, and is the one that is looked at. */
import type { KeyboardEvent } from 'react'

export interface RowKeys {
  readonly keys: readonly string[]
  readonly selected: string | undefined
  readonly select: (key: string) => void
  readonly remove: (key: string) => void
  readonly open: (key: string) => void
}

export function pressedInRows(
  event: KeyboardEvent<HTMLElement>,
  { keys, selected, select, remove, open }: RowKeys,
): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return
  const at = selected === undefined ? -1 : keys.indexOf(selected)
  const go = (to: number): void => {
    const key = keys[Math.min(keys.length - 1, Math.max(0, to))]
    if (key === undefined) return
    select(key)
    focusRow(event.currentTarget, key)
  }
  switch (event.key) {
    case 'ArrowDown':
      go(at + 1)
      break
    case 'ArrowUp':
      go(at - 1)
      break
    case 'PageDown':
      go(at + 10)
      break
    case 'PageUp':
      go(at - 10)
      break
    case 'Home':
      go(0)
      break
    case 'End':
      go(keys.length - 1)
      break
    case 'Enter':
      if (selected !== undefined) open(selected)
      break
    case 'Delete':
    case 'Backspace': {
      if (selected === undefined) break
      const list = event.currentTarget
      const next = keys[at + 1] ?? keys[at - 1]
      remove(selected)
      if (next === undefined) break
      select(next)
      focusRow(list, next)
      break
    }
    default:
      return
  }
  event.preventDefault()
}

/** After React has drawn it. */
function focusRow(list: HTMLElement, key: string): void {
  requestAnimationFrame(() => {
    const row = list.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'nearest' })
  })
}
