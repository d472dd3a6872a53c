import { spawnSync } from 'node:child_process'

/** A Python that has PyTorch. */
export interface PyTorch {
  readonly python: string
  /** PyTorch's and Python's versions and what PyTorch multiplies with, in words. */
  readonly version: string
}

const question = `
import platform, torch
fast = [name for name in ("mkl", "mkldnn", "openmp") if getattr(torch.backends, name).is_available()]
print(torch.__version__ + " (Python " + platform.python_version() + "; " + (", ".join(fast) or "no mkl, no mkldnn") + ")")
`

/** The first that has PyTorch of: ACTSCOPE_PYTHON (then only that one), `python3`, `/usr/bin/python3`, `python`. */
export function findPyTorch(env = process.env): PyTorch | undefined {
  const named = env['ACTSCOPE_PYTHON']
  for (const python of named === undefined ? ['python3', '/usr/bin/python3', 'python'] : [named]) {
    const { status, stdout } = spawnSync(python, ['-c', question], {
      encoding: 'utf8',
      timeout: 60_000,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    if (status === 0) return { python, version: stdout.trim() }
  }
  return undefined
}
