import { expect, test } from 'vitest'
import type { MyReading } from '../../../modules/dossiers/contract.ts'
import { looksByDay } from './looks.ts'

const reading = (at: string, change: Partial<MyReading> = {}): MyReading => ({
  id: at,
  at,
  agencyName: 'UBND phường Long An',
  duty: 'reception',
  system: null,
  purpose: 'dossier.opened',
  fields: ['name'],
  dossier: { code: 'H53.27694-261123-0001', procedureName: 'Đăng ký khai sinh' },
  ...change,
})

test('looks of one hand on one day are told once, with every minute and everything that was seen', () => {
  const days = looksByDay([
    reading('2026-11-23T03:10:40.000Z', { fields: ['name', 'phone'] }),
    reading('2026-11-23T03:10:02.000Z'),
    reading('2026-11-23T02:00:00.000Z'),
  ])
  expect(days).toMatchObject([
    {
      day: '2026-11-23',
      looks: [{ times: ['2026-11-23T03:10:02.000Z', '2026-11-23T02:00:00.000Z'], fields: ['name', 'phone'] }],
    },
  ])
})

test.each([
  ['another duty', { duty: 'leader' }],
  ['another agency', { agencyName: 'UBND xã Tân Biên' }],
  ['another purpose', { purpose: 'dossier.paper-opened' }],
  ['another dossier', { dossier: null }],
])('%s is another look', (_, change) => {
  const [day] = looksByDay([reading('2026-11-23T03:00:00.000Z', change), reading('2026-11-23T02:00:00.000Z')])
  expect(day?.looks).toHaveLength(2)
})

test('a day ends at midnight in the province', () => {
  const days = looksByDay([reading('2026-11-23T17:00:00.000Z'), reading('2026-11-23T16:59:59.000Z')])
  expect(days.map(({ day }) => day)).toEqual(['2026-11-24', '2026-11-23'])
})
