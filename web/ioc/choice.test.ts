import { expect, test } from 'vitest'
import { choiceIn, choiceQuery, monthsTo, yearTo } from './choice.ts'

const asked = (query: string) => choiceIn(new URL(`http://here/ioc?${query}`))

test('what is malformed counts as not asked', () => {
  expect(asked('month=2026-13&agency=x&procedure=../&channel=fax&as=hôm+qua')).toEqual({
    month: null,
    agencyId: null,
    procedure: null,
    channel: null,
    asRecordedOn: null,
  })
})

test('a day is read as people write it, and the choice is given on as it was', () => {
  const choice = asked('month=2026-11&procedure=1.001193&channel=post&as=5/11/2026')
  expect(choice.asRecordedOn).toBe('2026-11-05')
  expect(asked(choiceQuery(choice).slice(1))).toEqual(choice)
})

test('a year of months ends with the month, over the turn of the year', () => {
  const year = yearTo('2026-03')
  expect(year).toHaveLength(12)
  expect([year[0], year[9], year[11]]).toEqual(['2025-04', '2026-01', '2026-03'])
})

test('months to choose from are the last two years by local time, and the chosen one wherever it lies', () => {
  const months = monthsTo('2011-10', '2026-11-30T18:00:00Z')
  expect(months[0]).toBe('2026-12')
  expect(months).toHaveLength(25)
  expect(months.at(-1)).toBe('2011-10')
})
