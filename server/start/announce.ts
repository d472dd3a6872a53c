import { hostname, networkInterfaces } from 'node:os'
import { inAddress, isLoopback } from '../access.ts'

/**
 * The one line that says where it runs. The token stands behind the #, the part of an address that browsers send nowhere;
 * the page takes it from there. `browse`: the address alone.
 */
export function announcement(host: string, port: number, token: string): { line: string; browse: string } {
  const browse = `http://${inAddress(reachable(host))}:${port}/#token=${token}`
  const line = `Actscope runs at ${browse}`
  if (isLoopback(host)) return { line, browse }
  // Browsers give the camera to https and to the own machine alone.
  const forward = `ssh -L ${port}:localhost:${port} ${hostname()}`
  return {
    line: `${line} (no camera there, as it is not this machine; for live: ${forward}, with --host left out)`,
    browse,
  }
}

/** Where a server that listens everywhere can be asked from other machines. */
function reachable(host: string): string {
  if (host !== '0.0.0.0' && host !== '::') return host
  const outside = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).filter(({ internal }) => !internal))
  return outside.find(({ family }) => family === 'IPv4')?.address ?? '127.0.0.1'
}
