import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Ask, LaneInfo, VariantSummary, WireError } from '../../../native-models/protocol.ts'
import { recognizerGone, Refused } from '../../recognizer/refused.ts'
import { changeLive, changeSettings, createAppStore } from '../../store/store.ts'
import { askedVariants, usedVariants } from '../../store/variants.ts'
import { chooseVariant, compareWith, toggleComparing } from './choice.ts'
import { newLane } from './lanes.ts'
import { VariantLoader } from './loader.ts'

const broken: WireError = { code: 'weights-unreadable', message: 'broken: weights.safetensors is cut off' }

/** A store with three variants, and a recognizer that cannot load `broken`. */
class Bench {
  readonly store = createAppStore({ getItem: () => null, setItem: () => undefined })
  readonly asked: string[] = []
  readonly faults: string[] = []
  /** What is refused, and with what. */
  readonly refusals = new Map([['broken', broken]])
  readonly live = new VariantLoader({
    store: this.store,
    recognizer: { call: (_, ask) => this.#answer(ask) },
    notices: { fault: ({ message }) => this.faults.push(message) },
    onLanes: (lanes) => {
      changeLive(this.store, { lanes: lanes.map((info) => newLane(info, info.variant)) })
    },
  })

  constructor() {
    const variants = ['first', 'second', 'broken'].map((id) => ({ id }) as VariantSummary)
    this.store.setState({ variants, defaultVariant: 'first' })
  }

  /** As `Live` does: another choice is loaded. */
  async chosen(choose: (parts: Bench) => void): Promise<void> {
    const before = this.asked.length
    choose(this)
    if (this.asked.length === before) await this.live.show()
    await new Promise(setImmediate)
  }

  get running(): string[] {
    return this.store.getState().live.lanes.map(({ info }) => info.variant)
  }

  get used(): string[] {
    return usedVariants(this.store.getState())
  }

  #answer({ variants }: Ask<'live-show'>): Promise<{ lanes: LaneInfo[] }> {
    this.asked.push(variants.join('+'))
    const error = variants.map((id) => this.refusals.get(id)).find((refusal) => refusal !== undefined)
    if (error !== undefined) return Promise.reject(new Refused(error))
    return Promise.resolve({ lanes: variants.map((variant) => ({ variant, device: 'cpu' }) as LaneInfo) })
  }
}

describe('a choice that cannot be loaded', () => {
  test('stays what was asked for, and the state says what runs and why', async () => {
    const bench = new Bench()
    await bench.live.show()
    await bench.chosen((parts) => {
      chooseVariant(parts, 'broken')
    })
    const state = bench.store.getState()
    assert.equal(state.settings.variant, 'broken')
    assert.deepEqual(askedVariants(state), ['broken'])
    assert.deepEqual(bench.running, ['first'])
    assert.deepEqual(bench.used, ['first'])
    assert.deepEqual(state.live.refused, { variants: ['broken'], device: 'auto', error: broken })
    assert.equal(state.live.loading, undefined)
    assert.deepEqual(bench.faults, [broken.message])
    assert.deepEqual(bench.asked, ['first', 'broken'], 'nothing is loaded to go back')
  })

  test('can be asked for again, without another choice between', async () => {
    const bench = new Bench()
    await bench.live.show()
    const again = (parts: Bench): void => {
      chooseVariant(parts, 'broken')
    }
    await bench.chosen(again)
    await bench.chosen(again)
    assert.deepEqual(bench.asked, ['first', 'broken', 'broken'])
    bench.refusals.clear()
    chooseVariant(bench, 'broken')
    await new Promise(setImmediate)
    assert.deepEqual(bench.running, ['broken'])
    assert.equal(bench.store.getState().live.refused, undefined)
  })

  test('leaves nothing behind: the next one is made from what runs', async () => {
    const bench = new Bench()
    await bench.live.show()
    await bench.chosen((parts) => {
      compareWith(parts, 'broken')
    })
    assert.deepEqual(bench.used, ['first'])
    await bench.chosen(toggleComparing)
    assert.deepEqual(bench.running, ['first', 'second'])
    await bench.chosen((parts) => {
      chooseVariant(parts, 'second')
    })
    assert.deepEqual(bench.running, ['second', 'first'])
  })

  test('at the start: the default runs instead; with nothing else to run, only the reason is there', async () => {
    const bench = new Bench()
    changeSettings(bench.store, { variant: 'broken' })
    await bench.live.resume()
    assert.deepEqual(bench.running, ['first'])
    assert.deepEqual(bench.store.getState().live.refused?.variants, ['broken'])

    const alone = new Bench()
    alone.refusals.set('first', broken)
    await alone.live.resume()
    assert.deepEqual(alone.asked, ['first'])
    assert.equal(alone.store.getState().live.refused?.error, broken)
  })

  test('a recognizer that was started anew gets what ran, not what the last one refused', async () => {
    const bench = new Bench()
    await bench.live.show()
    await bench.chosen((parts) => {
      chooseVariant(parts, 'broken')
    })
    changeLive(bench.store, { lanes: [] })
    await bench.live.resume()
    assert.deepEqual(bench.asked, ['first', 'broken', 'first'])
    assert.deepEqual(bench.running, ['first'])
    assert.deepEqual(bench.store.getState().live.refused?.variants, ['broken'])
  })

  test('is not one that a recognizer ended under, nor one that was overtaken', async () => {
    const bench = new Bench()
    bench.refusals.set('broken', recognizerGone)
    await bench.live.show()
    await bench.chosen((parts) => {
      chooseVariant(parts, 'broken')
    })
    assert.equal(bench.store.getState().live.refused, undefined)
    bench.refusals.set('broken', broken)
    const overtaken = bench.live.show()
    changeSettings(bench.store, { variant: 'second' })
    await Promise.all([overtaken, bench.live.show()])
    assert.deepEqual(bench.running, ['second'])
    assert.equal(bench.store.getState().live.refused, undefined)
    assert.deepEqual(bench.faults, [])
  })
})
