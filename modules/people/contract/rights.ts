import Type from 'typebox'

/** How far a role reaches with an act: not at all, where the role is held, or in the whole province. */
const Reach = Type.Enum(['no', 'own', 'all'])
export type Reach = Type.Static<typeof Reach>

/** What somebody can do, by role; `summary` is the route's own where no words are kept for the key. */
export const Act = Type.Object({
  key: Type.String(),
  summary: Type.String(),
  reach: Type.Object({
    reception: Reach,
    'case-officer': Reach,
    approver: Reach,
    leader: Reach,
    administrator: Reach,
    operator: Reach,
  }),
})
export type Act = Type.Static<typeof Act>

export const RightsMatrix = Type.Object({ acts: Type.Array(Act) })
export type RightsMatrix = Type.Static<typeof RightsMatrix>
