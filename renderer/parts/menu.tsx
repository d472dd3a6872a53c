import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { Button } from './button.tsx'
import './menu.css'

interface MenuProps {
  /** Of the button: what it opens; its tooltip too. */
  readonly name: string
  readonly children: ReactNode
  readonly items: readonly { readonly text: string; readonly run: () => void }[]
  readonly disabled?: boolean
  readonly className?: string
}

/** A button that opens a list of things to do. The browser closes it when anything else is clicked. */
export function Menu({ name, children, items, disabled, className = 'button-icon' }: MenuProps) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLSpanElement>(null)
  const place = (): void => {
    const [menu, at] = [list.current, button.current?.getBoundingClientRect()]
    if (menu === null || at === undefined) return
    const below = innerHeight - at.bottom > menu.offsetHeight + 8
    menu.style.left = `${Math.max(8, Math.min(at.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8))}px`
    menu.style.top = `${below ? at.bottom + 4 : at.top - menu.offsetHeight - 4}px`
    menu.style.visibility = 'visible'
    menu.querySelector('button')?.focus()
  }
  const move = (event: KeyboardEvent): void => {
    const all = [...(list.current?.querySelectorAll('button') ?? [])]
    const now = all.findIndex((item) => item === document.activeElement)
    const to = { ArrowDown: now + 1, ArrowUp: now - 1 + all.length, Home: 0, End: all.length - 1 }[event.key]
    if (to !== undefined) all[to % all.length]?.focus()
    else if (event.key === 'Escape' || event.key === 'Tab') list.current?.hidePopover()
    else return
    if (event.key !== 'Tab') event.preventDefault() // Escape is for the menu alone
  }
  return (
    <span ref={button} className="menu">
      <Button
        look="quiet"
        className={className}
        disabled={disabled}
        title={name}
        aria-label={name}
        aria-haspopup="menu"
        popoverTarget={id}
      >
        {children}
      </Button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        aria-label={name}
        className="menu-list"
        onToggle={(event) => {
          if (event.newState === 'open') place()
          else event.currentTarget.style.visibility = ''
        }}
        onKeyDown={move}
      >
        {items.map(({ text, run }) => (
          <button
            key={text}
            type="button"
            role="menuitem"
            tabIndex={-1}
            className="menu-item"
            onClick={() => {
              list.current?.hidePopover()
              run()
            }}
          >
            {text}
          </button>
        ))}
      </div>
    </span>
  )
}
