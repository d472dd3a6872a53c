import type { Server } from 'node:http'
import { ActscopeError } from '../../native-models/errors.ts'

/** Ports that are tried after the one that is taken. */
const further = 20

/** Listens, and gives the port. `orNext`: on one of the next ports, if that one is taken. @throws ActscopeError */
export async function listen(server: Server, host: string, port: number, orNext: boolean): Promise<number> {
  const last = orNext ? Math.min(port + further, 65_535) : port
  for (let next = port; ; next++) {
    try {
      return await listenOnce(server, host, next)
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code === 'EADDRINUSE' && next < last) continue
      throw refusal(host, next, code ?? message)
    }
  }
}

function listenOnce(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

function refusal(host: string, port: number, code: string): ActscopeError {
  switch (code) {
    case 'EADDRINUSE':
      return new ActscopeError('input-invalid', `port ${port} of ${host} is taken`, { hint: 'Choose another: --port.' })
    case 'EACCES':
      return new ActscopeError('input-invalid', `port ${port} needs rights that you do not have`, {
        hint: 'Choose one above 1023: --port.',
      })
    default:
      return new ActscopeError('input-invalid', `${host} is no address of this machine (${code})`)
  }
}
