import { Type, type Static } from 'typebox'
import { FeeDecision } from './intake.ts'
import {
  Account,
  Answers,
  Channel,
  Delivery,
  DossierState,
  Due,
  DueBasis,
  Id,
  Instant,
  Moment,
  Nullable,
  Part,
  Result,
  Step,
  Supplement,
  WordsOf,
  Wrong,
} from './values.ts'

export const WorkAction = Type.Union([
  Type.Literal('accept'),
  Type.Literal('request-supplement'),
  Type.Literal('refuse'),
  Type.Literal('complete-task'),
  Type.Literal('release'),
])
export type WorkAction = Static<typeof WorkAction>

/** What may be done beside the course, at the counter: it moves no dossier on and makes none anybody's work. */
export const SideAction = Type.Union([
  Type.Literal('receive-supplement'),
  Type.Literal('settle-fees'),
  Type.Literal('receive-cash'),
  Type.Literal('refund'),
  Type.Literal('handle-papers'),
])
export type SideAction = Static<typeof SideAction>

/** An action that process and rights allow to the officer who asks, with what it needs to be told. */
export const AllowedAction = Type.Object({
  action: WorkAction,
  taskId: Nullable(Id),
  taskName: Nullable(Type.String()),
  outcomes: Type.Array(Type.Object({ value: Type.String(), label: Type.String(), finishes: Type.Boolean() })),
  clause: Nullable(Type.String()),
})
export type AllowedAction = Static<typeof AllowedAction>

/** Where `isWhole` is false the reader sees the course alone: a masked name, nothing declared, brought or written of the person. */
export const DossierPage = Type.Object({
  id: Id,
  isWhole: Type.Boolean(),
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
  /** Null where the fees are not known yet. */
  account: Nullable(Account),
  timeline: Type.Array(Moment),
  actions: Type.Array(AllowedAction),
  sideActions: Type.Array(SideAction),
  /** What the procedure rests on, as it is declared: to choose a basis from. */
  clauses: Type.Array(Type.String()),
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

export const AcceptInput = Type.Object({ fees: Type.Optional(FeeDecision) }, { additionalProperties: false })
export type AcceptInput = Static<typeof AcceptInput>

export const SupplementRequestInput = Type.Object(
  {
    message: WordsOf(4000),
    wrong: Type.Array(Wrong, { minItems: 1, maxItems: 100 }),
  },
  { additionalProperties: false },
)
export type SupplementRequestInput = Static<typeof SupplementRequestInput>

export const RefusalInput = Type.Object(
  {
    ground: WordsOf(4000),
    clause: Type.Optional(WordsOf(400)),
  },
  { additionalProperties: false },
)
export type RefusalInput = Static<typeof RefusalInput>

/** `result` is needed when the outcome ends the process: a result without a number cannot be issued. */
export const CompleteTaskInput = Type.Object(
  {
    taskId: Id,
    outcome: Type.String({ minLength: 1, maxLength: 80 }),
    note: Type.Optional(WordsOf(4000)),
    result: Type.Optional(
      Type.Object(
        {
          number: WordsOf(80),
          file: Type.Optional(
            Type.Object(
              { sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }), name: WordsOf(255) },
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
  {
    delivery: Delivery,
    handedTo: Type.Optional(WordsOf(200)),
    /** The consignment's number, when the result goes by post. */
    consignment: Type.Optional(WordsOf(80)),
  },
  { additionalProperties: false },
)
export type ReleaseInput = Static<typeof ReleaseInput>
