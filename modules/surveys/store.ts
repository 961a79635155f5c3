import type { Db } from '../../platform/db/index.ts'
import type { Liked } from './contract.ts'
import type { StandingVote, Survey } from './domain.ts'

const SURVEY = `dossier_id AS "dossierId", token, agency_id AS "agencyId", ended_at AS "endedAt", closes_at AS "closesAt"`

/** Opens them, each dossier named once; one that is open already ends and closes later, under the same token. */
export async function saveSurveys(db: Db, surveys: readonly Survey[], at: Date): Promise<void> {
  if (surveys.length === 0) return
  await db.run(
    `INSERT INTO survey AS s (dossier_id, token, agency_id, opened_at, ended_at, closes_at)
     SELECT g.dossier_id, g.token, g.agency_id, $6, g.ended_at, g.closes_at
     FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::timestamptz[], $5::timestamptz[])
       AS g (dossier_id, token, agency_id, ended_at, closes_at)
     ORDER BY g.dossier_id
     ON CONFLICT (dossier_id) DO UPDATE SET ended_at = greatest(s.ended_at, excluded.ended_at),
       closes_at = greatest(s.closes_at, excluded.closes_at)`,
    [
      surveys.map(({ dossierId }) => dossierId),
      surveys.map(({ token }) => token),
      surveys.map(({ agencyId }) => agencyId),
      surveys.map(({ endedAt }) => endedAt),
      surveys.map(({ closesAt }) => closesAt),
      at,
    ],
  )
}

export async function findSurveyByToken(db: Db, token: string): Promise<Survey | undefined> {
  return await db.maybe<Survey>(`SELECT ${SURVEY} FROM survey WHERE token = $1`, [token])
}

export async function findSurvey(db: Db, dossierId: string): Promise<Survey | undefined> {
  return await db.maybe<Survey>(`SELECT ${SURVEY} FROM survey WHERE dossier_id = $1`, [dossierId])
}

/** Holds the survey until the commit. */
export async function lockSurvey(db: Db, dossierId: string): Promise<Survey> {
  return await db.one<Survey>(`SELECT ${SURVEY} FROM survey WHERE dossier_id = $1 FOR UPDATE`, [dossierId])
}

const VOTE = `dossier_id AS "dossierId", agency_id AS "agencyId", dossier_code AS "dossierCode", person_id AS "personId",
  liked, reasons, comment, voted_at AS "votedAt", changed_at AS "changedAt"`

export async function findVote(db: Db, dossierId: string): Promise<StandingVote | undefined> {
  return await db.maybe<StandingVote>(`SELECT ${VOTE} FROM survey_vote WHERE dossier_id = $1`, [dossierId])
}

export async function saveVote(db: Db, vote: StandingVote): Promise<void> {
  await db.run(
    `INSERT INTO survey_vote (dossier_id, agency_id, dossier_code, person_id, liked, reasons, comment, voted_at, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (dossier_id) DO UPDATE SET liked = excluded.liked, reasons = excluded.reasons, comment = excluded.comment,
       changed_at = excluded.changed_at`,
    [
      vote.dossierId,
      vote.agencyId,
      vote.dossierCode,
      vote.personId,
      vote.liked,
      vote.reasons,
      vote.comment,
      vote.votedAt,
      vote.changedAt,
    ],
  )
}

export interface Place {
  readonly at: Date
  readonly id: string
}

/** Votes on dossiers of some agencies (null: of all), the last changed first. */
export function listVotes(
  db: Db,
  agencyIds: readonly string[] | null,
  liked: Liked | null,
  after: Place | null,
  limit: number,
): Promise<readonly StandingVote[]> {
  return db.rows<StandingVote>(
    `SELECT ${VOTE} FROM survey_vote
     WHERE ($1::uuid[] IS NULL OR agency_id = ANY ($1)) AND ($2::text IS NULL OR liked = $2)
       AND ($3::timestamptz IS NULL OR (changed_at, dossier_id) < ($3, $4::uuid))
     ORDER BY changed_at DESC, dossier_id DESC LIMIT $5`,
    [agencyIds, liked, after?.at ?? null, after?.id ?? null, limit],
  )
}
