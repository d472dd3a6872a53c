import { expect, test } from '../test.ts'

test('the page and what is drawn over pictures are set in our own letters, from the first one on', async ({ ui }) => {
  // Of every canvas word: its font, and whether that was there when it was drawn.
  await ui.page.addInitScript(() => {
    const drawn = new Set<string>()
    Reflect.set(window, 'drawnFonts', drawn)
    for (const { prototype } of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
      const fillText: (text: string, x: number, y: number) => void = Reflect.get(prototype, 'fillText')
      Reflect.set(prototype, 'fillText', function (this: CanvasRenderingContext2D, text: string, x: number, y: number) {
        const family = this.font.replace(/^.*px /, '')
        drawn.add(`${document.fonts.check(this.font, text) ? 'loaded' : 'not loaded'}: ${family}`)
        fillText.call(this, text, x, y)
      })
    }
  })
  await ui.page.reload()
  await ui.startCamera()
  await ui.recognizes()
  const drawn = await ui.page.evaluate(() => [...(Reflect.get(window, 'drawnFonts') as Set<string>)])
  expect(drawn).toEqual(['loaded: Inter, system-ui, sans-serif'])

  const session = await ui.page.context().newCDPSession(ui.page)
  await session.send('DOM.enable')
  await session.send('CSS.enable')
  const { root } = await session.send('DOM.getDocument')
  for (const selector of ['.top-bar-view', '.numbers-cell dd span']) {
    const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector })
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId })
    expect(fonts.map(({ familyName, isCustomFont }) => [familyName, isCustomFont])).toEqual([['Inter', true]])
  }
})

test('figures do not jump: all digits are as wide as each other', async ({ ui }) => {
  const widths = await ui.page.evaluate(() =>
    ['1111', '0000', '8888'].map((digits) => {
      const span = document.createElement('span')
      span.className = 'number'
      span.textContent = digits
      document.body.append(span)
      const { width } = span.getBoundingClientRect()
      span.remove()
      return width
    }),
  )
  expect(new Set(widths).size).toBe(1)
})
