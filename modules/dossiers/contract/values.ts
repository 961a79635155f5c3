import { Type, type Static, type TSchema } from 'typebox'

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const Instant = Type.String({ format: 'date-time' })
export const Id = Type.String({ format: 'uuid' })

/** A text for people to read, up to so many characters (format 'words': something is to be seen in it, and nothing hidden). */
export const WordsOf = (maxLength: number, minLength = 1) =>
  Type.String({ format: 'words', minLength, maxLength })

export const Channel = Type.Union([Type.Literal('online'), Type.Literal('counter'), Type.Literal('post')])
export type Channel = Static<typeof Channel>

export const Delivery = Type.Union([Type.Literal('counter'), Type.Literal('post'), Type.Literal('online')])
export type Delivery = Static<typeof Delivery>

/** Whether anything is to be paid for a dossier, and how it was paid: online alone, or otherwise as well. */
export const FeeState = Type.Union([
  Type.Literal('none'),
  Type.Literal('due'),
  Type.Literal('paid-online'),
  Type.Literal('paid-otherwise'),
])
export type FeeState = Static<typeof FeeState>

export const Vote = Type.Union([Type.Literal('liked'), Type.Literal('neutral'), Type.Literal('disliked')])
export type Vote = Static<typeof Vote>

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

export const Answers = Type.Record(Type.String(), Type.Unknown())
export type Answers = Static<typeof Answers>

export const Part = Type.Object({
  id: Id,
  requirement: Type.String(),
  title: Type.String(),
  /** Handed in on paper. */
  originals: Type.Integer(),
  copies: Type.Integer(),
  returnedAt: Nullable(Instant),
  /** The digital copy; null while a paper has none. */
  file: Nullable(
    Type.Object({
      name: Type.String(),
      sha256: Type.String(),
      mediaType: Type.String(),
      size: Type.Integer(),
    }),
  ),
  /** The code of the earlier dossier it was taken from. */
  reusedFrom: Nullable(Type.String()),
  addedAt: Instant,
})
export type Part = Static<typeof Part>

/** One wrong field or paper, and why: `path` is `/answers/<field>` or `/parts/<requirement>`. */
export const Wrong = Type.Object(
  {
    path: Type.String({ minLength: 1, maxLength: 200 }),
    reason: WordsOf(1000),
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

/** How a dossier stands to its due date once that is decided: it ended, or the date has passed. */
export const Verdict = Type.Object({
  isLate: Type.Boolean(),
  /** Null while it goes on. */
  endedAt: Nullable(Instant),
  /** From when on it was late, or would have been. */
  lateFrom: Nullable(Instant),
  /** What made it late: its due date, the one before a fresh start, or a second request (QĐ 766/QĐ-TTg, group 2). */
  cause: Type.Union([Type.Literal('due'), Type.Literal('earlier-due'), Type.Literal('second-request')]),
  /** The office's working time since it was late; null where the calendar does not reach. */
  workingMinutes: Nullable(Type.Integer({ minimum: 0 })),
})
export type Verdict = Static<typeof Verdict>

export const Due = Type.Object({
  at: Nullable(Instant),
  basis: DueBasis,
  derivation: Type.Array(DerivationLine),
  clause: Nullable(Type.String()),
  /** Null while nothing is decided, and where nothing can be proven. */
  verdict: Nullable(Verdict),
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

const Dong = Type.Integer({ minimum: 0 })

/** What a dossier costs, line by line with the clause, and what was paid for it; amounts in đồng. */
export const Account = Type.Object({
  lines: Type.Array(
    Type.Object({
      key: Type.String(),
      kind: Type.Union([Type.Literal('fee'), Type.Literal('charge')]),
      name: Type.String(),
      amount: Dong,
      clause: Type.String(),
      exemption: Nullable(Type.Object({ amount: Dong, reason: Type.String(), clause: Type.String() })),
    }),
  ),
  due: Dong,
  paid: Dong,
  outstanding: Dong,
  payments: Type.Array(
    Type.Object({
      channel: Type.Union([Type.Literal('cash'), Type.Literal('online')]),
      amount: Dong,
      at: Instant,
      number: Type.String(),
    }),
  ),
  /** What is given back (`surplus`: of what was paid beyond the fees); `returned` null: not given back yet. */
  refunds: Type.Array(
    Type.Object({
      id: Id,
      amount: Dong,
      surplus: Type.Boolean(),
      lines: Type.Array(Type.Object({ key: Type.String(), amount: Dong })),
      reason: Type.String(),
      clause: Type.String(),
      decidedAt: Instant,
      returned: Nullable(
        Type.Object({ way: Type.Enum(['cash', 'transfer']), number: Type.String(), at: Instant }),
      ),
    }),
  ),
  state: Type.Union([Type.Literal('nothing-due'), Type.Literal('due'), Type.Literal('paid')]),
})
export type Account = Static<typeof Account>
