import assert from 'node:assert/strict'
import test from 'node:test'
import { texts } from '../../renderer/texts.ts'
import { firstMenuState, menuTemplate } from './menu.ts'

test('the menu on each system', () => {
  for (const mac of [true, false]) {
    const template = menuTemplate(firstMenuState, { mac, devtools: false, run: () => undefined })
    assert.equal(template[0]?.label, mac ? texts.app : texts.menu.file)
    const all = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
    assert.equal(
      all.some(({ role }) => role === 'toggleDevTools'),
      false,
    )
    const keyed = all.filter(({ accelerator }) => accelerator !== undefined)
    assert.ok(keyed.length > 0 && keyed.every(({ registerAccelerator }) => registerAccelerator === false))
    if (mac) assert.ok(keyed.every(({ accelerator }) => accelerator?.startsWith('CmdOrCtrl+')))
    assert.equal(all.find(({ id }) => id === 'snapshot')?.enabled, false)
  }
})
