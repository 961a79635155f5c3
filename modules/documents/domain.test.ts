import { describe, expect, it } from 'vitest'
import { instantOf } from '../../kernel/dates.ts'
import { fileName, momentOf } from './domain.ts'
import { handOverResult } from './index.ts'

const at = (date: string, time: string) => instantOf(date, time)

describe('a hand-over', () => {
  const dueAt = at('2026-11-25', '08:15')
  const done = (date: string, time: string) =>
    handOverResult({ isOpen: false, dueAt, closedAt: at(date, time) })

  it('is early before its due day, on time until its due moment, and late after it', () => {
    expect(done('2026-11-24', '23:59')).toBe('early')
    expect(done('2026-11-25', '00:00')).toBe('on-time')
    expect(done('2026-11-25', '08:15')).toBe('on-time')
    expect(done('2026-11-25', '08:16')).toBe('late')
  })

  it('that is not done is open, and of one without a due moment nothing is claimed', () => {
    expect(handOverResult({ isOpen: true, dueAt, closedAt: null })).toBe('open')
    expect(handOverResult({ isOpen: false, dueAt: null, closedAt: dueAt })).toBe('unknown')
    expect(handOverResult({ isOpen: false, dueAt, closedAt: null })).toBe('unknown')
  })
})

it('a moment is the minute on the wall of the province', () => {
  expect(momentOf(new Date('2026-11-23T17:05:59Z'))).toBe('2026-11-24T00:05')
})

it('a file is called by its form and the dossier’s code, whatever the code holds', () => {
  expect(fileName('03', '000.00.14.H53-261123/"x"')).toBe('mau-03-000.00.14.H53-261123-x-.pdf')
})
