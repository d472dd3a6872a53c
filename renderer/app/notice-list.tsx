import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { texts } from '../texts.ts'
import { useApp, useSelect } from '../parts/use-app.ts'
import './notice-list.css'

export function NoticeList() {
  const { notices } = useApp()
  const list = useSelect((state) => state.notices)
  return (
    <div className="notice-list" role="log" aria-label={texts.notices.name}>
      <ol className="notice-items">
        {list.map(({ id, kind, text, hint, action }) => (
          <li key={id} className={`notice notice-${kind}`}>
            <div className="notice-words">
              <p>{text}</p>
              {hint !== undefined && <p className="notice-hint">{hint}</p>}
            </div>
            {action !== undefined && (
              <Button
                onClick={() => {
                  action.run()
                  notices.close(id)
                }}
              >
                {action.label}
              </Button>
            )}
            <Button
              look="quiet"
              className="button-icon"
              aria-label={texts.notices.close}
              onClick={() => {
                notices.close(id)
              }}
            >
              <Icon name="close" />
            </Button>
          </li>
        ))}
      </ol>
    </div>
  )
}
