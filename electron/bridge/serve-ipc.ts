import type { IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron'
import type { Result } from '../../renderer/shell/bridge.ts'
import { ShellError } from '../../renderer/shell/values.ts'
import { faultOf } from './faults.ts'
import { asks, tells, type Answers, type AskArguments, type AskName, type News } from './ipc.ts'
import type { TellArguments, TellName } from './ipc.ts'
import { isOurPage } from '../page/our-page.ts'

type Awaitable<T> = T | Promise<T>

export type AskHandlers = { readonly [K in AskName]: (...ask: AskArguments<K>) => Awaitable<Answers[K]> }
export type TellHandlers = { readonly [K in TellName]: (...given: TellArguments<K>) => void }

/** Only the main frame of our own page is answered: not a frame inside it, not a page that came in its place. */
export function isTrusted({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isOurPage(senderFrame.url)
}

/**
 * Serves the table of ipc.ts to one window. The channels belong to that window's contents alone, so no other contents
 * can reach them. Errors cross as values; a message that the table does not allow is answered by one.
 */
export function serveIpc(contents: WebContents, answers: AskHandlers, listeners: TellHandlers): void {
  for (const name of Object.keys(asks) as AskName[]) {
    contents.ipc.handle(name, async (event, ...given: unknown[]): Promise<Result<unknown>> => {
      if (!isTrusted(event)) throw new Error('This is for the page of Actscope alone.')
      const read = asks[name].safeParse(given)
      if (!read.success) return { fault: misunderstood(name, read.error.message) }
      try {
        return { ok: await (answers[name] as (...ask: unknown[]) => unknown)(...read.data) }
      } catch (error) {
        return { fault: faultOf(error) }
      }
    })
  }
  for (const name of Object.keys(tells) as TellName[]) {
    contents.ipc.on(name, (event, ...given: unknown[]) => {
      const read = tells[name].safeParse(given)
      if (isTrusted(event) && read.success) (listeners[name] as (...given: unknown[]) => void)(...read.data)
    })
  }
}

const misunderstood = (name: string, why: string): ShellError['fault'] => ({
  code: 'shell-failed',
  message: `The window asked for something that cannot be done (${name}: ${why.replaceAll(/\s+/g, ' ')}).`,
  hint: 'Please report it.',
})

/** Tells the page, if it is still there. */
export function tell<K extends keyof News>(contents: WebContents, name: K, news: News[K]): void {
  if (!contents.isDestroyed()) contents.send(name, news)
}
