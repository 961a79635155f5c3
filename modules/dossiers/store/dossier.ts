import { Problem } from '../../../kernel/problem.ts'
import type { DerivationLine } from '../../../kernel/working-time/index.ts'
import type { Count } from '../../../platform/cells/index.ts'
import type { Db } from '../../../platform/db/index.ts'
import type { Answers, Channel, Delivery, DossierState, DueBasis } from '../contract.ts'
import type { Dossier, Origin, Refusal } from '../domain.ts'

interface DossierRow {
  id: string
  code: string
  procedure_version_id: string
  case_key: string
  channel: Channel | null
  origin: Origin
  source: string | null
  source_key: string | null
  applicant_id: string | null
  assurance: number | null
  receiving_agency_id: string
  competent_agency_id: string
  state: DossierState
  answers: Answers
  delivery: Delivery | null
  submitted_at: Date
  accepted_at: Date | null
  due_at: Date | null
  due_basis: DueBasis
  derivation: DerivationLine[]
  late_from: Date | null
  finished_at: Date | null
  refused_at: Date | null
  released_at: Date | null
  decision: string | null
  refusal: Refusal | null
  supplements: number
  version: number
  counted: Count[]
}

/** A dossier as it stands in its row, with the indicator counts it was counted under. */
export interface StoredDossier {
  readonly dossier: Dossier
  readonly counted: readonly Count[]
}

function read(row: DossierRow): StoredDossier {
  return {
    counted: row.counted,
    dossier: {
      id: row.id,
      code: row.code,
      procedureVersionId: row.procedure_version_id,
      caseKey: row.case_key,
      channel: row.channel,
      origin: row.origin,
      source: row.source,
      sourceKey: row.source_key,
      applicantId: row.applicant_id,
      assurance: row.assurance,
      receivingAgencyId: row.receiving_agency_id,
      competentAgencyId: row.competent_agency_id,
      state: row.state,
      answers: row.answers,
      delivery: row.delivery,
      submittedAt: row.submitted_at,
      acceptedAt: row.accepted_at,
      dueAt: row.due_at,
      dueBasis: row.due_basis,
      derivation: row.derivation,
      lateFrom: row.late_from,
      finishedAt: row.finished_at,
      refusedAt: row.refused_at,
      releasedAt: row.released_at,
      decision: row.decision,
      refusal: row.refusal,
      supplements: row.supplements,
      version: row.version,
    },
  }
}

const missing = () => new Problem('missing', 'dossiers.missing')

/** Locks the dossier's row until the transaction ends, so that two officers cannot both decide on what one of them saw. */
export async function getDossierForChange(db: Db, id: string): Promise<StoredDossier> {
  const row = await db.maybe<DossierRow>('SELECT * FROM dossier WHERE id = $1 FOR UPDATE', [id])
  if (row === undefined) throw missing()
  return read(row)
}

export async function getDossier(db: Db, id: string): Promise<Dossier> {
  const row = await db.maybe<DossierRow>('SELECT * FROM dossier WHERE id = $1', [id])
  if (row === undefined) throw missing()
  return read(row).dossier
}

export async function findDossierByCode(db: Db, code: string): Promise<Dossier | undefined> {
  const row = await db.maybe<DossierRow>('SELECT * FROM dossier WHERE code = $1', [code])
  return row === undefined ? undefined : read(row).dossier
}

export async function findDossierBySource(
  db: Db,
  source: string,
  sourceKey: string,
): Promise<StoredDossier | undefined> {
  const row = await db.maybe<DossierRow>(
    'SELECT * FROM dossier WHERE source = $1 AND source_key = $2 FOR UPDATE',
    [source, sourceKey],
  )
  return row === undefined ? undefined : read(row)
}

/** Every dossier after `after` by id, a page at a time: for recounting and for export. */
export async function listDossiers(
  db: Db,
  after: string | null,
  limit: number,
  source: string | null = null,
): Promise<readonly StoredDossier[]> {
  const rows = await db.rows<DossierRow>(
    `SELECT * FROM dossier
     WHERE ($1::uuid IS NULL OR id > $1) AND ($3::text IS NULL OR source = $3)
     ORDER BY id LIMIT $2`,
    [after, limit, source],
  )
  return rows.map(read)
}

export async function listDossiersOf(
  db: Db,
  applicantId: string,
  limit: number,
): Promise<readonly Dossier[]> {
  const rows = await db.rows<DossierRow>(
    'SELECT * FROM dossier WHERE applicant_id = $1 ORDER BY submitted_at DESC, id DESC LIMIT $2',
    [applicantId, limit],
  )
  return rows.map((row) => read(row).dossier)
}

