import type { LocalDate } from '../../../kernel/dates.ts'
import { newId } from '../../../kernel/ids.ts'
import type { CalendarException, CalendarVersion, WorkCalendar } from '../../../kernel/working-time/index.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import type { Assignment } from '../domain.ts'

/** The revision that stands for a calendar now. */
export interface Revision {
  readonly id: string
  readonly calendarId: string
  readonly key: string
  readonly number: number
  readonly name: string
  readonly description: string
  readonly contentHash: string
  /** The calendar that it follows. */
  readonly basedOn: string | null
}

export interface StoredAssignment extends Assignment {
  readonly id: string
}

const LAST_REVISION = `
  SELECT revision.id, calendar.id AS "calendarId", calendar.key, revision.number, revision.name,
    revision.description, revision.content_hash AS "contentHash",
    (SELECT base.key FROM calendar base WHERE base.id = calendar.based_on_id) AS "basedOn"
  FROM calendar
  JOIN LATERAL (
    SELECT * FROM calendar_revision WHERE calendar_id = calendar.id ORDER BY number DESC LIMIT 1
  ) revision ON true`

export async function findRevision(db: Db, key: string): Promise<Revision | undefined> {
  return await db.maybe<Revision>(`${LAST_REVISION} WHERE calendar.key = $1`, [key])
}

/** The last revision of the calendar that an agency works by on a day: its own, else the province's. */
export async function findAssignedRevision(
  db: Db,
  agencyId: string,
  on: LocalDate,
): Promise<Revision | undefined> {
  return await db.maybe<Revision>(
    `${LAST_REVISION}
     JOIN calendar_assignment assignment ON assignment.calendar_id = calendar.id
     WHERE assignment.superseded_at IS NULL
       AND (assignment.agency_id = $1 OR assignment.agency_id IS NULL)
       AND assignment.valid_from <= $2 AND (assignment.valid_to IS NULL OR $2 < assignment.valid_to)
     ORDER BY assignment.agency_id NULLS LAST
     LIMIT 1`,
    [agencyId, on],
  )
}

export async function getCalendar(db: Db, revision: Revision): Promise<WorkCalendar> {
  const [calendar, versions, exceptions] = await Promise.all([
    db.one<Omit<WorkCalendar, 'key' | 'revision' | 'versions' | 'exceptions'>>(
      `SELECT name, covered_from AS "coveredFrom", covered_to AS "coveredTo"
       FROM calendar_revision WHERE id = $1`,
      [revision.id],
    ),
    db.rows<CalendarVersion>(
      `SELECT valid_from AS "validFrom", valid_to AS "validTo", hours, source, confidence
       FROM calendar_version WHERE revision_id = $1 ORDER BY valid_from`,
      [revision.id],
    ),
    db.rows<ExceptionRow>(
      `SELECT date, kind, hours, instead_of AS "insteadOf", name, source, confidence
       FROM calendar_exception WHERE revision_id = $1 ORDER BY date`,
      [revision.id],
    ),
  ])
  const { key, number } = revision
  return { key, revision: number, ...calendar, versions, exceptions: exceptions.map(exceptionOf) }
}

/** Makes the calendar known if it is not. Until the transaction ends nobody else can: revisions are numbered one by one. */
export async function lockCalendar(tx: Tx, key: string): Promise<string> {
  await tx.run(`SELECT pg_advisory_xact_lock(hashtextextended('calendar ' || $1, 0))`, [key])
  await tx.run('INSERT INTO calendar (id, key) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING', [newId(), key])
  return (await tx.one<{ id: string }>('SELECT id FROM calendar WHERE key = $1', [key])).id
}

export interface NewRevision {
  readonly calendarId: string
  readonly number: number
  readonly recordedAt: Date
  readonly description: string
  readonly contentHash: string
  readonly calendar: WorkCalendar
  /** The days of those exceptions that were entered by hand. */
  readonly byHand?: readonly LocalDate[]
}

