/** Numbers and states of files, as they are written on screen. */
import { percent } from '../number-texts.ts'
import { texts } from '../texts.ts'
import type { Listed } from '../page/files/file-row.ts'

/** How much of it is done, where that is known. */
export function shareOf({ status, info }: Pick<Listed, 'status' | 'info'>): number | undefined {
  if (status.state === 'uploading') return status.share
  if (status.state !== 'working' || info?.duration === undefined || info.duration <= 0) return undefined
  return Math.min(1, status.done / info.duration)
}

/** A message that begins with the file's name, where that stands beside it. */
export function withoutName(message: string, name: string): string {
  if (!message.startsWith(`${name}: `)) return message
  const rest = message.slice(name.length + 2)
  return rest.charAt(0).toUpperCase() + rest.slice(1)
}

export function stateText(listed: Pick<Listed, 'status' | 'info'>): string {
  const { state } = listed.status
  const share = shareOf(listed)
  if (state === 'uploading') return texts.files.state.uploading(percent(share ?? 0))
  if (state === 'working')
    return share === undefined || share === 0 ? texts.files.state.starting : texts.files.state.working(percent(share))
  return texts.files.state[state]
}
