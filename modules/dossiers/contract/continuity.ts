import { Type, type Static } from 'typebox'
import { DossierState, Id } from './values.ts'

const Named = Type.Object({ id: Id, name: Type.String() })

/** What hangs on an agency today: what whoever carries on its duties will have to carry on. */
export const Continuity = Type.Object({
  /** Dossiers it receives for or decides on that have not come to their end, by state. */
  open: Type.Array(Type.Object({ state: DossierState, count: Type.Integer() })),
  /** Dossiers it collects for with money outstanding, and refunds it still owes. */
  unpaid: Type.Integer(),
  refundsOwed: Type.Integer(),
  officers: Type.Array(Named),
})
export type Continuity = Static<typeof Continuity>

/** The agency is no more from this day on; `successorId`: who carries on its duties. */
export const AgencyEndInput = Type.Object(
  {
    revision: Type.Integer({ minimum: 0 }),
    on: Type.String({ format: 'date' }),
    successorId: Type.Optional(Id),
    basis: Type.String({ format: 'words', minLength: 3, maxLength: 500 }),
  },
  { additionalProperties: false },
)
export type AgencyEndInput = Static<typeof AgencyEndInput>
