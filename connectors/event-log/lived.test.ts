import { expect, test } from 'vitest'
import type { LogDeclaration } from './contract.ts'
import { readCase } from './lived.ts'

const declaration: LogDeclaration = {
  key: 'log',
  title: 'Nhật ký',
  source: 'thử',
  agency: 'agency',
  procedure: 'log',
  case: 'whole',
  attributes: {
    case: 'concept:name',
    start: 'start',
    end: 'end',
    deadline: 'deadline',
    channel: 'channel',
    event: 'concept:name',
    time: 'time:timestamp',
    resource: 'org:resource',
  },
}

const startingAt = (value: string) =>
  readCase(
    {
      attributes: [
        { type: 'string', key: 'concept:name', value: '1' },
        { type: 'date', key: 'start', value },
      ],
      events: [],
    },
    declaration,
    new Set(),
  )

test.each([
  ['2026-02-28T08:00:00+07:00', '2026-02-28T01:00:00.000Z'],
  ['2024-02-29T23:30:00-02:00', '2024-03-01T01:30:00.000Z'],
  ['2026-02-28T01:00:00.123456Z', '2026-02-28T01:00:00.123Z'],
])('a case that began at %s began then', (written, at) => {
  expect(startingAt(written)).toMatchObject({ heldBack: null, startedAt: new Date(at) })
})

test.each([
  '2026-02-30T08:00:00+07:00',
  '2025-02-29T08:00:00Z',
  '2026-04-31T23:00:00-05:00',
  '2026-02-28',
  '2026-02-28T08:00:00',
])('a case that began at %s is set apart: there is no such instant', (written) => {
  expect(startingAt(written)).toMatchObject({ heldBack: 'time-unreadable' })
})
