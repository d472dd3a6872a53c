/** A display for windows where there is none: an Xvfb of our own, on a number that it finds by itself. */
import { spawn } from 'node:child_process'
import { needsDisplay, onPath } from './targets.ts'

/** Sets DISPLAY for everything that is started from here. Returns how to end it. */
export async function provideDisplay(): Promise<() => void> {
  const xvfb = onPath('Xvfb')
  if (!needsDisplay() || xvfb === undefined) return () => undefined
  const screen = ['-screen', '0', '1920x1200x24', '-nolisten', 'tcp', '-displayfd', '3']
  const child = spawn(xvfb, screen, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const number = await new Promise<string>((resolve, reject) => {
    child.stdio[3]!.once('data', (text: Buffer) => {
      resolve(text.toString().trim())
    })
    child.once('exit', (code) => {
      reject(new Error(`Xvfb ended with code ${code ?? 'none'} before it had a display.`))
    })
  })
  process.env['DISPLAY'] = `:${number}`
  return () => child.kill()
}
