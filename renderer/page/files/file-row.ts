/** A file as a line of the table, and the order of those lines. */
import type { VideoInfo } from '../../../native-models/protocol.ts'
import type { FileResult, FileStatus } from '../../store/file-result.ts'
import { ranked } from '../../store/passes.ts'
import { wholeLabel } from './whole-label.ts'

/** What a line is made of; an entry is one. */
export interface Listed {
  readonly file: { readonly key: string; readonly name: string }
  readonly status: FileStatus
  readonly info: VideoInfo | undefined
  readonly result: FileResult | undefined
}

export interface FileRow {
  readonly key: string
  readonly name: string
  /** Seconds. */
  readonly duration: number | undefined
  /** Of the whole video; "-" where the best score is below the threshold. */
  readonly label: string | undefined
  readonly score: number | undefined
  readonly second: string | undefined
  readonly secondScore: number | undefined
  /** How many; undefined until the file was gone through. */
  readonly events: number | undefined
  readonly damage: string | undefined
  readonly state: FileStatus['state']
}

export type Column = Exclude<keyof FileRow, 'key'>

export interface Order {
  readonly column: Column
  readonly descending: boolean
}

export function fileRow({ file, status, info, result }: Listed): FileRow {
  const said = result === undefined ? undefined : wholeLabel(result)
  const second = result === undefined ? undefined : secondOf(result)
  return {
    key: file.key,
    name: file.name,
    duration: info?.duration,
    label: said === undefined ? undefined : (said.label ?? '-'),
    score: said?.score,
    second: second === undefined ? undefined : result?.labels[second],
    secondScore: second === undefined ? undefined : result?.whole[second],
    events: result?.complete === true && !result.tooShort ? result.events.length : undefined,
    damage: result?.damage,
    state: status.state,
  }
}

/** The best label that may be named, but for the best of all. */
function secondOf({ whole, hidden }: FileResult): number | undefined {
  const [first] = ranked(whole, 1)
  return ranked(whole, 2, hidden).find((index) => index !== first)
}

/** What is not known comes last either way; equals stay in the order in which they were opened. */
export function sortRows(rows: readonly FileRow[], order: Order | undefined): readonly FileRow[] {
  if (order === undefined) return rows
  const { column, descending } = order
  return rows.toSorted((a, b) => {
    const [left, right] = [a[column], b[column]]
    if (left === right) return 0
    if (left === undefined) return 1
    if (right === undefined) return -1
    const ascending = typeof left === 'number' && typeof right === 'number' ? left - right : byName(left, right)
    return descending ? -ascending : ascending
  })
}

/** clip2 before clip10. */
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
const byName = (a: string | number, b: string | number): number => collator.compare(String(a), String(b))

/** The next order when the head of a column is pressed: up, down, as opened. Numbers begin with the largest. */
export function nextOrder(order: Order | undefined, column: Column): Order | undefined {
  const largestFirst = column !== 'name' && column !== 'label' && column !== 'second' && column !== 'state'
  if (order?.column !== column) return { column, descending: largestFirst }
  return order.descending === largestFirst ? { column, descending: !largestFirst } : undefined
}
