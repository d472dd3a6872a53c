import { ActscopeError } from '../../errors.ts'

const damaged = 'The file may be damaged or not fully downloaded; fetch it again.'

/** `weights-unreadable` for a file `source`: "weights.pth <problem>." */
export function refuse(source: string, problem: string, hint: string = damaged): ActscopeError {
  return new ActscopeError('weights-unreadable', `${source} ${problem}.`, { hint })
}
