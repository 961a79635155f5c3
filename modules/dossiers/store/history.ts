import type { LocalDate } from '../../../kernel/dates.ts'
import { arrayOf, type Db } from '../../../platform/db/index.ts'
import type { DossierFact, Supplement } from '../domain.ts'
import type { IssuedResult } from './outcomes.ts'

/** Supplements of new dossiers as they ended, in one statement. */
export async function insertSupplements(
  db: Db,
  supplements: readonly (Supplement & { readonly dossierId: string })[],
): Promise<void> {
  if (supplements.length === 0) return
  await db.run(
    `INSERT INTO dossier_supplement (id, dossier_id, requested_at, requested_by, message, wrong, mode, answered_at, due_before,
       due_after)
     SELECT id, "dossierId", "requestedAt", "requestedBy", message, wrong, mode, "answeredAt", "dueBefore", "dueAfter"
     FROM jsonb_to_recordset($1::jsonb) AS supplement
       (id uuid, "dossierId" uuid, "requestedAt" timestamptz, "requestedBy" uuid, message text, wrong jsonb, mode text,
        "answeredAt" timestamptz, "dueBefore" timestamptz, "dueAfter" timestamptz)`,
    [JSON.stringify(supplements)],
  )
}

/** Results of new dossiers, in one statement. */
export async function insertResults(
  db: Db,
  results: readonly (IssuedResult & { readonly dossierId: string })[],
): Promise<void> {
  if (results.length === 0) return
  await db.run(
    `INSERT INTO dossier_result (dossier_id, key, name, number, issued_at, signer_id, decision, file_sha256, file_name,
       file_media_type, file_size)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::uuid[], $7::text[], $8::text[],
       $9::text[], $10::text[], $11::bigint[])`,
    [
      arrayOf.uuid(results.map(({ dossierId }) => dossierId)),
      arrayOf.text(results.map(({ key }) => key)),
      arrayOf.text(results.map(({ name }) => name)),
      arrayOf.text(results.map(({ number }) => number)),
      arrayOf.timestamptz(results.map(({ issuedAt }) => issuedAt)),
      arrayOf.uuid(results.map(({ signerId }) => signerId)),
      arrayOf.text(results.map(({ decision }) => decision)),
      arrayOf.text(results.map(({ file }) => file?.sha256 ?? null)),
      arrayOf.text(results.map(({ file }) => file?.name ?? null)),
      arrayOf.text(results.map(({ file }) => file?.mediaType ?? null)),
      arrayOf.int8(results.map(({ file }) => file?.size ?? null)),
    ],
  )
}

/** A fact with the recorded days between which it was known. */
export interface KnownFact {
  readonly dossierId: string
  readonly recordedOn: LocalDate
  readonly replacedOn: LocalDate | null
  readonly fact: DossierFact
}

/** What was known day by day of new dossiers, in one statement. */
export async function insertFacts(db: Db, facts: readonly KnownFact[]): Promise<void> {
  if (facts.length === 0) return
  const of = <T>(pick: (fact: DossierFact) => T): readonly T[] => facts.map(({ fact }) => pick(fact))
  await db.run(
    `INSERT INTO dossier_fact (dossier_id, recorded_on, replaced_on, agency_id, procedure, channel, provable, accepted_at, ended_at,
       late_from, fees, digitised, reused, paper, electronic_result, end_to_end, eligible, vote)
     SELECT * FROM unnest($1::uuid[], $2::date[], $3::date[], $4::uuid[], $5::text[], $6::text[], $7::boolean[], $8::timestamptz[],
       $9::timestamptz[], $10::timestamptz[], $11::text[], $12::boolean[], $13::boolean[], $14::boolean[], $15::boolean[],
       $16::boolean[], $17::boolean[], $18::text[])`,
    [
      arrayOf.uuid(facts.map(({ dossierId }) => dossierId)),
      arrayOf.date(facts.map(({ recordedOn }) => recordedOn)),
      arrayOf.date(facts.map(({ replacedOn }) => replacedOn)),
      arrayOf.uuid(of(({ agency }) => agency)),
      arrayOf.text(of(({ procedure }) => procedure)),
      arrayOf.text(of(({ channel }) => channel)),
      arrayOf.bool(of(({ provable }) => provable)),
      arrayOf.timestamptz(of(({ acceptedAt }) => acceptedAt)),
      arrayOf.timestamptz(of(({ endedAt }) => endedAt)),
      arrayOf.timestamptz(of(({ lateFrom }) => lateFrom)),
      arrayOf.text(of(({ fees }) => fees)),
      arrayOf.bool(of(({ digitised }) => digitised)),
      arrayOf.bool(of(({ reused }) => reused)),
      arrayOf.bool(of(({ paper }) => paper)),
      arrayOf.bool(of(({ electronicResult }) => electronicResult)),
      arrayOf.bool(of(({ offeredEndToEnd }) => offeredEndToEnd)),
      arrayOf.bool(of(({ eligibleForEndToEnd }) => eligibleForEndToEnd)),
      arrayOf.text(of(({ vote }) => vote)),
    ],
  )
}

/** Serials wanted of an agency's day. */
export interface WantedSerials {
  readonly agencyId: string
  readonly day: LocalDate
  readonly size: number
}

/** Leases serials of many agencies' days at once, in the order of their rows; the first of each. */
export async function leaseSerialsOf(
  db: Db,
  wanted: readonly WantedSerials[],
): Promise<(agencyId: string, day: LocalDate) => number> {
  const rows = await db.rows<{ agency_id: string; day: LocalDate; next: number }>(
    `INSERT INTO dossier_serial AS serial (agency_id, day, next)
     SELECT agency_id, day, 1 + size FROM unnest($1::uuid[], $2::date[], $3::integer[]) AS wanted (agency_id, day, size)
     ORDER BY agency_id, day
     ON CONFLICT (agency_id, day) DO UPDATE SET next = serial.next + excluded.next - 1
     RETURNING agency_id, day, next`,
    [
      arrayOf.uuid(wanted.map(({ agencyId }) => agencyId)),
      arrayOf.date(wanted.map(({ day }) => day)),
      arrayOf.int4(wanted.map(({ size }) => size)),
    ],
  )
  const sizes = new Map(wanted.map(({ agencyId, day, size }) => [`${agencyId} ${day}`, size]))
  const firsts = new Map(
    rows.map(({ agency_id, day, next }) => {
      const key = `${agency_id} ${day}`
      return [key, next - (sizes.get(key) ?? 0)]
    }),
  )
  return (agencyId, day) => {
    const first = firsts.get(`${agencyId} ${day}`)
    if (first === undefined) throw new Error(`no serials were leased for ${agencyId} on ${day}`)
    return first
  }
}
