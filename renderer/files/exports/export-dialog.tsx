import { useState } from 'react'
import { useStore } from 'zustand'
import { useApp } from '../../parts/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { Checkbox } from '../../parts/checkbox.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { texts } from '../../texts.ts'
import type { FileEntry } from '../../store/file-entry.ts'
import { textFormats } from '../../page/files/exports/result-export.ts'
import './export-dialog.css'

const formats = [...textFormats, 'video'] as const
type Format = (typeof formats)[number]

/** Which format, for the video that is selected. */
export function ExportDialog({ entry }: { readonly entry: FileEntry }) {
  const { files } = useApp()
  const [format, setFormat] = useState<Format>('vtt')
  const [scores, setScores] = useState(false)
  const writing = useStore(files.exports.video, ({ underWay }) => underWay !== undefined)
  const { file, result } = entry
  const close = (): void => {
    files.view.setState({ asking: false })
  }
  const save = (): void => {
    close()
    if (format === 'video') void files.exports.annotated(entry)
    else void files.exports.text(entry, format, scores)
  }
  return (
    <Dialog title={texts.files.exportTitle(file.name)} onClose={close}>
      <form
        className="export-dialog"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <fieldset className="export-dialog-formats">
          <legend className="visually-hidden">{texts.files.format}</legend>
          {formats.map((each) => (
            <label key={each} className="export-dialog-format">
              <input
                type="radio"
                name="format"
                value={each}
                checked={each === format}
                disabled={each === 'video' && writing}
                onChange={() => {
                  setFormat(each)
                }}
              />
              <span>{texts.files.formats[each].name}</span>
              <span className="export-dialog-what">{texts.files.formats[each].what}</span>
            </label>
          ))}
        </fieldset>
        <Checkbox checked={scores} disabled={format !== 'json'} onChange={setScores}>
          {texts.files.withScores}
        </Checkbox>
        <div className="export-dialog-end">
          <p className="export-dialog-note">
            {result === undefined ? texts.files.nothingToExport : result.complete ? '' : texts.files.notComplete}
          </p>
          <Button onClick={close}>{texts.files.cancel}</Button>
          <Button type="submit" look="main" disabled={result === undefined}>
            {texts.files.save}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
