import Type from 'typebox'
import type { Clause } from '../../kernel/clause.ts'

export * from './contract/catalogue.ts'

const Text = Type.String({ minLength: 1 })
const Citation = Type.Unsafe<Clause>(Text)
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const Time = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })
const Key = Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 80 })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const Channel = Type.Enum(['online', 'counter', 'post'])
export type Channel = Type.Static<typeof Channel>

export const Confidence = Type.Enum(['high', 'medium', 'low'])
export type Confidence = Type.Static<typeof Confidence>

/** On what a statement rests: its clause and how sure that is, or why nothing can be said. */
export const Basis = Type.Union([
  Type.Object({ confidence: Confidence, clause: Citation, note: Type.Optional(Text) }),
  Type.Object({ confidence: Type.Literal('unknown'), reason: Text }),
])
export type Basis = Type.Static<typeof Basis>

/** The time the law gives. `cutOff`: what is received later in the day counts from the next working day. */
export const Limit = Type.Union([
  Type.Object({
    unit: Type.Enum(['working-hour', 'working-day', 'calendar-day']),
    amount: Type.Number({ minimum: 0 }),
    cutOff: Type.Optional(Time),
    basis: Basis,
  }),
  Type.Object({ unit: Type.Literal('none'), basis: Basis }),
  Type.Object({ unit: Type.Literal('unknown'), reason: Text }),
])
export type Limit = Type.Static<typeof Limit>

const Dong = Type.Integer({ minimum: 0 })
const Pointer = Type.String({ pattern: '^(/[A-Za-z0-9]+)+$' })

/** What a fee line comes to, in đồng; unknown stays unknown. */
export const FeeAmount = Type.Union([
  Type.Object({ rule: Type.Literal('fixed'), dong: Dong }),
  Type.Object({
    rule: Type.Literal('per-page'),
    tiers: Type.Array(Type.Object({ toPage: Type.Optional(Type.Integer({ minimum: 1 })), dong: Dong }), {
      minItems: 1,
    }),
    mostPerCopy: Type.Optional(Dong),
    /** The answers of the form that say how many pages and copies. */
    pagesField: Type.Optional(Pointer),
    copiesField: Type.Optional(Pointer),
  }),
  Type.Object({ rule: Type.Literal('unknown'), reason: Text }),
])
export type FeeAmount = Type.Static<typeof FeeAmount>

/** `fee` is a phí (price of a service), `charge` a lệ phí (set by law for an act of the state). */
export const FeeLine = Type.Object({
  key: Key,
  name: Text,
  kind: Type.Enum(['fee', 'charge']),
  amount: FeeAmount,
  due: Type.Enum(['on-submission', 'on-release']),
  refundable: Type.Boolean(),
  condition: Type.Optional(Text),
  note: Type.Optional(Text),
  basis: Basis,
})
export type FeeLine = Type.Static<typeof FeeLine>

/** Time limit and fees of some cases through some channels; without `cases`, of all. */
export const Term = Type.Object({
  cases: Type.Optional(Type.Array(Key, { minItems: 1 })),
  channels: Type.Array(Channel, { minItems: 1 }),
  limit: Limit,
  fees: Type.Array(FeeLine),
})
export type Term = Type.Static<typeof Term>

/**
 * Data that stand for a paper, in the terms of NQ 66.7/2025/NQ-CP, from a day on. `asks`: `if-not-found` (where it is left
 * out) asks for the paper only where its content cannot be read there; `never` leaves the whole search to the agency.
 */
export const ReplacedBy = Type.Object({
  database: Text,
  owner: Nullable(Text),
  clause: Text,
  from: Day,
  confidence: Confidence,
  asks: Type.Optional(Type.Enum(['if-not-found', 'never'])),
})
export type ReplacedBy = Type.Static<typeof ReplacedBy>

/** A paper. `submit`: handed in, `show`: only shown, `look-up`: never asked for, the agency looks it up itself. */
export const Requirement = Type.Object({
  key: Key,
  name: Text,
  nationalCode: Type.Optional(Text),
  handling: Type.Enum(['submit', 'show', 'look-up']),
  originals: Type.Integer({ minimum: 0 }),
  copies: Type.Integer({ minimum: 0 }),
  channels: Type.Optional(Type.Array(Channel, { minItems: 1 })),
  /** The form's answers are this paper: nothing is uploaded for it. */
  isForm: Type.Optional(Type.Boolean()),
  /** Asked for only if so; `field` and `equals` say it in terms of the form, where they can. */
  condition: Type.Optional(
    Type.Object({
      text: Text,
      field: Type.Optional(Type.String({ pattern: '^(/[A-Za-z0-9]+)+$' })),
      equals: Type.Optional(Type.Union([Type.String(), Type.Boolean(), Type.Number()])),
    }),
  ),
  note: Type.Optional(Text),
  replacedBy: Type.Optional(ReplacedBy),
  basis: Basis,
})
export type Requirement = Type.Static<typeof Requirement>

/** A case (trường hợp): which papers it takes, by their keys. */
export const ProcedureCase = Type.Object({
  key: Key,
  name: Text,
  help: Text,
  requirements: Type.Array(Key),
})
export type ProcedureCase = Type.Static<typeof ProcedureCase>

export const ResultKind = Type.Enum(['credential', 'certified-copy', 'notice'])
export type ResultKind = Type.Static<typeof ResultKind>

