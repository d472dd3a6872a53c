import { commands, isCommand } from '../commands.ts'
import { Dialog } from '../parts/dialog.tsx'
import { texts } from '../texts.ts'
import { keysText } from '../page/keys.ts'
import { useApp } from '../parts/use-app.ts'
import './shortcuts.css'

export function Shortcuts() {
  const { shell, store } = useApp()
  const names = Object.keys(commands)
    .filter(isCommand)
    .filter((name) => !/^variant-[2-9]$/.test(name))
  return (
    <Dialog
      title={texts.commands.shortcuts}
      onClose={() => {
        store.setState({ dialog: undefined })
      }}
    >
      <dl className="shortcuts">
        {names.map((name) => (
          <div key={name} className="shortcut">
            <dt>{name === 'variant-1' ? texts.variants.shortcut : texts.commands[name].replace('…', '')}</dt>
            <dd>
              <kbd>{name === 'variant-1' ? '1 – 9' : keysText(name, shell.platform)}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
