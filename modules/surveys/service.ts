import { randomBytes } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'
import { Problem } from '../../kernel/problem.ts'
import type { Database, Db, Tx } from '../../platform/db/index.ts'
import type { CitizenVisitor, OfficerVisitor, Visitor } from '../../platform/http/index.ts'
import { record, recordReadings, type Actor } from '../../platform/ledger/index.ts'
import { getDossierTruth, type DossierTruth } from '../dossiers/index.ts'
import { scopeOf } from './access.ts'
import {
  surveyEntries,
  type Liked,
  type VoteInput,
  type VoteLink,
  type VotePage,
  type Votes,
  type VotesQuery,
} from './contract.ts'
import { cast, closingOf, expectOpen, isOpen, type StandingVote, type Survey } from './domain.ts'
import * as store from './store.ts'

/** What the room's use cases work with; wired once in main. */
export interface SurveyParts {
  readonly database: Database
  readonly clock: Clock
  /** For how many days after a dossier's end its vote may be cast and changed. */
  readonly days: number
  /** Tells the dossier what was voted, which locks it and counts it anew. */
  readonly noteVote: (tx: Tx, at: Date, dossierId: string, liked: Liked) => Promise<unknown>
}

/** A dossier that has ended: refused, finished, or handed over after that. */
export interface Ending {
  readonly dossierId: string
  readonly agencyId: string
  readonly endedAt: Date
}

/** Whoever has the link, and is not signed in as the applicant. */
const LINK: Actor = { kind: 'system', id: 'vote-link' }

/** Makes a link for each dossier that has ended; one that is handed over later may be voted on longer. */
export async function openSurveys(tx: Tx, at: Date, days: number, endings: readonly Ending[]): Promise<void> {
  const last = new Map<string, Ending>()
  for (const ending of endings) {
    const known = last.get(ending.dossierId)
    if (known === undefined || known.endedAt < ending.endedAt) last.set(ending.dossierId, ending)
  }
  const surveys = [...last.values()].map((ending) => ({
    ...ending,
    token: randomBytes(16).toString('hex'),
    closesAt: closingOf(ending.endedAt, days),
  }))
  await store.saveSurveys(tx, surveys, at)
}

/** The way to the vote of a dossier, for whoever sends it to the applicant; undefined while it has not ended. */
export async function findVoteToken(db: Db, dossierId: string): Promise<string | undefined> {
  return (await store.findSurvey(db, dossierId))?.token
}

/** The same while the vote may be cast and changed: what is printed leads somewhere. */
export async function findOpenVoteToken(db: Db, at: Date, dossierId: string): Promise<string | undefined> {
  const survey = await store.findSurvey(db, dossierId)
  return survey !== undefined && isOpen(survey, at) ? survey.token : undefined
}

/** The way to the vote of one's own dossier. Problem 'surveys.missing'. */
export async function readVoteLink(
  { database, clock }: SurveyParts,
  visitor: CitizenVisitor,
  dossierId: string,
): Promise<VoteLink> {
  const survey = await store.findSurvey(database, dossierId)
  if (survey === undefined) throw missing()
  const [{ applicant }, vote] = await Promise.all([
    getDossierTruth(database, dossierId),
    store.findVote(database, dossierId),
  ])
  if (applicant?.id !== visitor.personId) throw missing()
  return {
    token: survey.token,
    closesAt: survey.closesAt.toISOString(),
    isOpen: isOpen(survey, clock()),
    hasVoted: vote !== undefined,
  }
}

/** What whoever has the link sees. Problem 'surveys.missing'. */
export async function readVote({ database, clock }: SurveyParts, token: string): Promise<VotePage> {
  const survey = await surveyOf(database, token)
  const [dossier, vote] = await Promise.all([
    getDossierTruth(database, survey.dossierId),
    store.findVote(database, survey.dossierId),
  ])
  return pageOf(survey, dossier, vote, clock())
}

/**
 * Casts the one vote of a dossier, or changes it while that is allowed; the dossier is counted anew in the same transaction.
 * Problems 'surveys.missing', 'surveys.closed'.
 */
