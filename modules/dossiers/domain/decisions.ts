import { Problem } from '../../../kernel/problem.ts'
import {
  dueDate,
  type Derivation,
  type Suspension,
  type TimeLimit,
  type WorkCalendar,
} from '../../../kernel/working-time/index.ts'
import type { Answers, Channel, Delivery, DossierState, Wrong } from '../contract.ts'
import type { Dossier, Evidence, Refusal, Supplement, Term } from './dossier.ts'
import { nothingSeen } from './evidence.ts'

export interface Submission {
  readonly id: string
  readonly code: string
  readonly procedureVersionId: string
  readonly caseKey: string
  readonly channel: Channel
  readonly applicantId: string
  readonly assurance: number | null
  readonly receivingAgencyId: string
  readonly competentAgencyId: string
  readonly answers: Answers
  readonly delivery: Delivery
  readonly seen: Pick<Evidence, 'digitised' | 'reused' | 'paper'>
}

export function submit({ seen, ...submission }: Submission, at: Date): Dossier {
  return {
    ...submission,
    origin: 'own',
    source: null,
    sourceKey: null,
    state: 'submitted',
    submittedAt: at,
    acceptedAt: null,
    dueAt: null,
    dueBasis: 'unknown',
    derivation: [],
    lateFrom: null,
    finishedAt: null,
    refusedAt: null,
    releasedAt: null,
    decision: null,
    refusal: null,
    supplements: 0,
    evidence: { ...nothingSeen, ...seen },
    version: 1,
  }
}

/**
 * The clock starts when the office accepts, not when the applicant submits (NĐ 118/2025/NĐ-CP Đ17; DOMAIN: the receipt form names
 * both). What was asked about more than once before that is late from the first (QĐ 766/QĐ-TTg, group 2).
 */
export function accept(dossier: Dossier, term: Term, calendar: WorkCalendar, at: Date): Dossier {
  expectState(dossier, 'submitted', 'dossiers.not-submitted')
  const derivation = dueDate({ calendar, limit: term.limit, receivedAt: at, cutOff: term.cutOff })
  return changed(dossier, {
    state: 'processing',
    acceptedAt: at,
    ...dueOf(term.limit, derivation),
    ...(dossier.supplements > 1 ? { lateFrom: at } : {}),
  })
}

/** Form 03: the office does not take the dossier in, and says on what ground. */
export function refuse(dossier: Dossier, refusal: Refusal, at: Date): Dossier {
  expectState(dossier, 'submitted', 'dossiers.not-submitted')
  return changed(dossier, { state: 'refused', refusedAt: at, refusal })
}

/**
 * Form 02: everything that is missing is asked for at once, as often as the procedure's version allows.
 * While the applicant is awaited the clock stands; a second request makes the dossier late from that moment
 * (QĐ 766/QĐ-TTg, group 2), and a dossier that was late already stays so.
 */
export function requestSupplement(
  dossier: Dossier,
  earlier: readonly Supplement[],
  term: Term,
  request: { id: string; officerId: string; message: string; wrong: readonly Wrong[] },
  at: Date,
): { dossier: Dossier; supplement: Supplement } {
  if (dossier.state !== 'submitted' && dossier.state !== 'processing') {
    throw new Problem('conflict', 'dossiers.not-processing', { meta: { state: dossier.state } })
  }
  if (term.supplementRequests !== null && earlier.length >= term.supplementRequests) {
    throw new Problem('conflict', 'dossiers.supplement-already-requested', {
      meta: { allowed: term.supplementRequests, requestedAt: earlier.at(-1)?.requestedAt.toISOString() },
    })
  }
  const accepted = dossier.acceptedAt !== null
  const supplement: Supplement = {
    id: request.id,
    requestedAt: at,
    requestedBy: request.officerId,
    message: request.message,
    wrong: request.wrong,
    mode: accepted ? term.supplementMode : 'before-acceptance',
    answeredAt: null,
    dueBefore: dossier.dueAt,
    dueAfter: null,
  }
  const supplements = dossier.supplements + 1
  const knewItsDate = dossier.dueBasis === 'computed' || dossier.dueBasis === 'stated-by-source'
  const lateAlready = dossier.lateFrom !== null && dossier.lateFrom < at
  return {
    supplement,
    dossier: changed(dossier, {
      state: 'awaiting-supplement',
      supplements,
      ...(accepted && knewItsDate ? { dueAt: null, dueBasis: 'suspended' as const } : {}),
      lateFrom: lateAlready ? dossier.lateFrom : accepted && supplements > 1 ? at : null,
    }),
  }
}

