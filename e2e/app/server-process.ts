/** The server of the browser target, as a process of its own, on a port that stays the same when it is killed. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { root } from '../machine/targets.ts'
import type { LaunchOptions } from './app.ts'

const token = 'e2e-token-of-at-least-sixteen-characters'

export class ServerProcess {
  readonly #options: Pick<LaunchOptions, 'files' | 'models' | 'environment'>
  #port = 0
  #child: ChildProcess | undefined

  constructor(options: Pick<LaunchOptions, 'files' | 'models' | 'environment'>) {
    this.#options = options
  }

  get host(): string {
    return `127.0.0.1:${this.#port}`
  }

  get address(): string {
    return `http://${this.host}/#token=${token}`
  }

  async start(): Promise<void> {
    if (this.#port === 0) this.#port = await freePort()
    const { files, models, environment } = this.#options
    const args = [join(root, 'dist/server/main.js'), '--no-open', '--port', String(this.#port), '--token', token]
    const child = spawn(process.execPath, [...args, ...files], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...environment, ACTSCOPE_MODELS: models },
    })
    this.#child = child
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (text: Buffer) => {
        if (text.toString().includes('Actscope runs at')) resolve()
      })
      child.once('exit', (code) => {
        reject(new Error(`The server ended with code ${code ?? 'none'} before it ran.`))
      })
    })
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child
    if (child?.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