/** `end-to-end`: toàn trình, `partial`: một phần, `online`: one of the two, which is not known. `information`: one can only read of it online; `none`: no service to citizens here at all. */
export const ServiceLevel = Type.Enum(['end-to-end', 'partial', 'online', 'information', 'none'])
export type ServiceLevel = Type.Static<typeof ServiceLevel>

/** What the applicant gets; `end` is the end event of the process that leads to it. */
export const ResultType = Type.Object({
  key: Key,
  name: Text,
  kind: ResultKind,
  end: Key,
  basis: Basis,
})
export type ResultType = Type.Static<typeof ResultType>

export const LegalBasis = Type.Object({
  number: Citation,
  name: Text,
  inForceFrom: Nullable(Day),
  confidence: Confidence,
})
export type LegalBasis = Type.Static<typeof LegalBasis>

const AgencyKinds = Type.Array(
  Type.Enum(['provincial-committee', 'department', 'service-centre', 'commune-committee', 'external']),
)

/** One procedure as content declares it: the file procedure.yaml. */
export const Declaration = Type.Object(
  {
    code: Type.String({ pattern: '^([0-9]\\.[0-9]{6}|[a-z][a-z0-9-]*)$' }),
    name: Text,
    fullName: Type.Optional(Text),
    nameEn: Text,
    summary: Text,
    synonyms: Type.Array(Text),
    offered: Type.Boolean(),
    field: Type.Object({ code: Nullable(Text), name: Text }),
    publishedBy: Type.Object({ decision: Nullable(Citation), source: Text }),
    validFrom: Day,
    validFromBasis: Basis,
    level: Type.Enum(['province', 'commune', 'outside']),
    /** `choice` says in words how an applicant finds the right agency. */
    agencies: Type.Object({
      competent: AgencyKinds,
      receiving: AgencyKinds,
      supporting: AgencyKinds,
      /** Of these kinds only the agencies with these keys are competent; all of them where it is left out. */
      only: Type.Optional(Type.Array(Key, { minItems: 1 })),
      choice: Text,
      basis: Basis,
    }),
    applicants: Type.Array(Type.Enum(['citizen', 'overseas-vietnamese', 'organisation', 'enterprise'])),
    applicantsNote: Type.Optional(Text),
    channels: Type.Array(Channel),
    serviceLevel: Type.Object({
      level: ServiceLevel,
      reason: Type.Optional(
        Type.Enum([
          'presence-required',
          'field-verification',
          'technical-fault',
          'other-technical',
          'unknown',
        ]),
      ),
      text: Type.Optional(Text),
      basis: Basis,
    }),
    /** A system of the state that takes the online dossiers of this procedure itself. */
    onlineSystem: Type.Optional(Type.Object({ name: Text, url: Text, basis: Basis })),
    /** Another calendar than that of the agency. */
    calendar: Nullable(Key),
    /** What a source of cases lived elsewhere calls its channels; null where it is not certain which is meant. */
    sourceChannels: Type.Optional(Type.Record(Type.String(), Nullable(Channel))),
    /** Forms and processes of the folder `shared`, by name, where a procedure has none of its own yet. */
    sharedForm: Type.Optional(Key),
    sharedProcess: Type.Optional(Key),
    requirements: Type.Array(Requirement),
    /** Why the list of papers is not whole. */
    requirementsUnknown: Type.Optional(Text),
    cases: Type.Array(ProcedureCase, { minItems: 1 }),
    terms: Type.Array(Term, { minItems: 1 }),
    supplement: Type.Object({
      mode: Type.Enum(['pause', 'restart']),
      maxRequests: Nullable(Type.Integer({ minimum: 1 })),
      basis: Basis,
    }),
    process: Type.Enum(['bpmn', 'free']),
    results: Type.Array(ResultType),
    conditions: Type.Array(Text),
    legalBases: Type.Array(LegalBasis),
  },
  { $id: 'https://thongsuot.vn/schemas/procedure', title: 'Procedure' },
)
export type Declaration = Type.Static<typeof Declaration>

/** One line of the list: what a search shows. */
export const ProcedureSummary = Type.Object({
  code: Type.String(),
  name: Type.String(),
  nameEn: Type.String(),
  summary: Type.String(),
  field: Type.String(),
  channels: Type.Array(Channel),
  serviceLevel: ServiceLevel,
})
export type ProcedureSummary = Type.Static<typeof ProcedureSummary>

export const ProcedureStep = Type.Object({
  key: Type.String(),
  name: Type.String(),
  role: Type.String(),
  share: Type.Number(),
})
export type ProcedureStep = Type.Static<typeof ProcedureStep>

/** Everything a citizen must read of one procedure, in the version in force. */
export const ProcedurePage = Type.Object({
  versionId: Type.String({ format: 'uuid' }),
  validFrom: Day,
  validTo: Nullable(Day),
  publishedAt: Type.String({ format: 'date-time' }),
  hash: Type.String(),
  declaration: Type.Omit(Declaration, ['$id']),
  form: Type.Unknown(),
  steps: Type.Array(ProcedureStep),
})
export type ProcedurePage = Type.Static<typeof ProcedurePage>

export const procedureEntries = { published: 'procedure.published' } as const

export const procedureProblems = [
  'procedures.missing',
  'procedures.version-missing',
  'procedures.case-missing',
  'procedures.channel-not-offered',
] as const
