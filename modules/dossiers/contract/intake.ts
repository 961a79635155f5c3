import { Type, type Static } from 'typebox'
import { PartInput } from './applicant.ts'
import { Answers, Delivery, Id, Instant, Nullable, WordsOf } from './values.ts'

/** A paper as it is handed in at a counter or comes by post: so many originals and copies on paper, and its digital copy if it has one. */
export const PaperInput = Type.Object(
  {
    requirement: PartInput.properties.requirement,
    originals: Type.Integer({ minimum: 0, maximum: 99 }),
    copies: Type.Integer({ minimum: 0, maximum: 99 }),
    file: Type.Optional(
      Type.Object(
        { sha256: PartInput.properties.sha256, name: PartInput.properties.name },
        { additionalProperties: false },
      ),
    ),
    reusedFrom: Type.Optional(Type.Object({ dossierId: Id, partId: Nullable(Id) })),
  },
  { additionalProperties: false },
)
export type PaperInput = Static<typeof PaperInput>

const NationalId = Type.String({ pattern: '^[0-9]{12}$' })

/** Somebody who is known, or somebody new as told at the counter. */
export const ApplicantInput = Type.Union([
  Type.Object({ personId: Id }, { additionalProperties: false }),
  Type.Object(
    {
      kind: Type.Union([Type.Literal('citizen'), Type.Literal('organisation')]),
      name: WordsOf(200, 2),
      nationalId: Nullable(NationalId),
      birthOn: Nullable(Type.String({ format: 'date' })),
      phone: Nullable(Type.String({ pattern: '^[0-9+ ]{8,15}$' })),
      email: Nullable(Type.String({ format: 'email', maxLength: 200 })),
    },
    { additionalProperties: false },
  ),
])
export type ApplicantInput = Static<typeof ApplicantInput>

/** What decides the fees where the declaration alone does not: pages and copies, and which conditional lines apply. */
export const FeeDecision = Type.Object(
  {
    pages: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    copies: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    applies: Type.Optional(Type.Record(Type.String(), Type.Boolean())),
  },
  { additionalProperties: false },
)
export type FeeDecision = Static<typeof FeeDecision>

/**
 * A dossier brought to a counter or come by post. `accept`: taken in at once; otherwise it waits, to be refused or supplemented.
 * `receivedAt`: when the post brought it, if that was earlier.
 */
export const IntakeInput = Type.Object(
  {
    procedure: Type.String({ minLength: 1, maxLength: 80 }),
    caseKey: Type.String({ minLength: 1, maxLength: 80 }),
    agencyId: Id,
    /** Who decides, where neither the office that receives nor the procedure says so. */
    competentAgencyId: Type.Optional(Id),
    channel: Type.Union([Type.Literal('counter'), Type.Literal('post')]),
    applicant: ApplicantInput,
    answers: Answers,
    papers: Type.Array(PaperInput, { maxItems: 100 }),
    delivery: Delivery,
    receivedAt: Type.Optional(Instant),
    accept: Type.Boolean(),
    fees: Type.Optional(FeeDecision),
  },
  { additionalProperties: false },
)
export type IntakeInput = Static<typeof IntakeInput>

export const TakenIn = Type.Object({ id: Id, code: Type.String() })
export type TakenIn = Static<typeof TakenIn>

export const PersonQuery = Type.Object({ nationalId: NationalId }, { additionalProperties: false })
export type PersonQuery = Static<typeof PersonQuery>

export const PersonFound = Type.Object({
  person: Nullable(
    Type.Object({
      id: Id,
      kind: Type.String(),
      name: Type.String(),
      nationalId: Nullable(Type.String()),
      birthOn: Nullable(Type.String()),
      phone: Nullable(Type.String()),
    }),
  ),
})
export type PersonFound = Static<typeof PersonFound>

/** A paper or result of an earlier dossier that may be handed in again; `partId` null: its result. */
export const ReusablePaper = Type.Object({
  dossierId: Id,
  partId: Nullable(Id),
  code: Type.String(),
  procedureName: Type.String(),
  requirement: Type.String(),
  title: Type.String(),
  name: Type.String(),
  sha256: Type.String(),
  mediaType: Type.String(),
  size: Type.Integer(),
  at: Instant,
})
export type ReusablePaper = Static<typeof ReusablePaper>

export const ReusablePapers = Type.Object({ papers: Type.Array(ReusablePaper) })
export type ReusablePapers = Static<typeof ReusablePapers>

export const SettleFeesInput = Type.Object(
  { fees: FeeDecision, basis: Type.Optional(WordsOf(400)) },
  { additionalProperties: false },
)
export type SettleFeesInput = Static<typeof SettleFeesInput>

export const CashInput = Type.Object(
  { amount: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 }) },
  { additionalProperties: false },
)
export type CashInput = Static<typeof CashInput>

/** Where the payer goes to pay. */
export const OnlinePayment = Type.Object({ payAt: Type.String() })
export type OnlinePayment = Static<typeof OnlinePayment>

export const SupplementReceivedInput = Type.Object(
  { answers: Answers, papers: Type.Array(PaperInput, { maxItems: 100 }) },
  { additionalProperties: false },
)
export type SupplementReceivedInput = Static<typeof SupplementReceivedInput>

export const ReturnPapersInput = Type.Object(
  { partIds: Type.Array(Id, { minItems: 1, maxItems: 100 }) },
  { additionalProperties: false },
)
export type ReturnPapersInput = Static<typeof ReturnPapersInput>

export const DigitalCopyInput = Type.Object(
  { partId: Id, sha256: PartInput.properties.sha256, name: PartInput.properties.name },
  { additionalProperties: false },
)
export type DigitalCopyInput = Static<typeof DigitalCopyInput>
