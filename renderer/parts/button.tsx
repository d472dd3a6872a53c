import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { keysText } from '../page/keys.ts'
import { runCommand } from '../page/run-command.ts'
import { useApp } from './use-app.ts'
import type { CommandName } from '../commands.ts'
import { texts } from '../texts.ts'
import './button.css'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `quiet`: without a frame, until it is pointed at. `main`: the one thing to do here. */
  readonly look?: 'plain' | 'quiet' | 'main' | 'danger'
  /** A switch: whether it is on. */
  readonly pressed?: boolean
  readonly children: ReactNode
}

export function Button({ look = 'plain', pressed, className = '', ...rest }: ButtonProps) {
  return <button type="button" className={`button button-${look} ${className}`} aria-pressed={pressed} {...rest} />
}

interface CommandButtonProps extends Omit<ButtonProps, 'children' | 'onClick'> {
  readonly command: CommandName
  /** An icon stands for the words, which become its name. */
  readonly icon?: ReactNode
  /** Instead of the command's own words. */
  readonly label?: string
}

/** A button for a command: its words, its keys as a tooltip, and what it does. */
export function CommandButton({ command, icon, label = texts.commands[command], ...rest }: CommandButtonProps) {
  const app = useApp()
  return (
    <Button
      {...rest}
      className={`${icon === undefined ? '' : 'button-icon'} ${rest.className ?? ''}`}
      title={`${label} (${keysText(command, app.shell.platform)})`}
      aria-label={icon === undefined ? undefined : label}
      aria-keyshortcuts={keysText(command, 'linux').replace('Ctrl', app.shell.platform === 'mac' ? 'Meta' : 'Control')}
      onClick={() => {
        runCommand(app, command)
      }}
    >
      {icon ?? label}
    </Button>
  )
}