export async function castVote(
  parts: SurveyParts,
  visitor: Visitor,
  token: string,
  input: VoteInput,
): Promise<VotePage> {
  const { database, clock, noteVote } = parts
  const asked = await surveyOf(database, token)
  expectOpen(asked, clock())
  const { dossierId } = asked
  const dossier = await getDossierTruth(database, dossierId)
  const personId = dossier.applicant?.id ?? null
  const isOwner = visitor.kind === 'citizen' && visitor.personId === personId
  const actor: Actor = isOwner ? { kind: 'person', id: visitor.personId } : LINK
  const about = { dossierCode: dossier.code, personId }
  const standing = await store.findVote(database, dossierId)
  // The same again leaves the dossier alone: it is neither locked nor counted anew.
  if (standing !== undefined && cast(asked, standing, about, input, clock()) === standing) {
    return pageOf(asked, dossier, standing, clock())
  }
  return await database.transact(async (tx) => {
    const at = clock()
    // The dossier is locked before its survey, as everywhere.
    await noteVote(tx, at, dossierId, input.liked)
    const survey = await store.lockSurvey(tx, dossierId)
    expectOpen(survey, at)
    const before = await store.findVote(tx, dossierId)
    const vote = cast(survey, before, about, input, at)
    if (vote !== before) {
      const { liked, reasons, comment, agencyId } = vote
      await Promise.all([
        store.saveVote(tx, vote),
        record(tx, at, dossierId, [
          {
            kind: before === undefined ? surveyEntries.voted : surveyEntries.changed,
            occurredAt: at,
            actor,
            agencyId,
            payload: { liked, reasons, hasComment: comment !== null },
          },
        ]),
      ])
    }
    return pageOf(survey, dossier, vote, at)
  })
}

const PAGE = 50

/** Votes within the officer's scope; that a comment was read is written down first. Problem 'surveys.forbidden'. */
export async function listVotes(
  { database, clock }: SurveyParts,
  visitor: OfficerVisitor,
  { liked, after, limit = PAGE }: VotesQuery,
): Promise<Votes> {
  const scope = scopeOf(visitor)
  if (scope?.length === 0) throw new Problem('forbidden', 'surveys.forbidden')
  const votes = await store.listVotes(
    database,
    scope,
    liked ?? null,
    after === undefined ? null : placeOf(after),
    limit,
  )
  await recordReadings(
    database,
    votes.flatMap(({ comment, personId, dossierId }) =>
      comment === null || personId === null
        ? []
        : [
            {
              reader: { kind: 'officer', id: visitor.officerId } as const,
              personId,
              purpose: 'surveys.votes-listed',
              caseId: dossierId,
              fields: ['vote.comment'],
              at: clock(),
            },
          ],
    ),
  )
  const last = votes.at(-1)
  return {
    items: votes.map((vote) => ({
      dossierId: vote.dossierId,
      dossierCode: vote.dossierCode,
      agencyId: vote.agencyId,
      ...shown(vote),
    })),
    next: votes.length === limit && last ? cursorOf(last) : null,
  }
}

async function surveyOf(db: Db, token: string): Promise<Survey> {
  const survey = await store.findSurveyByToken(db, token)
  if (survey === undefined) throw missing()
  return survey
}

function missing(): Problem {
  return new Problem('missing', 'surveys.missing')
}

function pageOf(survey: Survey, dossier: DossierTruth, vote: StandingVote | undefined, at: Date): VotePage {
  return {
    dossierCode: dossier.code,
    procedureName: dossier.procedure.name,
    agencyName: dossier.competentAgency.name,
    endedAt: survey.endedAt.toISOString(),
    closesAt: survey.closesAt.toISOString(),
    isOpen: isOpen(survey, at),
    vote: vote === undefined ? null : shown(vote),
  }
}

function shown({ liked, reasons, comment, changedAt }: StandingVote) {
  return { liked, reasons: [...reasons], comment, changedAt: changedAt.toISOString() }
}

function cursorOf({ changedAt, dossierId }: StandingVote): string {
  return `${changedAt.toISOString()}_${dossierId}`
}

function placeOf(cursor: string): store.Place {
  const [, time = '', id = ''] = /^([\dTZ:.-]+)_([0-9a-f-]{36})$/.exec(cursor) ?? []
  const at = new Date(time)
  if (Number.isNaN(at.getTime())) throw new Problem('invalid', 'surveys.cursor-malformed')
  return { at, id }
}
