import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { FileFacts } from '../../../native-models/protocol.ts'
import { useApp } from '../../parts/use-app.ts'
import { Field } from '../../parts/field.tsx'
import { Select } from '../../parts/select.tsx'
import { texts } from '../../texts.ts'
import { pixelPresets, inputOf, type ImportForm, type PixelPreset } from '../../page/models/import-form.ts'
import { TextInput } from '../text-input.tsx'
import './import-fields.css'

const words = texts.models.import

interface ImportFieldsProps {
  readonly form: ImportForm
  readonly facts: FileFacts
}

/** What the file does not say, or what can be set otherwise. */
export function ImportFields({ form, facts }: ImportFieldsProps) {
  return (
    <div className="import-fields">
      <Text form={form} name="title" label={words.modelTitle} help={words.modelTitleHelp} />
      {facts.kind === 'weights' && <NetworkField form={form} facts={facts} />}
      {facts.kind === 'onnx' && <ShapeFields form={form} facts={facts} />}
      <LabelsField form={form} facts={facts} />
      <PixelFields form={form} facts={facts} />
      <TimeFields form={form} facts={facts} />
      <details className="import-more">
        <summary>{words.more}</summary>
        <div className="import-fields">
          <Text form={form} name="name" label={words.modelName} help={words.modelNameHelp} />
          <Text form={form} name="licence" label={words.licence} help={words.licenceHelp} />
          <Text form={form} name="origin" label={words.origin} help={words.originHelp} />
        </div>
      </details>
    </div>
  )
}

type Of<Kind extends FileFacts['kind']> = Extract<FileFacts, { kind: Kind }>

function NetworkField({ form, facts }: { form: ImportForm; facts: Of<'weights'> }) {
  if (facts.networks.length === 0) return null
  return (
    <>
      <Pick
        form={form}
        name="network"
        label={words.network}
        options={facts.networks.map(({ title, fits }, i) => [
          String(i),
          words.networkFits(title, `${Math.floor(fits * 100)}%`),
        ])}
      />
      <Row>
        <Text form={form} name="frames" label={words.framesOther} numeric />
        <Text form={form} name="size" label={words.sizeOther} numeric />
      </Row>
    </>
  )
}

/** Only where the graph leaves something open. */
function ShapeFields({ form, facts }: { form: ImportForm; facts: Of<'onnx'> }) {
  const input = inputOf(facts, form)
  return (
    <>
      {facts.layouts.length > 1 && (
        <Pick
          form={form}
          name="layout"
          label={words.layout}
          help={words.layoutHelp}
          options={[['', words.pleaseChoose], ...facts.layouts.map(({ layout }) => [layout, layout] as const)]}
        />
      )}
      {input !== undefined && (input.frames === undefined || input.size === undefined) && (
        <Row>
          {input.frames === undefined && <Text form={form} name="frames" label={words.frames} numeric />}
          {input.size === undefined && <Text form={form} name="size" label={words.size} numeric />}
        </Row>
      )}
      {facts.outputs.length > 1 && (
        <Pick
          form={form}
          name="output"
          label={words.output}
          options={[['', words.pleaseChoose], ...facts.outputs.map(({ name }) => [name, name] as const)]}
        />
      )}
    </>
  )
}

function LabelsField({ form, facts }: ImportFieldsProps) {
  const model = useApp().models.import
  const file = useStore(model.state, ({ labels }) => labels?.file)
  return (
    <>
      <Pick
        form={form}
        name="labels"
        label={words.labels}
        help={words.labelsHelp}
        options={[
          ['', words.pleaseChoose],
          ...(facts.labels === undefined ? [] : [['own', words.labelsOwn(facts.labels)] as const]),
          ...Object.entries(words.labelSets),
          ...(file === undefined ? [] : [['file', words.labelsFrom(file.name)] as const]),
          ['choose', words.labelsFile],
        ]}
        onChoose={(value) => {
          if (value === 'choose') void model.chooseLabels()
          else model.change({ labels: value as ImportForm['labels'] })
        }}
      />
      {form.labels === 'something-something-v1' && (
        <Pick
          form={form}
          name="order"
          label={words.order}
          options={[['', words.pleaseChoose], ...Object.entries(words.orders)]}
        />
      )}
    </>
  )
}

