import { useEffect } from 'react'
import { isCommand } from '../commands.ts'
import { commandOf } from '../page/keys.ts'
import { runCommand } from '../page/run-command.ts'
import { faultOf } from '../store/faults.ts'
import { useApp } from '../parts/use-app.ts'

/** Listens to the keys, and to the desktop's menu. Escape leaves the presentation, then the full screen. */
export function useKeys(): void {
  const app = useApp()
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat) return
      if (event.key === 'Escape') {
        leave()
        return
      }
      const command = commandOf(event, app.shell.platform)
      if (command === undefined || (takesKeys(event.target, event.key) && !event.ctrlKey && !event.metaKey)) return
      event.preventDefault()
      runCommand(app, command)
    }
    const leave = (): void => {
      const { dialog, presenting, fullScreen } = app.store.getState()
      if (dialog !== undefined) return // it closes itself
      if (presenting) app.store.setState({ presenting: false })
      // The page may be full already before it is told so.
      else if (fullScreen || document.fullscreenElement !== null)
        app.shell.setFullScreen(false).catch((error: unknown) => app.notices.fault(faultOf(error)))
    }
    window.addEventListener('keydown', pressed)
    const unsubscribe = app.shell.onCommand((name) => {
      if (isCommand(name)) runCommand(app, name)
    })
    return () => {
      window.removeEventListener('keydown', pressed)
      unsubscribe()
    }
  }, [app])
}

/** Where a key has a meaning of its own: letters in fields, Space on buttons and boxes to tick. */
function takesKeys(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('input:not([type=checkbox]), select, textarea, [contenteditable]') !== null) return true
  return key === ' ' && target.closest('button, a, summary, [role=slider], [type=checkbox]') !== null
}
