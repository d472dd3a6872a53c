import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useApp, useSelect } from '../../parts/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { Select } from '../../parts/select.tsx'
import { texts } from '../../texts.ts'
import { inFieldWords } from '../../page/models/option-words.ts'
import './import-trial.css'

const words = texts.models.bring

/** What it makes of a video, before it is kept. */
export function BringTrial({ complete }: { readonly complete: boolean }) {
  const { bring } = useApp().models
  const entries = useSelect((state) => state.files.entries)
  const { video, busy } = useStore(bring.state)
  const open = entries.map(({ file }) => file)
  const offered = video === undefined || open.includes(video) ? open : [...open, video]
  return (
    <section className="bring-trial" aria-label={words.tryTitle}>
      <Field label={words.tryTitle}>
        {() => (
          <div className="bring-trial-row">
            <Select
              name={words.tryOn}
              value={video?.key ?? ''}
              options={[
                { value: '', text: words.tryNoVideo },
                ...offered.map(({ key, name }) => ({ value: key, text: name })),
                { value: 'choose', text: words.tryOwnVideo },
              ]}
              onChoose={(value) => {
                if (value === 'choose') void bring.chooseVideo()
                else bring.setVideo(offered.find(({ key }) => key === value))
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
  const { bring } = useApp().models
  const { trial, form } = useStore(bring.state)
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    element.current?.scrollIntoView({ block: 'nearest' })
  }, [trial])
  if (trial === undefined) return null
  const { answer, video } = trial
  return (
    <div ref={element} className="bring-outcome" role="status">
      <p className="model-quiet">
        {answer.top === undefined ? words.runs : words.runsOn(video ?? '')} {trial.form !== form && words.changed}
      </p>
      {answer.top !== undefined && (
        <ol className="bring-top number">
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
        <ul className="bring-notes model-quiet">
          {answer.notes.map((note) => (
            <li key={note}>{inFieldWords(note)}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
