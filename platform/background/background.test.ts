import { expect, test, vi } from 'vitest'
import { repeat } from './index.ts'

const never = 3_600_000
const report = (error: unknown) => expect(error).toBeUndefined()

test('the work runs at once, and again when woken', async () => {
  let runs = 0
  const loop = repeat(() => Promise.resolve(void (runs += 1)), { everyMs: never, report })
  await vi.waitFor(() => expect(runs).toBe(1))
  loop.wake()
  await vi.waitFor(() => expect(runs).toBe(2))
  await loop.stop()
})

test('being woken during a run makes one more run, never two at a time', async () => {
  const gate = Promise.withResolvers<void>()
  let runs = 0
  let atOnce = 0
  const loop = repeat(
    async () => {
      runs += 1
      atOnce += 1
      expect(atOnce).toBe(1)
      await gate.promise
      atOnce -= 1
    },
    { everyMs: never, report },
  )
  loop.wake()
  loop.wake()
  gate.resolve()
  await vi.waitFor(() => expect(runs).toBe(2))
  await loop.stop()
  expect(runs).toBe(2)
})

test('however often it is woken, its runs keep their distance', async () => {
  const startedAt: number[] = []
  const loop = repeat(
    () => {
      startedAt.push(performance.now())
      queueMicrotask(() => loop.wake())
      return Promise.resolve()
    },
    { everyMs: never, atLeastMs: 20, report },
  )
  await vi.waitFor(() => expect(startedAt.length).toBeGreaterThan(3))
  await loop.stop()
  const distances = startedAt.slice(1).map((at, run) => at - (startedAt[run] ?? 0))
  // A timer may be a millisecond early.
  expect(Math.min(...distances)).toBeGreaterThan(18)
})

test('stopping does not wait for the next run to be due', async () => {
  const loop = repeat(() => Promise.resolve(), { everyMs: never, atLeastMs: never, report })
  loop.wake()
  await new Promise((resolve) => setImmediate(resolve))
  await loop.stop()
})

test('an error is told and the work goes on; a run may ask for a shorter rest', async () => {
  const told: unknown[] = []
  let runs = 0
  const loop = repeat(
    () => {
      runs += 1
      return runs === 2 ? Promise.reject(new Error('second')) : Promise.resolve(1)
    },
    { everyMs: 5, report: (error) => told.push(error) },
  )
  await vi.waitFor(() => expect(runs).toBeGreaterThan(3))
  await loop.stop()
  expect(told).toEqual([new Error('second')])
})

test('after stopping nothing runs, and stopping waits for the run under way', async () => {
  const gate = Promise.withResolvers<void>()
  let ended = false
  const loop = repeat(
    async () => {
      await gate.promise
      ended = true
    },
    { everyMs: 1, report },
  )
  const stopped = loop.stop()
  gate.resolve()
  await stopped
  expect(ended).toBe(true)
})
