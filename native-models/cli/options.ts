import { InvalidArgumentError, Option } from 'commander'
import { devices, memoryRules, passesPerBlockChoices, type Device } from '../choices.ts'
import { onlineDefaults } from '../recognition/online/online-recognizer.ts'

/** Parsers of arguments; commander shows what they throw, with the option that was meant. */
export function share(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('It must be a number from 0 to 1.')
  return value
}

export function count(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number from 1.')
  return value
}

export function positive(text: string): number {
  const value = Number(text)
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('It must be a number above 0.')
  return value
}

/** `low..high`, or `high` from 0. */
export function range(text: string): readonly [number, number] {
  const [low, high] = /^(.+)\.\.(.+)$/.exec(text)?.slice(1).map(Number) ?? [0, Number(text)]
  if (low === undefined || high === undefined || !Number.isFinite(low) || !Number.isFinite(high) || high <= low)
    throw new InvalidArgumentError('It must be two numbers such as 0..255 or -1..1.')
  return [low, high]
}

/** Three numbers, or one for all three. */
export function triple(text: string): readonly number[] {
  const values = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)))
  if (!values.every(Number.isFinite) || (values.length !== 1 && values.length !== 3))
    throw new InvalidArgumentError('It must be one number, or three with commas between them.')
  return values.length === 3 ? values : [values[0]!, values[0]!, values[0]!]
}

export const variantOption = (): Option => new Option('--variant <id>', 'model variant, see `actscope models`')
export const deviceOption = (): Option =>
  new Option('--device <device>', 'what to run on, see `actscope devices`')
    .choices(['auto', ...devices])
    .default('auto')
export const threadsOption = (): Option => new Option('--threads <n>', 'threads of the cpu').argParser(count)
/** See `PassesPerBlock`. */
export const passesOption = (): Option =>
  new Option('--passes <n>', 'with --online: how often in the time of a clip it looks anew; 1 as in the paper')
    .choices(passesPerBlockChoices.map(String))
    .argParser((text) => {
      const chosen = passesPerBlockChoices.find((passes) => String(passes) === text)
      if (chosen === undefined) throw new InvalidArgumentError('It must be 1, 2 or 4.')
      return chosen
    })
    .default(onlineDefaults.passesPerBlock)
/** See `MemoryRule`. */
export const memoryOption = (): Option =>
  new Option(
    '--memory <rule>',
    "with --online: how it forgets; slots as in the authors' code, halving as in the paper's text, which always has 1 pass",
  )
    .choices(memoryRules)
    .default(onlineDefaults.memory)
export const jsonOption = (): Option => new Option('--json', 'print JSON')

export interface RunOptions {
  readonly variant?: string
  readonly device: Device | 'auto'
  readonly threads?: number
}
