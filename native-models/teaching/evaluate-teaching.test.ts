import assert from 'node:assert/strict'
import test from 'node:test'
import { evaluateTeaching, groupOf } from './evaluate-teaching.ts'
import { actionsOf, sizes } from './lesson.fixture.ts'

const actions = actionsOf(
  [
    { label: 'waving', takes: 8, at: 1 },
    { label: 'clapping', takes: 8, at: 2 },
  ],
  0.4,
)

test('a row for each number of takes that there are, the same every time', async () => {
  const options = { draws: 4, takes: [1, 3, 40], group: (id: string) => id.split(' ')[1]! }
  const found = await evaluateTeaching(actions, sizes, options)
  assert.deepEqual(
    found.rows.map(({ takes }) => takes),
    [1, 3],
  )
  assert.equal(found.groups, 8)
  assert.ok(found.rows[1]!.mean > 0.8)
  assert.deepEqual(await evaluateTeaching(actions, sizes, options), found)
})

test('it can be stopped', async () => {
  const signal = AbortSignal.abort()
  await assert.rejects(evaluateTeaching(actions, sizes, { draws: 1, signal }), { name: 'AbortError' })
})

test('a group is what a name begins with', () => {
  assert.equal(groupOf('/a/b/daria_walk.mp4'), 'daria')
  assert.equal(groupOf('12.mp4'), '12')
})