const partyDue = (dossier: Dossier) => dossier.dueAt?.toISOString() ?? 'infinity'

/** The new dossier and its parties; the caller sends these together with the ledger's entry. */
export async function insertDossier(db: Db, dossier: Dossier, counted: readonly Count[]): Promise<void> {
  await Promise.all([
    db.run(
      `INSERT INTO dossier (id, code, procedure_version_id, case_key, channel, origin, source, source_key, applicant_id,
         receiving_agency_id, competent_agency_id, state, answers, delivery, submitted_at, accepted_at, due_at, due_basis,
         derivation, late_from, finished_at, refused_at, released_at, decision, refusal, supplements, version, counted,
         assurance)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb, $14, $15, $16, $17, $18,
         $19::jsonb, $20, $21, $22, $23, $24, $25::jsonb, $26, $27, $28::jsonb, $29)`,
      [
        dossier.id,
        dossier.code,
        dossier.procedureVersionId,
        dossier.caseKey,
        dossier.channel,
        dossier.origin,
        dossier.source,
        dossier.sourceKey,
        dossier.applicantId,
        dossier.receivingAgencyId,
        dossier.competentAgencyId,
        dossier.state,
        JSON.stringify(dossier.answers),
        dossier.delivery,
        dossier.submittedAt,
        dossier.acceptedAt,
        dossier.dueAt,
        dossier.dueBasis,
        JSON.stringify(dossier.derivation),
        dossier.lateFrom,
        dossier.finishedAt,
        dossier.refusedAt,
        dossier.releasedAt,
        dossier.decision,
        dossier.refusal === null ? null : JSON.stringify(dossier.refusal),
        dossier.supplements,
        dossier.version,
        JSON.stringify(counted),
        dossier.assurance,
      ],
    ),
    db.run(
      `INSERT INTO dossier_party (dossier_id, role, agency_id, state, due_at)
       VALUES ($1, 'receiving', $2, $4, $5), ($1, 'competent', $3, $4, $5)`,
      [dossier.id, dossier.receivingAgencyId, dossier.competentAgencyId, dossier.state, partyDue(dossier)],
    ),
  ])
}

/** Writes what a decision changed; the row is locked by `getDossierForChange`. */
export async function saveDossier(db: Db, dossier: Dossier, counted: readonly Count[]): Promise<void> {
  const [saved] = await Promise.all([
    db.run(
      `UPDATE dossier SET state = $2, answers = $3::jsonb, delivery = $4, accepted_at = $5, due_at = $6, due_basis = $7,
         derivation = $8::jsonb, late_from = $9, finished_at = $10, refused_at = $11, released_at = $12, decision = $13,
         refusal = $14::jsonb, supplements = $15, version = $16, counted = $17::jsonb
       WHERE id = $1 AND version < $16`,
      [
        dossier.id,
        dossier.state,
        JSON.stringify(dossier.answers),
        dossier.delivery,
        dossier.acceptedAt,
        dossier.dueAt,
        dossier.dueBasis,
        JSON.stringify(dossier.derivation),
        dossier.lateFrom,
        dossier.finishedAt,
        dossier.refusedAt,
        dossier.releasedAt,
        dossier.decision,
        dossier.refusal === null ? null : JSON.stringify(dossier.refusal),
        dossier.supplements,
        dossier.version,
        JSON.stringify(counted),
      ],
    ),
    db.run('UPDATE dossier_party SET state = $2, due_at = $3 WHERE dossier_id = $1', [
      dossier.id,
      dossier.state,
      partyDue(dossier),
    ]),
  ])
  if (saved !== 1) throw new Error(`dossier ${dossier.id} was not saved: version ${dossier.version}`)
}

export async function saveCounted(db: Db, id: string, counted: readonly Count[]): Promise<void> {
  await db.run('UPDATE dossier SET counted = $2::jsonb WHERE id = $1', [id, JSON.stringify(counted)])
}

/** Leases `size` serials of an agency's day in a statement of its own; what a stopped process held is a gap. */
export async function leaseSerials(db: Db, agencyId: string, day: string, size: number): Promise<number> {
  const row = await db.one<{ next: number }>(
    `INSERT INTO dossier_serial (agency_id, day, next) VALUES ($1, $2, 1 + $3::integer)
     ON CONFLICT (agency_id, day) DO UPDATE SET next = dossier_serial.next + $3
     RETURNING next`,
    [agencyId, day, size],
  )
  return row.next - size
}
