import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

/** At the end, in words: what was not tried, and why. */
// eslint-disable-next-line no-restricted-syntax -- Playwright asks for it
export default class Skipped implements Reporter {
  readonly #byReason = new Map<string, string[]>()

  onTestEnd(test: TestCase, { status, annotations }: TestResult): void {
    if (status !== 'skipped') return
    const reason = annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason was given'
    this.#byReason.set(reason, [...(this.#byReason.get(reason) ?? []), test.titlePath().filter(Boolean).join(' › ')])
  }

  onEnd(): void {
    for (const [reason, titles] of this.#byReason) {
      console.log(`\nnot tried: ${reason}`)
      for (const title of titles) console.log(`  ${title}`)
    }
  }

  printsToStdio(): boolean {
    return false
  }
}
