import { useStore } from 'zustand'
import { useApp, useSelect } from '../parts/use-app.ts'
import { usedVariants } from '../store/variants.ts'
import { Button, CommandButton } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { texts } from '../texts.ts'
import { isBusy } from '../store/file-result.ts'
import { fileRow } from '../page/files/file-row.ts'
import './files-bar.css'

const layouts = ['player', 'table'] as const

/** Above the list: how many there are, how far it is, and what can be done with all of them. */
export function FilesBar() {
  const { files, store } = useApp()
  const layout = useStore(files.view, (view) => view.layout)
  const entries = useSelect((state) => state.files.entries)
  const variants = useSelect((state) => state.variants)
  const wanted = useSelect((state) => usedVariants(state)[0])
  const title = variants.find(({ id }) => id === wanted)?.title ?? ''
  const busy = entries.filter(({ status }) => isBusy(status))
  const others = entries.filter(({ status, result }) => !isBusy(status) && result?.variant !== wanted)
  const done = entries.length - busy.length
  const count = busy.length > 0 ? texts.files.progress(done, entries.length) : texts.files.count(entries.length)
  const rows = () => store.getState().files.entries.map(fileRow)
  return (
    <div className={`files-bar files-bar-${layout}`}>
      <div className="files-bar-layouts" role="group" aria-label={texts.files.layout}>
        {layouts.map((each) => (
          <Button
            key={each}
            look="quiet"
            pressed={each === layout}
            className="files-bar-layout"
            onClick={() => {
              files.view.setState({ layout: each })
            }}
          >
            {texts.files.layouts[each]}
          </Button>
        ))}
      </div>
      <p className="files-bar-count number" role="status" title={count}>
        {layout === 'table' || busy.length === 0 ? count : texts.files.progressShort(done, entries.length)}
      </p>
      <div className="files-bar-actions">
        {layout === 'table' && busy.length === 0 && others.length > 0 && wanted !== undefined && (
          <Button
            onClick={() => {
              files.recognize(...others.map(({ file }) => file.key))
            }}
          >
            {texts.files.recognizeAllWith(others.length, title)}
          </Button>
        )}
        {layout === 'table' && busy.length > 0 && (
          <Button
            onClick={() => {
              files.cancel(...busy.map(({ file }) => file.key))
            }}
          >
            {texts.files.stopAll}
          </Button>
        )}
        {layout === 'table' &&
          (['csv', 'json'] as const).map((format) => (
            <Button key={format} onClick={() => void files.exports.table(rows(), format)}>
              {texts.files.exportTable(format.toUpperCase())}
            </Button>
          ))}
        <CommandButton command="open-files" look="quiet" icon={<Icon name="open" />} label={texts.files.add} />
        <Button
          look="quiet"
          className="button-icon"
          title={texts.files.clear}
          aria-label={texts.files.clear}
          onClick={() => {
            files.remove(...entries.map(({ file }) => file.key))
          }}
        >
          <Icon name="clear" />
        </Button>
      </div>
    </div>
  )
}