export async function saveRevision(tx: Tx, revision: NewRevision): Promise<void> {
  const id = newId()
  const { calendarId, number, recordedAt, description, contentHash, calendar } = revision
  await tx.run(
    `INSERT INTO calendar_revision
       (id, calendar_id, number, recorded_at, name, description, covered_from, covered_to, content_hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      calendarId,
      number,
      recordedAt,
      calendar.name,
      description,
      calendar.coveredFrom,
      calendar.coveredTo,
      contentHash,
    ],
  )
  await Promise.all([
    tx.run(
      `INSERT INTO calendar_version (revision_id, valid_from, valid_to, hours, source, confidence)
       SELECT $1, "validFrom", "validTo", hours, source, confidence
       FROM jsonb_to_recordset($2::jsonb)
         AS version ("validFrom" date, "validTo" date, hours jsonb, source text, confidence text)`,
      [id, JSON.stringify(calendar.versions)],
    ),
    tx.run(
      `INSERT INTO calendar_exception (revision_id, date, kind, hours, instead_of, name, source, confidence, by_hand)
       SELECT $1, date, kind, hours, "insteadOf", name, source, confidence, date = ANY($3::date[])
       FROM jsonb_to_recordset($2::jsonb) AS exception
         (date date, kind text, hours jsonb, "insteadOf" date, name text, source text, confidence text)`,
      [id, JSON.stringify(calendar.exceptions), revision.byHand ?? []],
    ),
  ])
}

/** What is known now of who works by which calendar, for an agency or (null) for the province. */
export async function listAssignments(db: Db, agencyId: string | null): Promise<readonly StoredAssignment[]> {
  return await db.rows<StoredAssignment>(
    `SELECT id, agency_id AS "agencyId", calendar_id AS "calendarId",
       valid_from AS "validFrom", valid_to AS "validTo", source
     FROM calendar_assignment
     WHERE superseded_at IS NULL AND agency_id IS NOT DISTINCT FROM $1
     ORDER BY valid_from`,
    [agencyId],
  )
}

export async function supersedeAssignments(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
  await tx.run('UPDATE calendar_assignment SET superseded_at = $2 WHERE id = ANY ($1::uuid[])', [ids, at])
}

export async function saveAssignments(tx: Tx, assignments: readonly Assignment[], at: Date): Promise<void> {
  await Promise.all(
    assignments.map(({ agencyId, calendarId, validFrom, validTo, source }) =>
      tx.run(
        `INSERT INTO calendar_assignment
           (id, agency_id, calendar_id, valid_from, valid_to, source, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [newId(), agencyId, calendarId, validFrom, validTo, source, at],
      ),
    ),
  )
}

interface ExceptionRow extends Omit<CalendarException, 'hours' | 'insteadOf'> {
  readonly hours: NonNullable<CalendarException['hours']> | null
  readonly insteadOf: LocalDate | null
}

function exceptionOf({ hours, insteadOf, ...exception }: ExceptionRow): CalendarException {
  return { ...exception, ...(hours && { hours }), ...(insteadOf && { insteadOf }) }
}

/** Every calendar by its last revision. */
export async function listRevisions(db: Db): Promise<readonly Revision[]> {
  return await db.rows<Revision>(`${LAST_REVISION} ORDER BY calendar.key`)
}

/** The calendars that follow another, by their last revisions. */
export async function listFollowing(db: Db, calendarId: string): Promise<readonly Revision[]> {
  return await db.rows<Revision>(`${LAST_REVISION} WHERE calendar.based_on_id = $1 ORDER BY calendar.key`, [
    calendarId,
  ])
}

/** The exceptions of a revision that were entered by hand. */
export async function listByHand(db: Db, revisionId: string): Promise<readonly CalendarException[]> {
  const rows = await db.rows<ExceptionRow>(
    `SELECT date, kind, hours, instead_of AS "insteadOf", name, source, confidence
     FROM calendar_exception WHERE revision_id = $1 AND by_hand ORDER BY date`,
    [revisionId],
  )
  return rows.map(exceptionOf)
}

export async function setBase(tx: Tx, calendarId: string, baseId: string): Promise<void> {
  await tx.run('UPDATE calendar SET based_on_id = $2 WHERE id = $1', [calendarId, baseId])
}

/** Who works by which calendar, as known now. */
export async function listAllAssignments(
  db: Db,
): Promise<readonly (StoredAssignment & { readonly key: string })[]> {
  return await db.rows(
    `SELECT assignment.id, agency_id AS "agencyId", calendar_id AS "calendarId", calendar.key,
       valid_from AS "validFrom", valid_to AS "validTo", source
     FROM calendar_assignment assignment JOIN calendar ON calendar.id = calendar_id
     WHERE superseded_at IS NULL ORDER BY valid_from`,
  )
}

/** What the calendar last said of a day before somebody entered otherwise. */
export async function findTold(
  db: Db,
  calendarId: string,
  date: LocalDate,
): Promise<CalendarException | undefined> {
  const row = await db.maybe<ExceptionRow>(
    `SELECT date, kind, hours, instead_of AS "insteadOf", exception.name, source, confidence
     FROM calendar_exception exception JOIN calendar_revision revision ON revision.id = revision_id
     WHERE calendar_id = $1 AND date = $2 AND NOT by_hand ORDER BY number DESC LIMIT 1`,
    [calendarId, date],
  )
  return row && exceptionOf(row)
}
