import { Problem } from '../kernel/problem.ts'
import { noteVote } from '../modules/dossiers/index.ts'
import { findOpenVoteToken, type SurveyParts } from '../modules/surveys/index.ts'
import type { Db } from '../platform/db/index.ts'
import type { Province } from './province.ts'

const DAYS = 15
const MOST_DAYS = 365

/** For how many days a vote may be cast and changed: SURVEY_DAYS, 15. Problem 'surveys.days-unfit'. */
export function readSurveyDays(environment: Readonly<Record<string, string | undefined>>): number {
  const text = environment['SURVEY_DAYS']?.trim() ?? ''
  if (text === '') return DAYS
  const days = Number(text)
  if (!/^\d+$/.test(text) || days < 1 || days > MOST_DAYS) throw new Problem('invalid', 'surveys.days-unfit')
  return days
}

export function surveyPartsOf(
  { database, clock, dossiers }: Province,
  environment: Readonly<Record<string, string | undefined>>,
): SurveyParts {
  return {
    database,
    clock,
    days: readSurveyDays(environment),
    noteVote: (tx, _at, dossierId, vote) => noteVote(dossiers, tx, dossierId, vote),
  }
}

/** Where the applicant votes on a dossier, on paper as a QR code; undefined while it may not be voted on. */
export async function findVotePath(
  db: Db,
  { clock }: Pick<SurveyParts, 'clock'>,
  dossierId: string,
): Promise<string | undefined> {
  const token = await findOpenVoteToken(db, clock(), dossierId)
  return token === undefined ? undefined : `/danh-gia/${token}`
}
