/** What can be done with the log: copy it, save it. */
import type { App } from '../app.ts'
import { faultOf } from '../../store/faults.ts'
import { texts } from '../../texts.ts'
import { asTable, logEvents, written, type EventList, type LogFormat } from './event-formats.ts'
import { variantTitles } from '../../store/variants.ts'
import { fileStamp } from '../../number-texts.ts'

type Parts = Pick<App, 'store' | 'shell' | 'notices'>

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
    try {
      await sink.write(new TextEncoder().encode(text))
    } catch (error) {
      await sink.abort(false).catch(() => undefined) // the first error says what is wrong
      throw error
    }
    const { name, place, reveal } = await sink.close()
    notices.show({
      kind: 'success',
      text: words.saved(name, place),
      ...(reveal !== undefined && { action: { label: words.show, run: reveal } }),
    })
  } catch (error) {
    notices.fault(faultOf(error))
  }
}

const listOf = ({ store }: Pick<App, 'store'>): EventList =>
  logEvents(store.getState().live.log, variantTitles(store.getState()))
