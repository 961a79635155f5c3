import { Type, type Static, type TSchema } from 'typebox'

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Instant = Type.String({ format: 'date-time' })
const Id = Type.String({ format: 'uuid' })

export const Channel = Type.Union([Type.Literal('online'), Type.Literal('counter'), Type.Literal('post')])
export type Channel = Static<typeof Channel>

export const Delivery = Type.Union([Type.Literal('counter'), Type.Literal('post'), Type.Literal('online')])
export type Delivery = Static<typeof Delivery>

export const DossierState = Type.Union([
  Type.Literal('submitted'),
  Type.Literal('processing'),
  Type.Literal('awaiting-supplement'),
  Type.Literal('refused'),
  Type.Literal('finished'),
  Type.Literal('released'),
])
export type DossierState = Static<typeof DossierState>

/** Where the due date comes from; 'suspended' while the applicant is awaited and the clock stands. */
export const DueBasis = Type.Union([
  Type.Literal('computed'),
  Type.Literal('stated-by-source'),
  Type.Literal('suspended'),
  Type.Literal('no-limit'),
  Type.Literal('unknown'),
])
export type DueBasis = Static<typeof DueBasis>

/** One paper of a dossier: `requirement` is its key in the procedure's case; the file is named by its content. */
export const PartInput = Type.Object(
  {
    requirement: Type.String({ minLength: 1, maxLength: 80 }),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    name: Type.String({ minLength: 1, maxLength: 255 }),
  },
  { additionalProperties: false },
)
export type PartInput = Static<typeof PartInput>

export const Part = Type.Object({
  id: Id,
  requirement: Type.String(),
  title: Type.String(),
  name: Type.String(),
  sha256: Type.String(),
  mediaType: Type.String(),
  size: Type.Integer(),
  addedAt: Instant,
})
export type Part = Static<typeof Part>

export const Answers = Type.Record(Type.String(), Type.Unknown())
export type Answers = Static<typeof Answers>

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
    }),
  ),
  updatedAt: Instant,
})
export type Draft = Static<typeof Draft>

export const SubmitInput = Type.Object(
  {
    procedure: Type.String(),
    caseKey: Type.String(),
    agencyId: Id,
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

/** One wrong field or paper, and why: `path` is a JSON pointer into the answers, or `parts/<requirement>`. */
export const Wrong = Type.Object(
  {
    path: Type.String({ minLength: 1, maxLength: 200 }),
    reason: Type.String({ minLength: 1, maxLength: 1000 }),
  },
  { additionalProperties: false },
)
export type Wrong = Static<typeof Wrong>

export const Supplement = Type.Object({
  id: Id,
  requestedAt: Instant,
  requestedBy: Nullable(Type.String()),
  message: Type.String(),
  wrong: Type.Array(Wrong),
  answeredAt: Nullable(Instant),
  mode: Type.Union([Type.Literal('pause'), Type.Literal('restart'), Type.Literal('before-acceptance')]),
})
export type Supplement = Static<typeof Supplement>

/** A line of a due date's derivation: a closed union by `kind` (kernel/working-time); screens choose the words. */
export const DerivationLine = Type.Intersect([
  Type.Object({ kind: Type.String() }),
  Type.Record(Type.String(), Type.Unknown()),
])
export type DerivationLine = Static<typeof DerivationLine>

export const Due = Type.Object({
  at: Nullable(Instant),
  basis: DueBasis,
  derivation: Type.Array(DerivationLine),
  clause: Nullable(Type.String()),
})
export type Due = Static<typeof Due>

/** A step that was done or is being done: which office, whose duty, since when, until when. */
export const Step = Type.Object({
  id: Id,
  key: Type.String(),
  name: Type.String(),
  role: Nullable(Type.String()),
  agencyId: Nullable(Id),
  agencyName: Nullable(Type.String()),
  officerName: Nullable(Type.String()),
  openedAt: Nullable(Instant),
  dueAt: Nullable(Instant),
  closedAt: Nullable(Instant),
  outcome: Nullable(Type.String()),
  note: Nullable(Type.String()),
  flags: Type.Array(Type.String()),
})
export type Step = Static<typeof Step>

export const Moment = Type.Object({
  seq: Type.Integer(),
  kind: Type.String(),
  occurredAt: Instant,
  recordedAt: Instant,
  actor: Nullable(Type.String()),
  agencyName: Nullable(Type.String()),
  basis: Nullable(Type.String()),
})
export type Moment = Static<typeof Moment>

export const Result = Type.Object({
  key: Type.String(),
  name: Type.String(),
  number: Type.String(),
  issuedAt: Instant,
  signer: Type.String(),
  decision: Type.String(),
  file: Nullable(Type.Object({ sha256: Type.String(), name: Type.String() })),
})
export type Result = Static<typeof Result>

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
})
export type Tracking = Static<typeof Tracking>

export const WorkAction = Type.Union([
  Type.Literal('accept'),
  Type.Literal('request-supplement'),
  Type.Literal('refuse'),
  Type.Literal('complete-task'),
  Type.Literal('release'),
])
export type WorkAction = Static<typeof WorkAction>

/** An action that process and rights allow to the officer who asks, with what it needs to be told. */
export const AllowedAction = Type.Object({
  action: WorkAction,
  taskId: Nullable(Id),
  taskName: Nullable(Type.String()),
  outcomes: Type.Array(Type.Object({ value: Type.String(), label: Type.String(), finishes: Type.Boolean() })),
  clause: Nullable(Type.String()),
})
export type AllowedAction = Static<typeof AllowedAction>

