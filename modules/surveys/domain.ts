import { addDays, instantOf, localDateOf } from '../../kernel/dates.ts'
import { Problem } from '../../kernel/problem.ts'
import type { Liked, VoteInput, VoteReason } from './contract.ts'

/** A dossier that has ended and may be voted on. */
export interface Survey {
  readonly dossierId: string
  readonly token: string
  readonly agencyId: string
  readonly endedAt: Date
  readonly closesAt: Date
}

export interface StandingVote {
  readonly dossierId: string
  readonly agencyId: string
  readonly dossierCode: string
  /** The applicant; null where none is known. */
  readonly personId: string | null
  readonly liked: Liked
  readonly reasons: readonly VoteReason[]
  readonly comment: string | null
  readonly votedAt: Date
  readonly changedAt: Date
}

/** The end of the last local day of voting: so many days after the day on which the dossier ended. */
export function closingOf(endedAt: Date, days: number): Date {
  return instantOf(addDays(localDateOf(endedAt), days), '24:00')
}

export function isOpen({ closesAt }: Pick<Survey, 'closesAt'>, at: Date): boolean {
  return at < closesAt
}

/** Problem 'surveys.closed' once the vote stands. */
export function expectOpen(survey: Survey, at: Date): void {
  if (!isOpen(survey, at)) {
    throw new Problem('gone', 'surveys.closed', { meta: { closedAt: survey.closesAt.toISOString() } })
  }
}

/** The vote as it stands after this input; the same as before when nothing is new in it. */
export function cast(
  survey: Survey,
  before: StandingVote | undefined,
  about: Pick<StandingVote, 'dossierCode' | 'personId'>,
  input: VoteInput,
  at: Date,
): StandingVote {
  const comment = input.comment?.trim().normalize('NFC') || null
  const reasons = input.reasons.toSorted()
  const isSame =
    before !== undefined &&
    before.liked === input.liked &&
    before.comment === comment &&
    before.reasons.join() === reasons.join()
  if (isSame) return before
  return {
    ...about,
    dossierId: survey.dossierId,
    agencyId: survey.agencyId,
    liked: input.liked,
    reasons,
    comment,
    votedAt: before?.votedAt ?? at,
    changedAt: at,
  }
}
