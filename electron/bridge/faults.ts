import { ShellError, type ShellFault } from '../../renderer/shell/values.ts'

/** What went wrong, as the page shows it. Of the file system's errors those that people can do something about. */
export function faultOf(error: unknown, name = 'The file'): ShellFault {
  if (error instanceof ShellError) return error.fault
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { code: 'disk-full', message: `${name}: the disk is full.`, hint: 'Make room there, then try again.' }
    case 'EACCES':
    case 'EPERM':
      return { code: 'no-permission', message: `${name}: access is denied.`, hint: 'Check its permissions.' }
    case 'EROFS':
      return { code: 'no-permission', message: `${name}: the disk is read-only.`, hint: 'Choose another place.' }
    case 'ENOENT':
    case 'ENOTDIR':
      return { code: 'file-missing', message: `${name} is not there (any more).`, hint: 'Check its place.' }
    default: {
      const what = error instanceof Error ? error.message : String(error)
      return {
        code: 'shell-failed',
        message: `Something failed that should not have: ${what}`,
        hint: 'Please report it.',
      }
    }
  }
}

export const fault = (code: ShellFault['code'], message: string, hint?: string): ShellError =>
  new ShellError({ code, message, ...(hint !== undefined && { hint }) })
