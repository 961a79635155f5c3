import { Type, type Static } from 'typebox'
import {
  Account,
  Answers,
  Channel,
  Delivery,
  DossierState,
  Due,
  Id,
  Instant,
  Nullable,
  Result,
  Step,
  Supplement,
  WordsOf,
} from './values.ts'

/** One paper of a dossier: `requirement` is its key in the procedure's case; the file is named by its content. */
export const PartInput = Type.Object(
  {
    requirement: Type.String({ minLength: 1, maxLength: 80 }),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    name: WordsOf(255),
    /** Taken from an earlier dossier of the same applicant: that part of it, or its result where no part is named. */
    reusedFrom: Type.Optional(Type.Object({ dossierId: Id, partId: Nullable(Id) })),
  },
  { additionalProperties: false },
)
export type PartInput = Static<typeof PartInput>

export const UploadedFile = Type.Object({
  sha256: Type.String(),
  name: Type.String(),
  mediaType: Type.String(),
  size: Type.Integer(),
})
export type UploadedFile = Static<typeof UploadedFile>

/** A draft survives sign-out and restarts; nothing in it is checked before it is submitted. */
export const DraftInput = Type.Object(
  {
    procedure: Type.String(),
    caseKey: Nullable(Type.String()),
    agencyId: Nullable(Id),
    delivery: Nullable(Delivery),
    answers: Answers,
    parts: Type.Array(PartInput, { maxItems: 100 }),
  },
  { additionalProperties: false },
)
export type DraftInput = Static<typeof DraftInput>

export const Draft = Type.Object({
  id: Id,
  procedure: Type.String(),
  procedureName: Type.String(),
  procedureVersionId: Id,
  caseKey: Nullable(Type.String()),
  agencyId: Nullable(Id),
  delivery: Nullable(Delivery),
  answers: Answers,
  parts: Type.Array(
    Type.Object({
      requirement: Type.String(),
      sha256: Type.String(),
      name: Type.String(),
      mediaType: Type.String(),
      size: Type.Integer(),
      /** The earlier dossier it is taken from, with its code. */
      reusedFrom: Type.Optional(Type.Object({ dossierId: Id, partId: Nullable(Id), code: Type.String() })),
    }),
  ),
  updatedAt: Instant,
})
export type Draft = Static<typeof Draft>

/** What is wrong with the answers of a draft, each as a JSON pointer into the answers and the rule it breaks; empty: nothing. */
export const DraftCheck = Type.Object({
  fields: Type.Array(
    Type.Object({
      path: Type.String(),
      code: Type.String(),
      meta: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    }),
  ),
})
export type DraftCheck = Static<typeof DraftCheck>

export const SubmitInput = Type.Object(
  {
    procedure: Type.String(),
    caseKey: Type.String(),
    agencyId: Id,
    /** Who decides, where neither the office that receives nor the procedure says so. */
    competentAgencyId: Type.Optional(Id),
    delivery: Delivery,
    answers: Answers,
    parts: Type.Array(PartInput, { maxItems: 100 }),
    draftId: Type.Optional(Id),
  },
  { additionalProperties: false },
)
export type SubmitInput = Static<typeof SubmitInput>

export const Acknowledgement = Type.Object({
  id: Id,
  code: Type.String(),
  submittedAt: Instant,
  procedure: Type.String(),
  procedureName: Type.String(),
  agencyName: Type.String(),
})
export type Acknowledgement = Static<typeof Acknowledgement>

/** Form 01 (TT 03/2025/TT-VPCP): what was handed in, and who took it in. */
export const Receipt = Type.Object({
  acceptedBy: Nullable(Type.String()),
  papers: Type.Array(
    Type.Object({
      title: Type.String(),
      name: Nullable(Type.String()),
      originals: Type.Integer(),
      copies: Type.Integer(),
    }),
  ),
})
export type Receipt = Static<typeof Receipt>

/** What anybody with the code may see; `own` says that it is the applicant who looks, and nothing is masked. */
export const Tracking = Type.Object({
  code: Type.String(),
  own: Type.Boolean(),
  procedure: Type.String(),
  procedureName: Type.String(),
  caseName: Type.String(),
  applicant: Nullable(Type.String()),
  state: DossierState,
  channel: Nullable(Channel),
  delivery: Nullable(Delivery),
  receivingAgencyName: Type.String(),
  competentAgencyName: Type.String(),
  submittedAt: Instant,
  acceptedAt: Nullable(Instant),
  finishedAt: Nullable(Instant),
  refusedAt: Nullable(Instant),
  releasedAt: Nullable(Instant),
  refusal: Nullable(Type.Object({ ground: Type.String(), clause: Nullable(Type.String()) })),
  due: Due,
  steps: Type.Array(Step),
  supplement: Nullable(Supplement),
  result: Nullable(Result),
  dossierId: Nullable(Id),
  procedureVersionId: Id,
  /** What the applicant stated, for the applicant alone. */
  answers: Nullable(Answers),
  /** What it costs and what was paid, for the applicant alone; null where the fees are not known yet. */
  account: Nullable(Account),
  mayPayOnline: Type.Boolean(),
  /** What form 01 says beyond this, for the applicant alone and once the dossier was accepted. */
  receipt: Nullable(Receipt),
})
export type Tracking = Static<typeof Tracking>

export const MyDossiers = Type.Object({
  drafts: Type.Array(Draft),
  dossiers: Type.Array(
    Type.Object({
      id: Id,
      code: Type.String(),
      procedureName: Type.String(),
      agencyName: Type.String(),
      state: DossierState,
      submittedAt: Instant,
      dueAt: Nullable(Instant),
    }),
  ),
})
export type MyDossiers = Static<typeof MyDossiers>

export const SupplementInput = Type.Object(
  { answers: Answers, parts: Type.Array(PartInput, { maxItems: 100 }) },
  { additionalProperties: false },
)
export type SupplementInput = Static<typeof SupplementInput>

/**
 * One look at my data. A `duty` is an officer's at the agency on that day, the one that the look was for; null where none is
 * known. Whoever is no officer is named by `system`. `purpose` and `fields` are codes.
 */
export const MyReading = Type.Object({
  id: Id,
  at: Instant,
  agencyName: Nullable(Type.String()),
  duty: Nullable(Type.String()),
  system: Nullable(Type.String()),
  purpose: Type.String(),
  fields: Type.Array(Type.String()),
  dossier: Nullable(Type.Object({ code: Type.String(), procedureName: Type.String() })),
})
export type MyReading = Static<typeof MyReading>

/** Newest first; `next` is what `before` of the following page has to be. */
export const MyReadings = Type.Object({ items: Type.Array(MyReading), next: Nullable(Id) })
export type MyReadings = Static<typeof MyReadings>
