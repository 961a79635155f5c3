import { expect, test } from 'vitest'
import { decidedActs } from './rights.ts'

const told = new Map(decidedActs().map(({ key, reach }) => [key, reach]))

test.each([
  ['see-dossier', { reception: 'own', leader: 'own', operator: 'no', administrator: 'no' }],
  ['see-whose', { reception: 'own', approver: 'own', leader: 'no', operator: 'no', administrator: 'no' }],
  ['accept', { reception: 'own', 'case-officer': 'no', approver: 'no', leader: 'no', operator: 'no' }],
  ['complete-task', { 'case-officer': 'own', approver: 'own', administrator: 'no' }],
  ['release', { reception: 'own', approver: 'no' }],
  ['grant-office-role', { administrator: 'own', operator: 'all', leader: 'no' }],
  ['grant-leading-role', { administrator: 'no', operator: 'all' }],
  ['shape-unit', { administrator: 'own', operator: 'all' }],
  ['shape-agency', { administrator: 'no', operator: 'all' }],
  ['enter-day-for-all', { administrator: 'no', operator: 'all' }],
])('who may %s is told by the rule itself', (key, reach) => {
  expect(told.get(key)).toMatchObject(reach)
})
