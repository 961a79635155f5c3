import Type from 'typebox'

export const Role = Type.Enum([
  'reception',
  'case-officer',
  'approver',
  'leader',
  'operator',
  'administrator',
])
export type Role = Type.Static<typeof Role>
