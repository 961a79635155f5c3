import { arrayOf, type Db } from '../../../platform/db/index.ts'

/** A duty in a dossier's life. `officerId` is who did it or has taken it; `sourceActor` is a source's own word for that. */
export interface DossierStep {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly role: string | null
  readonly agencyId: string | null
  readonly officerId: string | null
  readonly sourceActor: string | null
  readonly openedAt: Date | null
  readonly dueAt: Date | null
  readonly closedAt: Date | null
  readonly outcome: string | null
  readonly note: string | null
  readonly flags: readonly string[]
  readonly ordinal: number
  readonly sourceEvent: unknown
}

/** A step without what is the office's own. */
export type CourseStep = Omit<DossierStep, 'note' | 'ordinal' | 'sourceEvent'>

interface CourseStepRow {
  id: string
  key: string
  name: string
  role: string | null
  agency_id: string | null
  officer_id: string | null
  source_actor: string | null
  opened_at: Date | null
  due_at: Date | null
  closed_at: Date | null
  outcome: string | null
  flags: string[]
}

interface StepRow extends CourseStepRow {
  note: string | null
  ordinal: number
  source_event: unknown
}

function readCourse(row: CourseStepRow): CourseStep {
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    role: row.role,
    agencyId: row.agency_id,
    officerId: row.officer_id,
    sourceActor: row.source_actor,
    openedAt: row.opened_at,
    dueAt: row.due_at,
    closedAt: row.closed_at,
    outcome: row.outcome,
    flags: row.flags,
  }
}

export async function listSteps(db: Db, dossierId: string): Promise<readonly DossierStep[]> {
  const rows = await db.rows<StepRow>('SELECT * FROM dossier_step WHERE dossier_id = $1 ORDER BY ordinal', [
    dossierId,
  ])
  return rows.map((row) => ({
    ...readCourse(row),
    note: row.note,
    ordinal: row.ordinal,
    sourceEvent: row.source_event,
  }))
}

/** The steps of the dossiers with these codes, each dossier's in their order. */
export async function listCourseSteps(
  db: Db,
  codes: readonly string[],
): Promise<ReadonlyMap<string, readonly CourseStep[]>> {
  const rows = await db.rows<CourseStepRow & { dossier_id: string }>(
    `SELECT step.dossier_id, step.id, step.key, step.name, step.role, step.agency_id, step.officer_id, step.source_actor,
       step.opened_at, step.due_at, step.closed_at, step.outcome, step.flags
     FROM dossier JOIN dossier_step AS step ON step.dossier_id = dossier.id
     WHERE dossier.code = ANY($1::text[]) ORDER BY step.dossier_id, step.ordinal`,
    [codes],
  )
  const steps = new Map<string, CourseStep[]>()
  for (const row of rows) {
    const known = steps.get(row.dossier_id)
    if (known === undefined) steps.set(row.dossier_id, [readCourse(row)])
    else known.push(readCourse(row))
  }
  return steps
}

export function insertSteps(db: Db, dossierId: string, steps: readonly DossierStep[]): Promise<void> {
  return insertStepsOf(
    db,
    steps.map((step) => ({ ...step, dossierId })),
  )
}

/** Steps of any number of dossiers, in one statement. */
export async function insertStepsOf(
  db: Db,
  steps: readonly (DossierStep & { readonly dossierId: string })[],
): Promise<void> {
  if (steps.length === 0) return
  const of = <T>(pick: (step: (typeof steps)[number]) => T): readonly T[] => steps.map(pick)
  await db.run(
    `INSERT INTO dossier_step (id, dossier_id, key, name, role, agency_id, officer_id, source_actor, opened_at, due_at,
       closed_at, outcome, note, flags, ordinal, source_event)
     SELECT id, dossier_id, key, name, role, agency_id, officer_id, source_actor, opened_at, due_at, closed_at, outcome, note,
       flags::text[], ordinal, source_event
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::text[], $9::timestamptz[],
       $10::timestamptz[], $11::timestamptz[], $12::text[], $13::text[], $14::text[], $15::int[], $16::jsonb[])
       AS step (id, dossier_id, key, name, role, agency_id, officer_id, source_actor, opened_at, due_at, closed_at, outcome, note,
         flags, ordinal, source_event)`,
    [
      arrayOf.uuid(of(({ id }) => id)),
      arrayOf.uuid(of(({ dossierId }) => dossierId)),
      arrayOf.text(of(({ key }) => key)),
      arrayOf.text(of(({ name }) => name)),
      arrayOf.text(of(({ role }) => role)),
      arrayOf.uuid(of(({ agencyId }) => agencyId)),
      arrayOf.uuid(of(({ officerId }) => officerId)),
      arrayOf.text(of(({ sourceActor }) => sourceActor)),
      arrayOf.timestamptz(of(({ openedAt }) => openedAt)),
      arrayOf.timestamptz(of(({ dueAt }) => dueAt)),
      arrayOf.timestamptz(of(({ closedAt }) => closedAt)),
      arrayOf.text(of(({ outcome }) => outcome)),
      arrayOf.text(of(({ note }) => note)),
      arrayOf.text(of(({ flags }) => textsAsOne(flags))),
      arrayOf.int4(of(({ ordinal }) => ordinal)),
      arrayOf.jsonb(of(({ sourceEvent }) => sourceEvent ?? null)),
    ],
  )
}

/** Texts as PostgreSQL writes an array of them: a list of lists has no other form where their lengths differ. */
function textsAsOne(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(',')}}`
}

export async function closeStep(
  db: Db,
  stepId: string,
  closed: { at: Date; officerId: string; outcome: string; note: string | null },
): Promise<void> {
  await db.run(
    'UPDATE dossier_step SET closed_at = $2, officer_id = $3, outcome = $4, note = $5 WHERE id = $1 AND closed_at IS NULL',
    [stepId, closed.at, closed.officerId, closed.outcome, closed.note],
  )
}

/** Moves an open step's due time; null while its clock stands. */
export async function saveStepDue(db: Db, stepId: string, dueAt: Date | null): Promise<void> {
  await db.run('UPDATE dossier_step SET due_at = $2 WHERE id = $1 AND closed_at IS NULL', [stepId, dueAt])
}
