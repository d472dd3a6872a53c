import assert from 'node:assert/strict'
import test from 'node:test'
import { isActscopeError } from '../weights/expect-error.fixture.ts'
import { classifierOf, judgeTake, learn } from './classifier.ts'
import { actionsOf, sizes, take, type Kind } from './lesson.fixture.ts'

const three: readonly Kind[] = [
  { label: 'waving', takes: 5, at: 1 },
  { label: 'clapping', takes: 5, at: 2 },
  { label: 'nothing', takes: 5, at: 3, background: true },
]

const best = (p: Float64Array): number => p.indexOf(Math.max(...p))

test('actions that differ are told apart, and what is none of them is unknown', () => {
  const { classifier, figures } = learn(actionsOf(three), sizes)
  assert.equal(figures.takes, 15)
  assert.equal(figures.right, 15)
  assert.deepEqual(figures.confused, [])
  for (const [k, { at }] of three.entries())
    assert.equal(best(judgeTake(classifier, take('new', at, 0, 900 + k, 0.5))), k)
  for (let other = 0; other < 5; other++)
    assert.equal(best(judgeTake(classifier, take('other', 50 + other, 0, 950 + other, 0.5))), 3)
})

test('the same takes give the same numbers', () => {
  assert.deepEqual(learn(actionsOf(three), sizes), learn(actionsOf(three), sizes))
})

test('probabilities add up to one', () => {
  const p = judgeTake(classifierOf(actionsOf(three), sizes), take('new', 1, 0, 1, 0.5))
  assert.equal(p.length, 4)
  assert.ok(Math.abs(p.reduce((a, b) => a + b) - 1) < 1e-9)
})

test('actions that are one and the same are confused, and their figures say so', () => {
  const { figures } = learn(
    actionsOf([
      { label: 'a', takes: 6, at: 1 },
      { label: 'b', takes: 6, at: 1 },
      { label: 'nothing', takes: 6, at: 9, background: true },
    ]),
    sizes,
  )
  assert.ok(figures.right < figures.takes - 2)
  assert.ok(figures.confused.every(({ truth, taken }) => truth !== 'nothing' && taken !== 'nothing'))
  const wrong = figures.confused.reduce((sum, { takes }) => sum + takes, 0)
  assert.equal(wrong, figures.takes - figures.right)
})

test('one take of each: nothing is tested, and nothing is called unknown', () => {
  const { classifier, figures } = learn(actionsOf(three.map((kind) => ({ ...kind, takes: 1 }))), sizes)
  assert.equal(figures.takes, 0)
  assert.deepEqual(new Set(figures.warnings.map(({ kind }) => kind)), new Set(['too-few-takes', 'untested']))
  assert.equal(best(judgeTake(classifier, take('new', 2, 0, 900, 0.5))), 1)
})

test('warnings name what they are about', () => {
  const [waving, clapping] = actionsOf(
    [
      { label: 'waving', takes: 9, at: 1, still: 1 },
      { label: 'clapping', takes: 3, at: 2, still: 2 },
    ],
    0.2,
  )
  const twice = { ...clapping!, takes: [...clapping!.takes, { ...clapping!.takes[0]!, id: 'again' }] }
  const { warnings } = learn([waving!, twice], sizes).figures
  assert.ok(warnings.some((warning) => warning.kind === 'too-alike' && warning.takes.includes('again')))
  assert.ok(warnings.some(({ kind }) => kind === 'still-tells'))
  assert.ok(warnings.some(({ kind }) => kind === 'no-background'))
  const unequal = learn([waving!, clapping!], sizes).figures.warnings
  assert.deepEqual(
    unequal.find(({ kind }) => kind === 'unbalanced'),
    { kind: 'unbalanced', most: 'waving', least: 'clapping', takes: [9, 3] },
  )
})

test('60 actions, and 200 takes, are learned', () => {
  const kinds = Array.from({ length: 60 }, (_, k) => ({ label: `action ${k}`, takes: k < 20 ? 4 : 3, at: k + 1 }))
  const { figures } = learn(actionsOf(kinds, 0.2), sizes)
  assert.equal(figures.takes, 200)
  assert.ok(figures.right > 190, `${figures.right}`)
})

test('what cannot be taught is refused, with what to do', () => {
  const [waving, clapping] = actionsOf(three)
  const refused = (actions: Parameters<typeof learn>[0], message: RegExp): void => {
    assert.throws(() => learn(actions, sizes), isActscopeError('input-invalid', message))
  }
  refused([], /no action/)
  refused([waving!], /waving is the only action/)
  refused([waving!, { ...clapping!, takes: [] }], /clapping has no take/)
  refused([waving!, waving!], /two actions are called waving/)
})
