import Type from 'typebox'

export const AgencyLevel = Type.Enum(['province', 'commune', 'outside'])
export type AgencyLevel = Type.Static<typeof AgencyLevel>

export const CodeStatus = Type.Enum(['official', 'provisional', 'unpublished'])
export type CodeStatus = Type.Static<typeof CodeStatus>

export const AgencyKind = Type.Enum([
  'provincial-committee',
  'provincial-office',
  'department',
  'inspectorate',
  'service-centre',
  'commune-committee',
  'unit',
  'external',
])
export type AgencyKind = Type.Static<typeof AgencyKind>
