/** What can be done with the log: copy it, save it. */
import { savedNotice, writeWhole } from '../save.ts'
import type { Shell } from '../../shell/shell.ts'
import type { Notices } from '../../store/notices.ts'
import type { Store } from '../../store/store.ts'
import { faultOf } from '../../store/faults.ts'
import { texts } from '../../texts.ts'
import { asTable, logEvents, written, type EventList, type LogFormat } from './event-formats.ts'
import { variantTitles } from '../../store/variants.ts'
import { fileStamp } from '../../number-texts.ts'

interface Parts {
  readonly store: Store
  readonly shell: Shell
  readonly notices: Notices
}

export const logFormats: readonly LogFormat[] = ['json', 'csv', 'vtt', 'srt']
const words = texts.live.log

export async function copyLog({ store, shell, notices }: Parts): Promise<void> {
  const list = listOf({ store })
  try {
    await shell.copy(asTable(list))
    notices.show({ kind: 'success', text: words.copied(list.events.length) })
  } catch (error) {
    notices.fault(faultOf(error))
  }
}

export async function saveLog({ store, shell, notices }: Parts, format: LogFormat): Promise<void> {
  // What there is when it is asked for, not what is there when a name has been chosen.
  const text = written(listOf({ store }), format)
  try {
    const sink = await shell.save(`${fileStamp(new Date())}.${format}`, format)
    if (sink === undefined) return
    const saved = await writeWhole(sink, text)
    notices.show(savedNotice(words.saved(saved.name, saved.place), saved, words.show))
  } catch (error) {
    notices.fault(faultOf(error))
  }
}

const listOf = ({ store }: Pick<Parts, 'store'>): EventList =>
  logEvents(store.getState().live.log, variantTitles(store.getState()))
