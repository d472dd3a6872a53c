import { Button, CommandButton } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { texts } from '../../texts.ts'
import { useApp, useSelect } from '../../parts/use-app.ts'
import { chooseVariant, compareWith } from '../../page/live/choice.ts'
import { usedVariants } from '../../store/variants.ts'
import './variant-switch.css'

/** Of more than so many, those that do not run are shown by their key alone: titles that are cut to a letter say nothing. */
const titleLimit = 3

/** Always at hand: the variants, each with its key; what runs; what was asked for and could not be loaded; a second one. */
export function VariantSwitch() {
  const app = useApp()
  const variants = useSelect((state) => state.variants)
  const loading = useSelect((state) => state.live.loading)
  const refused = useSelect((state) => state.live.refused)
  const lanes = useSelect((state) => state.live.lanes)
  const wanted = useSelect((state) => usedVariants(state).join('\n')).split('\n')
  const comparing = wanted.length === 2
  const many = variants.length > titleLimit
  return (
    <div className="variant-switch">
      <div className="variant-list" role="group" aria-label={texts.variants.name}>
        {variants.map(({ id, title, training }, i) => {
          const lane = wanted.indexOf(id)
          // Asked for, and it could not be loaded; what runs is marked by its lane.
          const isRefused = refused?.variants.includes(id) === true && !lanes.some(({ info }) => info.variant === id)
          const key = i < 9 ? String(i + 1) : undefined
          const help = texts.variants.toggle(title, key, training === undefined)
          return (
            <Button
              key={id}
              look="quiet"
              className={`variant-option ${lane === -1 ? '' : `variant-lane-${lane}`}`}
              pressed={lane !== -1}
              aria-busy={loading?.includes(id) === true}
              aria-keyshortcuts={key}
              title={isRefused ? texts.variants.refused(title, refused.error.message) : help}
              onClick={(event) => {
                if (event.shiftKey) compareWith(app, id)
                else chooseVariant(app, id)
              }}
            >
              {key !== undefined && <kbd className="variant-key">{key}</kbd>}
              <span
                className={`variant-title ${many && lane === -1 && key !== undefined && !isRefused ? 'visually-hidden' : ''}`}
              >
                {title}
              </span>
              {isRefused && <Icon name="warning" />}
            </Button>
          )
        })}
      </div>
      {variants.length > 1 && (
        <CommandButton look="quiet" command="compare" pressed={comparing} icon={<Icon name="compare" />} />
      )}
    </div>
  )
}
