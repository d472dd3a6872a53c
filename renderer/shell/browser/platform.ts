import type { Platform } from '../values.ts'

/** By what a browser says of itself (`navigator.platform`, or the newer `userAgentData.platform`). */
export function platformOf(said: string): Platform {
  if (/mac|iphone|ipad/i.test(said)) return 'mac'
  return /win/i.test(said) ? 'windows' : 'linux'
}
