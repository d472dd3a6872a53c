/** Notes everything that must never happen in the page, in any spec; the fixture fails the test for it. */
import type { BrowserContext, ConsoleMessage, Request } from '@playwright/test'

export class Watch {
  readonly #problems: string[] = []
  readonly #expected: RegExp[] = []
  readonly #own: (url: URL) => boolean

  /** `own`: whether an address belongs to the app. */
  constructor(own: (url: URL) => boolean) {
    this.#own = own
  }

  /** Must be called before the page is loaded. What breaks the Content-Security-Policy is an error of the console. */
  attach(context: BrowserContext): void {
    context.on('weberror', (error) => {
      this.#problems.push(`exception: ${error.error().stack ?? error.error().message}`)
    })
    context.on('console', (message) => {
      this.#console(message)
    })
    context.on('request', (request) => {
      this.#request(request)
    })
  }

  /** Something that the test causes on purpose: the browser itself reports it as an error. */
  expect(problem: RegExp): void {
    this.#expected.push(problem)
  }

  note(problem: string): void {
    this.#problems.push(problem)
  }

  get problems(): readonly string[] {
    return this.#problems.filter((problem) => !this.#expected.some((expected) => expected.test(problem)))
  }

  #console(message: ConsoleMessage): void {
    const violation = message.text().includes('Content Security Policy')
    if (message.type() === 'error' || violation)
      this.#problems.push(`console: ${message.text()} (${message.location().url})`)
  }

  #request(request: Request): void {
    const url = new URL(request.url())
    if (!['blob:', 'data:', 'devtools:'].includes(url.protocol) && !this.#own(url))
      this.#problems.push(`request to elsewhere: ${request.url()}`)
  }
}
