import { Problem } from '../../../kernel/problem.ts'
import type { DerivationLine } from '../../../kernel/working-time/index.ts'
import type { Count } from '../../../platform/cells/index.ts'
import { arrayOf, type Db } from '../../../platform/db/index.ts'
import type { Answers, Channel, Delivery, DossierState, DueBasis, FeeState, Vote } from '../contract.ts'
import type { Course, Dossier, Origin, Refusal } from '../domain.ts'

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
  fees: FeeState | null
  digitised: boolean | null
  reused: boolean | null
  paper: boolean | null
  electronic_result: boolean
  vote: Vote | null
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
      evidence: {
        fees: row.fees,
        digitised: row.digitised,
        reused: row.reused,
        paper: row.paper,
        electronicResult: row.electronic_result,
        vote: row.vote,
      },
      version: row.version,
    },
  }
}

const missing = () => new Problem('missing', 'dossiers.missing')

/** Locks the dossier's row until the transaction ends, so that two officers cannot both decide on what one of them saw. */
export async function getDossierForChange(db: Db, id: string): Promise<StoredDossier> {
  const row = await db.maybe<DossierRow>('SELECT * FROM dossier WHERE id = $1 FOR NO KEY UPDATE', [id])
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

/** The courses of the dossiers with these codes. */
export function listCourses(db: Db, codes: readonly string[]): Promise<readonly Course[]> {
  return db.rows<Course>(
    `SELECT id, code, procedure_version_id AS "procedureVersionId", case_key AS "caseKey", channel, origin, source,
       applicant_id AS "applicantId", receiving_agency_id AS "receivingAgencyId", competent_agency_id AS "competentAgencyId",
       state, delivery, submitted_at AS "submittedAt", accepted_at AS "acceptedAt", due_at AS "dueAt", due_basis AS "dueBasis",
       derivation, finished_at AS "finishedAt", refused_at AS "refusedAt", released_at AS "releasedAt"
     FROM dossier WHERE code = ANY($1::text[])`,
    [codes],
  )
}

export async function findDossierBySource(
  db: Db,
  source: string,
  sourceKey: string,
): Promise<StoredDossier | undefined> {
  const row = await db.maybe<DossierRow>(
    'SELECT * FROM dossier WHERE source = $1 AND source_key = $2 FOR NO KEY UPDATE',
    [source, sourceKey],
  )
  return row === undefined ? undefined : read(row)
}

/** The dossiers among these ids. */
export async function listDossiersByIds(db: Db, ids: readonly string[]): Promise<readonly Dossier[]> {
  if (ids.length === 0) return []
  const rows = await db.rows<DossierRow>('SELECT * FROM dossier WHERE id = ANY($1::uuid[])', [ids])
  return rows.map((row) => read(row).dossier)
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

const COLUMNS = `id, code, procedure_version_id, case_key, channel, origin, source, source_key, applicant_id, assurance,
  receiving_agency_id, competent_agency_id, state, answers, delivery, submitted_at, accepted_at, due_at, due_basis, derivation,
  late_from, finished_at, refused_at, released_at, decision, refusal, supplements, fees, digitised, reused, paper, electronic_result, vote, version, counted`

/** New dossiers with their parties, in one statement; the caller sends it together with the ledger's entries. */
export async function insertDossiers(db: Db, dossiers: readonly StoredDossier[]): Promise<void> {
  if (dossiers.length === 0) return
  const of = <T>(pick: (dossier: Dossier) => T): readonly T[] => dossiers.map(({ dossier }) => pick(dossier))
  await db.run(
    `WITH given AS MATERIALIZED (
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
         $9::uuid[], $10::int[], $11::uuid[], $12::uuid[], $13::text[], $14::jsonb[], $15::text[], $16::timestamptz[],
         $17::timestamptz[], $18::timestamptz[], $19::text[], $20::jsonb[], $21::timestamptz[], $22::timestamptz[],
         $23::timestamptz[], $24::timestamptz[], $25::text[], $26::jsonb[], $27::int[], $28::text[], $29::bool[], $30::bool[],
         $31::bool[], $32::bool[], $33::text[], $34::int[], $35::jsonb[]) AS given (${COLUMNS})
     ), dossiers AS (
       INSERT INTO dossier (${COLUMNS}) SELECT ${COLUMNS} FROM given
     )
     INSERT INTO dossier_party (dossier_id, role, agency_id, state, due_at)
     SELECT given.id, party.role, party.agency_id, given.state, coalesce(given.due_at, 'infinity')
     FROM given, LATERAL (VALUES ('receiving', receiving_agency_id), ('competent', competent_agency_id))
       AS party (role, agency_id)`,
    [
      arrayOf.uuid(of(({ id }) => id)),
      arrayOf.text(of(({ code }) => code)),
      arrayOf.uuid(of(({ procedureVersionId }) => procedureVersionId)),
      arrayOf.text(of(({ caseKey }) => caseKey)),
      arrayOf.text(of(({ channel }) => channel)),
      arrayOf.text(of(({ origin }) => origin)),
      arrayOf.text(of(({ source }) => source)),
      arrayOf.text(of(({ sourceKey }) => sourceKey)),
      arrayOf.uuid(of(({ applicantId }) => applicantId)),
      arrayOf.int4(of(({ assurance }) => assurance)),
      arrayOf.uuid(of(({ receivingAgencyId }) => receivingAgencyId)),
      arrayOf.uuid(of(({ competentAgencyId }) => competentAgencyId)),
      arrayOf.text(of(({ state }) => state)),
      arrayOf.jsonb(of(({ answers }) => answers)),
      arrayOf.text(of(({ delivery }) => delivery)),
      arrayOf.timestamptz(of(({ submittedAt }) => submittedAt)),
      arrayOf.timestamptz(of(({ acceptedAt }) => acceptedAt)),
      arrayOf.timestamptz(of(({ dueAt }) => dueAt)),
      arrayOf.text(of(({ dueBasis }) => dueBasis)),
      arrayOf.jsonb(of(({ derivation }) => derivation)),
      arrayOf.timestamptz(of(({ lateFrom }) => lateFrom)),
      arrayOf.timestamptz(of(({ finishedAt }) => finishedAt)),
      arrayOf.timestamptz(of(({ refusedAt }) => refusedAt)),
      arrayOf.timestamptz(of(({ releasedAt }) => releasedAt)),
      arrayOf.text(of(({ decision }) => decision)),
      arrayOf.jsonb(of(({ refusal }) => refusal)),
      arrayOf.int4(of(({ supplements }) => supplements)),
      arrayOf.text(of(({ evidence }) => evidence.fees)),
      arrayOf.bool(of(({ evidence }) => evidence.digitised)),
      arrayOf.bool(of(({ evidence }) => evidence.reused)),
      arrayOf.bool(of(({ evidence }) => evidence.paper)),
      arrayOf.bool(of(({ evidence }) => evidence.electronicResult)),
      arrayOf.text(of(({ evidence }) => evidence.vote)),
      arrayOf.int4(of(({ version }) => version)),
      arrayOf.jsonb(dossiers.map(({ counted }) => counted)),
    ],
  )
}

/** The new dossier and its parties. */
export function insertDossier(db: Db, dossier: Dossier, counted: readonly Count[]): Promise<void> {
  return insertDossiers(db, [{ dossier, counted }])
}

/** Writes what a decision changed; the row is locked by `getDossierForChange`. */
export async function saveDossier(db: Db, dossier: Dossier, counted: readonly Count[]): Promise<void> {
  const [saved] = await Promise.all([
    db.run(
      `UPDATE dossier SET state = $2, answers = $3::jsonb, delivery = $4, accepted_at = $5, due_at = $6, due_basis = $7,
         derivation = $8::jsonb, late_from = $9, finished_at = $10, refused_at = $11, released_at = $12, decision = $13,
         refusal = $14::jsonb, supplements = $15, version = $16, counted = $17::jsonb, fees = $18, digitised = $19, reused = $20,
         paper = $21, electronic_result = $22, vote = $23
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
        dossier.evidence.fees,
        dossier.evidence.digitised,
        dossier.evidence.reused,
        dossier.evidence.paper,
        dossier.evidence.electronicResult,
        dossier.evidence.vote,
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
