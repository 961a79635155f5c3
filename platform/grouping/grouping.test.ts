import { expect, test, vi } from 'vitest'
import { Problem } from '../../kernel/problem.ts'
import { grouped } from './index.ts'

/** Doubles numbers; a group is under way until it is let go. */
function doubling() {
  const groups: (readonly number[])[] = []
  const gates: PromiseWithResolvers<void>[] = []
  const ask = grouped<number, number | RangeError>(
    async (group) => {
      const gate = Promise.withResolvers<void>()
      groups.push(group)
      gates.push(gate)
      await gate.promise
      return group.map((number) => (number < 0 ? new RangeError('below nothing') : number * 2))
    },
    { atMost: 3 },
  )
  /** Once the group of this number is under way. */
  const letGo = async (nth: number): Promise<void> => {
    await vi.waitUntil(() => groups.length === nth, { interval: 1 })
    gates[nth - 1]?.resolve()
  }
  return { ask, groups, letGo }
}

test('whoever comes while a group is under way is of the next one', async () => {
  const { ask, groups, letGo } = doubling()
  const early = ask(1)
  await vi.waitUntil(() => groups.length === 1, { interval: 1 })
  const late = [ask(2), ask(3)]
  await letGo(1)
  expect(await early).toBe(2)
  await letGo(2)
  expect(await Promise.all(late)).toEqual([4, 6])
  expect(groups).toEqual([[1], [2, 3]])
})

test('a group is never larger than allowed, and everybody is answered in turn', async () => {
  const { ask, groups, letGo } = doubling()
  const answers = [1, 2, 3, 4, 5].map((number) => ask(number))
  await letGo(1)
  await letGo(2)
  expect(await Promise.all(answers)).toEqual([2, 4, 6, 8, 10])
  expect(groups).toEqual([
    [1, 2, 3],
    [4, 5],
  ])
})

test('an answer that is an error is its member’s alone', async () => {
  const { ask, groups, letGo } = doubling()
  const answers = Promise.allSettled([ask(1), ask(-1), ask(2)])
  await letGo(1)
  const [first, second, third] = await answers
  expect([first, third]).toMatchObject([{ value: 2 }, { value: 4 }])
  expect(second).toMatchObject({ reason: { message: 'below nothing' } })
  expect(groups).toHaveLength(1)
})

test('when a group fails its members are tried again alone, and only the one at fault fails', async () => {
  const fault = new Error('thirteen')
  const ask = grouped<number, number>(async (group) => {
    if (group.includes(13)) throw fault
    return group.map((number) => number * 2)
  })
  const answers = await Promise.allSettled([ask(1), ask(13), ask(2)])
  expect(answers).toMatchObject([{ value: 2 }, { reason: fault }, { value: 4 }])
})

test.for(['busy', 'unavailable'] as const)(
  'where everything is %s nobody is tried again alone',
  async (kind) => {
    let tries = 0
    const ask = grouped<number, number>(() => {
      tries += 1
      return Promise.reject(new Problem(kind, 'database.gone'))
    })
    const answers = await Promise.allSettled([ask(1), ask(2)])
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(tries).toBe(1)
  },
)
