import { useStore } from 'zustand'
import type { FileFacts } from '../../../native-models/protocol.ts'
import { useApp } from '../../parts/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { texts } from '../../texts.ts'
import { isUsable, inputOf, type ImportForm } from '../../page/models/import-form.ts'
import { FaultText } from '../fault-text.tsx'
import './import-file.css'

const words = texts.models.import

/** Which file it is, and what that tells. */
export function ImportFile() {
  const model = useApp().models.import
  const { file, share, facts, form, busy } = useStore(model.state)
  const choose = (): void => void model.choose()
  if (file === undefined)
    return (
      <div className="import-file">
        <p>{words.howTo}</p>
        <p className="model-quiet">{words.safe}</p>
        <Button look="main" className="import-choose" autoFocus onClick={choose}>
          {words.chooseFile}
        </Button>
      </div>
    )
  return (
    <div className="import-file">
      <div className="import-file-head">
        <p className="import-name">{file.name}</p>
        <Button disabled={busy !== undefined && busy !== 'loading'} onClick={choose}>
          {words.chooseAnother}
        </Button>
      </div>
      {share !== undefined && (
        <div className="import-copying">
          <progress max={1} value={share} aria-label={words.copying('')} />
          <span className="number">{words.copying(`${Math.floor(share * 100)}%`)}</span>
        </div>
      )}
      {facts === undefined && share === undefined && busy === 'loading' && <p role="status">{words.loading}</p>}
      {facts !== undefined && !isUsable(facts) && (
        <FaultText fault={{ code: 'weights-mismatch', message: words.noNetwork, hint: words.noNetworkHint }} />
      )}
      {facts !== undefined && form !== undefined && (
        <ul className="import-facts">
          {factLines(facts, form).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

function factLines(facts: FileFacts, form: ImportForm): string[] {
  const size = texts.models.megabytes(facts.bytes)
  if (facts.kind === 'weights') return [words.isWeights(size, facts.tensors)]
  const { axes, takesBytes } = facts.input
  const shape = axes === undefined ? words.unknownAxes : `[${axes.map((axis) => axis ?? '?').join(', ')}]`
  const { frames, size: side, layout } = inputOf(facts, form) ?? {}
  const output = facts.outputs.find(({ name }) => name === form.output) ?? facts.outputs[0]
  return [
    words.isOnnx(size),
    words.inputIs(shape, takesBytes),
    ...(frames !== undefined && side !== undefined && layout !== undefined ? [words.clipOf(frames, side, layout)] : []),
    ...(output === undefined ? [] : [words.gives(output.classes, output.gives === 'probabilities')]),
  ]
}
