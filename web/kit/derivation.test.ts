import { expect, test } from 'vitest'
import { dueDate, type DerivationLine } from '../../kernel/working-time/index.ts'
import { at, derive, FRIDAY, hours, MONDAY, office, TUESDAY, wait, workingDays } from '../../tests/office.ts'
import { sentencesOf } from './derivation.tsx'
import { formatIn } from './format.ts'
import { en } from './words/en.ts'
import { vi } from './words/vi.ts'

const tell = (lines: readonly DerivationLine[], words = vi, language: 'vi' | 'en' = 'vi') =>
  sentencesOf(
    lines.map((line) => ({ ...line })),
    words,
    formatIn(language, words),
  )

test('a due date explains itself: receipt, start, each stretch of work, the end', () => {
  const { lines } = derive(MONDAY, '14:00', hours(5))
  expect(tell(lines)).toEqual([
    '14:00, thứ Hai 23/11/2026: tiếp nhận hồ sơ.',
    'Thời hạn 5 giờ làm việc, tính từ 14:00, thứ Hai 23/11/2026.',
    expect.stringContaining('Giờ hành chính'),
    expect.stringContaining('thứ Hai 23/11/2026: 14:00–17:00, tính 3 giờ; cộng dồn 3 giờ.'),
    expect.stringContaining('thứ Ba 24/11/2026: 07:00–09:00, tính 2 giờ; cộng dồn 5 giờ.'),
    'Hạn trả kết quả: 09:00, thứ Ba 24/11/2026.',
  ])
})

test('what moves the start is named with its hour', () => {
  const { lines } = dueDate({
    calendar: office,
    limit: workingDays(1),
    receivedAt: at(MONDAY, '16:00'),
    cutOff: '15:00',
  })
  expect(tell(lines)).toContain(
    'Nhận sau giờ chốt nhận trong ngày (giờ chốt 15:00) nên tính từ lúc mở cửa kế tiếp.',
  )
})

const courses: readonly (readonly DerivationLine[])[] = [
  derive('2026-08-28', '09:00', workingDays(3)).lines,
  derive('2026-02-13', '09:00', workingDays(2)).lines,
  derive('2026-08-21', '16:00', workingDays(2)).lines,
  derive('2026-10-30', '10:00', hours(6)).lines,
  derive(MONDAY, '09:00', workingDays(3), {
    suspensions: [wait('pause', [MONDAY, '10:00'], [TUESDAY, '10:00'])],
  }).lines,
  derive(MONDAY, '09:00', workingDays(3), {
    suspensions: [wait('restart', [MONDAY, '10:00'], [TUESDAY, '10:00'])],
  }).lines,
  derive(MONDAY, '09:00', workingDays(3), { suspensions: [wait('pause', [TUESDAY, '10:00'], null)] }).lines,
  derive(MONDAY, '09:00', workingDays(1), { suspensions: [wait('pause', [FRIDAY, '10:00'], null)] }).lines,
  derive(MONDAY, '09:00', { unit: 'calendar-day', amount: 3 }, { dayRule: 'whole-days' }).lines,
  derive(MONDAY, '09:00', workingDays(1), {
    extensions: [{ until: at(FRIDAY, '17:00'), basis: 'mẫu 04' }],
  }).lines,
  derive(MONDAY, '09:00', { unit: 'none' }).lines,
  derive(MONDAY, '09:00', { unit: 'unknown', reason: 'chưa công bố' }).lines,
]

test.each([
  ['Vietnamese', vi, 'vi'],
  ['English', en, 'en'],
] as const)('every line has its sentence in %s, none left to its code', (_name, words, language) => {
  const lines = courses.flat()
  const told = tell(lines, words, language)
  const unsaid = lines.flatMap((line, index) =>
    told[index] === words.derivation.other(line.kind) || /undefined|NaN|\[object/.test(told[index] ?? '')
      ? [line.kind]
      : [],
  )
  expect(unsaid).toEqual([])
  expect(new Set(lines.map(({ kind }) => kind)).size).toBeGreaterThan(15)
})
