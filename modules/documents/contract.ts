import Type from 'typebox'
import type { DerivationLine } from '../../kernel/working-time/index.ts'

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const Text = Type.String({ minLength: 1 })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Confidence = Type.Enum(['high', 'medium', 'low'])

/** A minute by the clock on the wall: '2026-11-24T08:15'. */
const Moment = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$' })

/** The forms of TT 03/2025/TT-VPCP, annex I, that are made for one dossier; 07 is a register of many. */
export const SlipKind = Type.Enum(['01', '02', '03', '04', '05', '06'])
export type SlipKind = Type.Static<typeof SlipKind>

/** The file slips/slips.yaml: each form in its dated versions. `validTo` is the first day it is no longer in force. */
export const SlipsContent = Type.Object({
  slips: Type.Array(
    Type.Object({
      kind: SlipKind,
      versions: Type.Array(
        Type.Object({
          validFrom: Day,
          validTo: Type.Optional(Day),
          name: Text,
          /** As it is cited on the paper. */
          form: Text,
          template: Type.String({ pattern: '^[a-z0-9][a-z0-9-]*[.]typ$' }),
          /** That the form exists under this name. */
          source: Text,
          confidence: Confidence,
          /** What the template's layout follows, which may be less sure than the form itself. */
          layout: Type.Object({ source: Text, confidence: Confidence }),
        }),
        { minItems: 1 },
      ),
    }),
    { minItems: 1 },
  ),
})
export type SlipsContent = Type.Static<typeof SlipsContent>

/** What stands on every slip. */
const common = {
  /** Whose slip it is, and its counter. */
  agency: Text,
  desk: Nullable(Text),
  /** The agency's place, which stands before the date (NĐ 30/2020/NĐ-CP, annex I). */
  place: Nullable(Text),
  code: Text,
  trackingUrl: Text,
  procedure: Type.Object({ code: Text, name: Text, case: Text }),
  applicant: Type.Object({
    name: Nullable(Text),
    address: Nullable(Text),
    phone: Nullable(Text),
    email: Nullable(Text),
  }),
  /** Who answers for the slip; null where nobody is known. */
  officer: Nullable(Text),
  isSigned: Type.Boolean(),
  isDemo: Type.Boolean(),
}

/** When the result is due and why: the lines of its derivation as the kernel gives them. */
const Due = Type.Object({
  at: Nullable(Moment),
  basis: Type.Enum(['computed', 'stated-by-source', 'suspended', 'no-limit', 'unknown']),
  clause: Nullable(Text),
  lines: Type.Array(Type.Unsafe<DerivationLine>(Type.Object({ kind: Type.String() }))),
})

const Receipt = Type.Object({
  ...common,
  /** Whether an electronic form was filled in, which then is the first of the papers. */
  hasForm: Type.Boolean(),
  papers: Type.Array(Type.Object({ title: Text, file: Nullable(Text) })),
  acceptedAt: Moment,
  due: Due,
  delivery: Nullable(Type.Enum(['counter', 'post', 'online'])),
})

const SupplementRequest = Type.Object({
  ...common,
  requestedAt: Moment,
  message: Type.String(),
  wrong: Type.Array(Type.Object({ what: Text, reason: Text })),
  /** What becomes of the clock: 'before-acceptance' where none has started. */
  mode: Type.Enum(['pause', 'restart', 'before-acceptance']),
})

const Refusal = Type.Object({
  ...common,
  submittedAt: Moment,
  refusedAt: Moment,
  ground: Text,
  clause: Nullable(Text),
})

const Apology = Type.Object({
  ...common,
  acceptedAt: Moment,
  dueBefore: Moment,
  dueAfter: Moment,
  reason: Text,
})

const Stop = Type.Object({ ...common, acceptedAt: Moment, stoppedAt: Moment, reason: Nullable(Text) })

export const HandOverResult = Type.Enum(['early', 'on-time', 'late', 'open', 'unknown'])
export type HandOverResult = Type.Static<typeof HandOverResult>

const Control = Type.Object({
  ...common,
  acceptedAt: Moment,
  due: Due,
  finishedAt: Nullable(Moment),
  releasedAt: Nullable(Moment),
  /** Where the applicant votes on how it was dealt with, once it has ended; null while there is no such place. */
  voteUrl: Nullable(Text),
  /** A row a hand-over: who gave, who took, until when it was due there, and how that went. */
  rows: Type.Array(
    Type.Object({
      giver: Nullable(Text),
      receiver: Nullable(Text),
      step: Text,
      at: Nullable(Moment),
      dueAt: Nullable(Moment),
      closedAt: Nullable(Moment),
      result: HandOverResult,
    }),
  ),
})

/** What each slip has to be told. */
export const slipShapes = {
  '01': Receipt,
  '02': SupplementRequest,
  '03': Refusal,
  '04': Apology,
  '05': Stop,
  '06': Control,
} as const satisfies Record<SlipKind, Type.TSchema>
export type SlipData<K extends SlipKind = SlipKind> = Type.Static<(typeof slipShapes)[K]>

export const documentProblems = ['documents.no-template'] as const