/** The applicant answered: before acceptance the office looks again; after it the clock goes on, or starts anew. */
export function supplement(
  dossier: Dossier,
  all: readonly Supplement[],
  brought: { answers: Answers },
  term: Term,
  calendar: WorkCalendar,
  at: Date,
): { dossier: Dossier; answered: Supplement } {
  expectState(dossier, 'awaiting-supplement', 'dossiers.not-awaiting-supplement')
  const open = all.find((one) => one.answeredAt === null)
  if (open === undefined) throw new Error(`dossier ${dossier.id} awaits a supplement that nobody asked for`)
  const answers = { ...dossier.answers, ...brought.answers }
  const answered = { ...open, answeredAt: at }
  if (dossier.acceptedAt === null) {
    return { answered, dossier: changed(dossier, { state: 'submitted', answers }) }
  }
  const derivation = dueDate({
    calendar,
    limit: term.limit,
    receivedAt: dossier.acceptedAt,
    cutOff: term.cutOff,
    suspensions: suspensionsOf(all.map((one) => (one.id === open.id ? answered : one))),
  })
  const due = dueOf(term.limit, derivation)
  return {
    answered: { ...answered, dueAfter: due.dueAt },
    dossier: changed(dossier, {
      state: 'processing',
      answers,
      ...due,
      lateFrom: dossier.lateFrom ?? due.lateFrom,
    }),
  }
}

/** The process ended with a decision: this instant, not the delivery, is held against the due date (NgayKetThucXuLy). */
export function finish(
  dossier: Dossier,
  { decision, isElectronic }: { readonly decision: string; readonly isElectronic: boolean },
  at: Date,
): Dossier {
  expectState(dossier, 'processing', 'dossiers.not-processing')
  const evidence = { ...dossier.evidence, electronicResult: isElectronic }
  return changed(dossier, { state: 'finished', finishedAt: at, decision, evidence })
}

/** The result is in the applicant's hands. */
export function release(dossier: Dossier, delivery: Delivery, at: Date): Dossier {
  expectState(dossier, 'finished', 'dossiers.not-finished')
  return changed(dossier, { state: 'released', releasedAt: at, delivery })
}

/** Something was seen of a dossier, in whatever state: what is to be paid, a paper, a vote. */
export function observe(dossier: Dossier, seen: Partial<Evidence>): Dossier {
  return changed(dossier, { evidence: { ...dossier.evidence, ...seen } })
}

/** A step was completed and the process goes on. */
export function proceed(dossier: Dossier): Dossier {
  expectState(dossier, 'processing', 'dossiers.not-processing')
  return changed(dossier, {})
}

function dueOf(
  limit: TimeLimit,
  derivation: Derivation,
): Pick<Dossier, 'dueAt' | 'dueBasis' | 'derivation' | 'lateFrom'> {
  const basis = derivation.dueAt !== null ? 'computed' : limit.unit === 'none' ? 'no-limit' : 'unknown'
  return {
    dueAt: derivation.dueAt,
    dueBasis: basis,
    derivation: derivation.lines,
    lateFrom: derivation.dueAt,
  }
}

/** When the clock of an accepted dossier stood, or started anew, because its applicant was awaited. */
export function suspensionsOf(supplements: readonly Supplement[]): readonly Suspension[] {
  return supplements.flatMap(({ mode, requestedAt, answeredAt }) =>
    mode === 'before-acceptance' || answeredAt === null
      ? []
      : [{ from: requestedAt, to: answeredAt, mode, reason: 'supplement' }],
  )
}

function changed(dossier: Dossier, change: Partial<Dossier>): Dossier {
  return { ...dossier, ...change, version: dossier.version + 1 }
}

function expectState(dossier: Dossier, state: DossierState, code: string): void {
  if (dossier.state !== state) throw new Problem('conflict', code, { meta: { state: dossier.state } })
}
