import { expect, test } from 'vitest'
import { formatIn } from './format.ts'
import { en } from './words/en.ts'
import { vi } from './words/vi.ts'

const format = formatIn('vi', vi)

test('an instant is told in the time of the province, the day first', () => {
  expect(format.moment('2026-11-26T10:00:00Z')).toBe('17:00 thứ Năm 26/11/2026')
  expect(format.dateTime('2026-12-31T17:30:00Z')).toBe('01/01/2027 00:30')
})

test('a local day stays the day it is', () => {
  expect(format.dayWithWeekday('2026-11-22')).toBe('Chủ nhật 22/11/2026')
  expect(format.month('2026-11')).toBe('tháng 11/2026')
})

test('numbers, percentages and money as they are written here', () => {
  expect(format.number(1234.5, 1)).toBe('1.234,5')
  expect(format.percent(92.41)).toBe('92,4\u00a0%')
  expect(format.percent(0)).toBe('0\u00a0%')
  expect(format.money(150000)).toBe('150.000\u00a0đ')
})

test('a file is never said to be empty', () => {
  expect(format.size(12)).toBe('1\u00a0kB')
  expect(format.size(2_340_000)).toBe('2,3\u00a0MB')
})

test('English keeps the order of the day and writes numbers its own way', () => {
  const english = formatIn('en', en)
  expect(english.moment('2026-11-26T10:00:00Z')).toBe('17:00, Thursday 26/11/2026')
  expect(english.number(1234.5, 1)).toBe('1,234.5')
})