export const DossierPage = Type.Object({
  id: Id,
  code: Type.String(),
  procedure: Type.String(),
  procedureName: Type.String(),
  procedureVersionId: Id,
  caseKey: Type.String(),
  caseName: Type.String(),
  state: DossierState,
  channel: Nullable(Channel),
  delivery: Nullable(Delivery),
  applicant: Nullable(
    Type.Object({
      id: Id,
      name: Type.String(),
      nationalId: Nullable(Type.String()),
      phone: Nullable(Type.String()),
    }),
  ),
  receivingAgency: Type.Object({ id: Id, name: Type.String() }),
  competentAgency: Type.Object({ id: Id, name: Type.String() }),
  submittedAt: Instant,
  acceptedAt: Nullable(Instant),
  finishedAt: Nullable(Instant),
  refusedAt: Nullable(Instant),
  releasedAt: Nullable(Instant),
  refusal: Nullable(Type.Object({ ground: Type.String(), clause: Nullable(Type.String()) })),
  due: Due,
  answers: Answers,
  parts: Type.Array(Part),
  steps: Type.Array(Step),
  supplements: Type.Array(Supplement),
  result: Nullable(Result),
  timeline: Type.Array(Moment),
  actions: Type.Array(AllowedAction),
  version: Type.Integer(),
})
export type DossierPage = Static<typeof DossierPage>

export const WorkItem = Type.Object({
  id: Id,
  code: Type.String(),
  procedure: Type.String(),
  procedureName: Type.String(),
  applicantName: Nullable(Type.String()),
  agencyName: Type.String(),
  state: DossierState,
  channel: Nullable(Channel),
  submittedAt: Instant,
  acceptedAt: Nullable(Instant),
  dueAt: Nullable(Instant),
  dueBasis: DueBasis,
  waitingFor: Nullable(
    Type.Object({ name: Type.String(), role: Nullable(Type.String()), mine: Type.Boolean() }),
  ),
})
export type WorkItem = Static<typeof WorkItem>

export const WorkQuery = Type.Object(
  {
    state: Type.Optional(DossierState),
    mine: Type.Optional(Type.Boolean()),
    agencyId: Type.Optional(Id),
    after: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  { additionalProperties: false },
)
export type WorkQuery = Static<typeof WorkQuery>

/** A page of the work list, earliest due first; `next` is the cursor to ask with, null at the end. */
export const WorkList = Type.Object({ items: Type.Array(WorkItem), next: Nullable(Type.String()) })
export type WorkList = Static<typeof WorkList>

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

export const AcceptInput = Type.Object({}, { additionalProperties: false })

export const SupplementRequestInput = Type.Object(
  {
    message: Type.String({ minLength: 1, maxLength: 4000 }),
    wrong: Type.Array(Wrong, { minItems: 1, maxItems: 100 }),
  },
  { additionalProperties: false },
)
export type SupplementRequestInput = Static<typeof SupplementRequestInput>

export const SupplementInput = Type.Object(
  { answers: Answers, parts: Type.Array(PartInput, { maxItems: 100 }) },
  { additionalProperties: false },
)
export type SupplementInput = Static<typeof SupplementInput>

export const RefusalInput = Type.Object(
  {
    ground: Type.String({ minLength: 1, maxLength: 4000 }),
    clause: Type.Optional(Type.String({ maxLength: 400 })),
  },
  { additionalProperties: false },
)
export type RefusalInput = Static<typeof RefusalInput>

/** `result` is needed when the outcome ends the process: a result without a number cannot be issued. */
export const CompleteTaskInput = Type.Object(
  {
    taskId: Id,
    outcome: Type.String({ minLength: 1, maxLength: 80 }),
    note: Type.Optional(Type.String({ maxLength: 4000 })),
    result: Type.Optional(
      Type.Object(
        {
          number: Type.String({ minLength: 1, maxLength: 80 }),
          file: Type.Optional(
            Type.Object(
              { sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }), name: Type.String({ maxLength: 255 }) },
              { additionalProperties: false },
            ),
          ),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)
export type CompleteTaskInput = Static<typeof CompleteTaskInput>

export const ReleaseInput = Type.Object(
  { delivery: Delivery, handedTo: Type.Optional(Type.String({ maxLength: 200 })) },
  { additionalProperties: false },
)
export type ReleaseInput = Static<typeof ReleaseInput>

export const dossierEntries = {
  submitted: 'dossier.submitted',
  accepted: 'dossier.accepted',
  refused: 'dossier.refused',
  supplementRequested: 'dossier.supplement-requested',
  supplemented: 'dossier.supplemented',
  taskCompleted: 'dossier.task-completed',
  finished: 'dossier.finished',
  released: 'dossier.released',
  takenIn: 'dossier.taken-in',
  stepRecorded: 'dossier.step-recorded',
} as const

export const dossierProblems = [
  'dossiers.missing',
  'dossiers.forbidden',
  'dossiers.draft-missing',
  'dossiers.procedure-unknown',
  'dossiers.procedure-not-offered',
  'dossiers.case-unknown',
  'dossiers.channel-not-offered',
  'dossiers.agency-not-competent',
  'dossiers.answers-invalid',
  'dossiers.part-missing',
  'dossiers.part-unknown',
  'dossiers.file-missing',
  'dossiers.form-changed',
  'dossiers.not-submitted',
  'dossiers.not-processing',
  'dossiers.not-awaiting-supplement',
  'dossiers.not-finished',
  'dossiers.supplement-already-requested',
  'dossiers.wrong-place-unknown',
  'dossiers.result-needed',
  'dossiers.result-not-yet',
] as const
export type DossierProblem = (typeof dossierProblems)[number]
