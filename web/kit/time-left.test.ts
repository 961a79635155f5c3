import { expect, test } from 'vitest'
import { timeLeftOf, type Clocked } from './time-left.tsx'
import { vi } from './words/vi.ts'

const running: Clocked = {
  state: 'processing',
  acceptedAt: '2026-11-23T01:00:00Z',
  dueAt: '2026-11-26T10:00:00Z',
  dueBasis: 'computed',
}
const at = (now: string, change: Partial<Clocked> = {}) => timeLeftOf({ ...running, ...change }, now, vi)

test.each([
  ['2026-11-23T02:00:00Z', 'on-time', 'còn 3 ngày'],
  ['2026-11-25T09:00:00Z', 'on-time', 'còn 25 giờ'],
  ['2026-11-26T07:30:00Z', 'due-soon', 'còn 2 giờ'],
  ['2026-11-26T09:30:00Z', 'due-soon', 'còn dưới 1 giờ'],
  ['2026-11-26T10:00:00Z', 'due-soon', 'còn dưới 1 giờ'],
  ['2026-11-26T10:00:01Z', 'overdue', 'vừa quá hạn'],
  ['2026-11-26T15:00:00Z', 'overdue', 'quá hạn 5 giờ'],
  ['2026-11-29T10:00:00Z', 'overdue', 'quá hạn 3 ngày'],
])('at %s the dossier is %s: %s', (now, tone, text) => {
  expect(at(now)).toMatchObject({ tone, text })
})

test('no clock runs before acceptance, while the applicant is awaited, or after the end', () => {
  const now = '2026-12-24T00:00:00Z'
  expect(at(now, { state: 'submitted', acceptedAt: null, dueAt: null, dueBasis: 'unknown' }).gone).toBeNull()
  expect(at(now, { state: 'awaiting-supplement', dueAt: null, dueBasis: 'suspended' }).gone).toBeNull()
  expect(at(now, { state: 'released' })).toMatchObject({ tone: 'plain', text: 'đã xong', gone: null })
})

test('what is not known is said to be unknown, and never on time', () => {
  expect(at('2026-11-24T00:00:00Z', { dueAt: null, dueBasis: 'unknown' })).toMatchObject({
    tone: 'unknown',
    gone: null,
  })
})