function PixelFields({ form, facts }: ImportFieldsProps) {
  const choices = words.pixelChoices
  const named = ['own', 'known', 'bytes'] as const
  const first = firstOf(facts, named)
  const presets = Object.keys(pixelPresets) as PixelPreset[]
  return (
    <>
      <Pick
        form={form}
        name="pixels"
        label={words.pixels}
        help={words.pixelsHelp}
        options={[
          ...(first === undefined ? [['', words.pleaseChoose] as const] : [[first, choices[first]] as const]),
          ...presets.map((name) => [name, choices[name]] as const),
          ['other', choices.other],
        ]}
      />
      {form.pixels === 'other' && (
        <>
          <Row>
            <Text form={form} name="low" label={words.low} numeric />
            <Text form={form} name="high" label={words.high} numeric />
          </Row>
          <Row>
            <Text form={form} name="mean" label={words.mean} />
            <Text form={form} name="std" label={words.std} />
          </Row>
        </>
      )}
      <Pick
        form={form}
        name="channels"
        label={words.channels}
        options={(facts.kind === 'weights' ? (['known', 'rgb', 'bgr'] as const) : (['rgb', 'bgr'] as const)).map(
          (name) => [name, words.channelChoices[name]] as const,
        )}
      />
    </>
  )
}

function TimeFields({ form, facts }: ImportFieldsProps) {
  const choices = words.timeChoices
  const first = firstOf(facts, ['own', 'known'] as const)
  return (
    <>
      <Pick
        form={form}
        name="time"
        label={words.time}
        help={words.timeHelp}
        options={[
          ...(first === undefined ? [['', words.pleaseChoose] as const] : [[first, choices[first]] as const]),
          ['clip', choices.clip],
          ['segments', choices.segments],
        ]}
      />
      {(form.time === 'clip' || form.time === 'segments') && (
        <Row>
          {form.time === 'clip' && <Text form={form} name="stride" label={words.stride} numeric />}
          <Text form={form} name="fps" label={form.time === 'clip' ? words.fps : words.rate} numeric />
        </Row>
      )}
    </>
  )
}

/** What need not be set, as the file, or where it comes from, or its type says it. */
function firstOf<Name extends 'own' | 'known' | 'bytes'>(facts: FileFacts, names: readonly Name[]): Name | undefined {
  const it =
    facts.labels !== undefined
      ? 'own'
      : facts.kind === 'weights'
        ? 'known'
        : facts.input.takesBytes
          ? 'bytes'
          : undefined
  return names.find((name) => name === it)
}

const Row = ({ children }: { readonly children: ReactNode }) => <div className="import-row">{children}</div>

interface PickProps {
  readonly form: ImportForm
  readonly name: keyof ImportForm
  readonly label: string
  readonly help?: string
  readonly options: readonly (readonly [value: string, text: string])[]
  readonly onChoose?: (value: string) => void
}

function Pick({ form, name, label, help, options, onChoose }: PickProps) {
  const model = useApp().models.import
  return (
    <Field label={label} {...(help !== undefined && { help })}>
      {({ describedBy }) => (
        <Select
          name={label}
          aria-describedby={describedBy}
          value={String(form[name])}
          options={options.map(([value, text]) => ({ value, text }))}
          onChoose={
            onChoose ??
            ((value) => {
              model.change({ [name]: name === 'network' ? Number(value) : value })
            })
          }
        />
      )}
    </Field>
  )
}

interface TextProps {
  readonly form: ImportForm
  readonly name:
    'title' | 'name' | 'licence' | 'origin' | 'low' | 'high' | 'mean' | 'std' | 'stride' | 'fps' | 'frames' | 'size'
  readonly label: string
  readonly help?: string
  readonly numeric?: boolean
}

function Text({ form, name, label, help, numeric = false }: TextProps) {
  const model = useApp().models.import
  return (
    <Field label={label} {...(help !== undefined && { help })}>
      {(ids) => (
        <TextInput
          {...ids}
          value={form[name]}
          inputMode={numeric ? 'decimal' : 'text'}
          maxLength={name === 'origin' ? 2000 : 200}
          onText={(text) => {
            model.change({ [name]: text })
          }}
        />
      )}
    </Field>
  )
}
