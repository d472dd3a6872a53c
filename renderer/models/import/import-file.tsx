import { useStore } from 'zustand'
import type { FileFacts } from '../../../native-models/protocol.ts'
import { useApp } from '../../parts/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { texts } from '../../texts.ts'
import { isUsable, readingOf, type BringForm } from '../../page/models/import-form.ts'
import { FaultText } from '../fault-text.tsx'
import './import-file.css'

const words = texts.models.bring

/** Which file it is, and what that tells. */
export function BringFile() {
  const { bring } = useApp().models
  const { file, share, facts, form, busy } = useStore(bring.state)
  const choose = (): void => void bring.choose()
  if (file === undefined)
    return (
      <div className="bring-file">
        <p>{words.howTo}</p>
        <p className="model-quiet">{words.safe}</p>
        <Button look="main" className="bring-choose" autoFocus onClick={choose}>
          {words.chooseFile}
        </Button>
      </div>
    )
  return (
    <div className="bring-file">
      <div className="bring-file-head">
        <p className="bring-name">{file.name}</p>
        <Button disabled={busy !== undefined && busy !== 'reading'} onClick={choose}>
          {words.chooseAnother}
        </Button>
      </div>
      {share !== undefined && (
        <div className="bring-copying">
          <progress max={1} value={share} aria-label={words.copying('')} />
          <span className="number">{words.copying(`${Math.floor(share * 100)}%`)}</span>
        </div>
      )}
      {facts === undefined && share === undefined && busy === 'reading' && <p role="status">{words.reading}</p>}
      {facts !== undefined && !isUsable(facts) && (
        <FaultText fault={{ code: 'weights-mismatch', message: words.noNetwork, hint: words.noNetworkHint }} />
      )}
      {facts !== undefined && form !== undefined && (
        <ul className="bring-facts">
          {told(facts, form).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

function told(facts: FileFacts, form: BringForm): string[] {
  const size = texts.models.megabytes(facts.bytes)
  if (facts.kind === 'weights') return [words.isWeights(size, facts.tensors)]
  const { axes, takesBytes } = facts.input
  const shape = axes === undefined ? words.unknownAxes : `[${axes.map((axis) => axis ?? '?').join(', ')}]`
  const { frames, size: side, layout } = readingOf(facts, form) ?? {}
  const output = facts.outputs.find(({ name }) => name === form.output) ?? facts.outputs[0]
  return [
    words.isOnnx(size),
    words.inputIs(shape, takesBytes),
    ...(frames !== undefined && side !== undefined && layout !== undefined ? [words.clipOf(frames, side, layout)] : []),
    ...(output === undefined ? [] : [words.gives(output.classes, output.gives === 'probabilities')]),
  ]
}
