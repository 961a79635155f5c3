import { Type, type Static } from 'typebox'

/** The forms that are addressed to the applicant (TT 03/2025/TT-VPCP, annex I). */
const toApplicant = [
  Type.Literal('01'),
  Type.Literal('02'),
  Type.Literal('03'),
  Type.Literal('04'),
  Type.Literal('05'),
] as const

export const ApplicantSlip = Type.Union([...toApplicant])
export type ApplicantSlip = Static<typeof ApplicantSlip>

/** Form 06 stays in the office. */
export const OfficeSlip = Type.Union([...toApplicant, Type.Literal('06')])
export type OfficeSlip = Static<typeof OfficeSlip>
