import assert from 'node:assert/strict'
import test from 'node:test'
import { bytesText, clockTime, duration, elapsed, fileStamp, percent } from './number-texts.ts'

test('numbers as people read them', () => {
  assert.deepEqual([percent(0.874), percent(0), percent(1.2)], ['87%', '0%', '120%'])
  assert.deepEqual([duration(2.42), duration(59.9), duration(65)], ['2.4 s', '59.9 s', '1:05 min'])
  assert.deepEqual([elapsed(0), elapsed(65_900), elapsed(3_723_000)], ['0:00', '1:05', '1:02:03'])
  assert.deepEqual([bytesText(300), bytesText(12_400_000), bytesText(3.456e9)], ['0 kB', '12.4 MB', '3.46 GB'])
})

test('names of files and times of the log are of the clock on the wall', () => {
  const date = new Date(2026, 10, 20, 6, 8, 5)
  assert.equal(fileStamp(date), 'Actscope 2026-11-20 06.08.05')
  assert.equal(clockTime(date.getTime()), '06:08:05')
})
