import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useApp, useSelect } from '../../parts/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { Select } from '../../parts/select.tsx'
import { texts } from '../../texts.ts'
import { inFieldWords } from '../../page/models/option-words.ts'
import './import-trial.css'

const words = texts.models.import

/** What it makes of a video, before it is kept. */
export function ImportTrial({ complete }: { readonly complete: boolean }) {
  const model = useApp().models.import
  const entries = useSelect((state) => state.files.entries)
  const { video, busy } = useStore(model.state)
  const open = entries.map(({ file }) => file)
  const offered = video === undefined || open.includes(video) ? open : [...open, video]
  return (
    <section className="import-trial" aria-label={words.tryTitle}>
      <Field label={words.tryTitle}>
        {() => (
          <div className="import-trial-row">
            <Select
              name={words.tryOn}
              value={video?.key ?? ''}
              options={[
                { value: '', text: words.tryNoVideo },
                ...offered.map(({ key, name }) => ({ value: key, text: name })),
                { value: 'choose', text: words.tryOwnVideo },
              ]}
              onChoose={(value) => {
                if (value === 'choose') void model.chooseVideo()
                else model.setVideo(offered.find(({ key }) => key === value))
              }}
            />
            <Button type="submit" disabled={!complete || busy !== undefined}>
              {busy === 'trying' ? words.trying : words.try}
            </Button>
          </div>
        )}
      </Field>
      <Outcome />
    </section>
  )
}

function Outcome() {
  const model = useApp().models.import
  const { trial, form } = useStore(model.state)
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    element.current?.scrollIntoView({ block: 'nearest' })
  }, [trial])
  if (trial === undefined) return null
  const { answer, video } = trial
  return (
    <div ref={element} className="import-outcome" role="status">
      <p className="model-quiet">
        {answer.top === undefined ? words.runs : words.runsOn(video ?? '')} {trial.form !== form && words.changed}
      </p>
      {answer.top !== undefined && (
        <ol className="import-top number">
          {answer.top.map(({ index, label, score }) => (
            <li key={index}>
              <span>{label}</span>
              <meter className="accuracy-meter" min={0} max={1} value={score} aria-label={label} />
              <span>{texts.models.percent(score)}</span>
            </li>
          ))}
        </ol>
      )}
      {answer.warning !== undefined && <p className="accuracy-none">{words.warning(inFieldWords(answer.warning))}</p>}
      {answer.notes.length > 0 && (
        <ul className="import-notes model-quiet">
          {answer.notes.map((note) => (
            <li key={note}>{inFieldWords(note)}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
