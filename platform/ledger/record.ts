import { randomBytes } from 'node:crypto'
import { newId } from '../../kernel/ids.ts'
import { arrayOf, type Tx } from '../db/index.ts'
import type { Entry, NewEntry } from './entry.ts'
import { payloadHash } from './hashes.ts'

/** The channel on which followers are woken. */
export const LEDGER_CHANNEL = 'ledger'

export interface CaseEntries {
  /** Null for what concerns no case. */
  readonly caseId: string | null
  readonly entries: readonly NewEntry[]
}

// Every row of `entries` hangs on its case's locked row, and `unplaced` on `entries`: so its identity is drawn after the lock.
const RECORD = `
WITH given AS MATERIALIZED (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::timestamptz[], $6::text[], $7::text[], $8::text[],
    $9::text[], $10::bytea[], $11::bytea[], $12::json[]) WITH ORDINALITY
  AS g(id, case_id, from_last, kind, occurred_at, actor_kind, actor_id, agency_id, basis, payload_hash, salt, payload, nth)
), cases AS (
  INSERT INTO ledger_case AS c (case_id, last_seq)
  SELECT case_id, count(*) FROM given WHERE case_id IS NOT NULL GROUP BY case_id ORDER BY case_id
  ON CONFLICT (case_id) DO UPDATE SET last_seq = c.last_seq + excluded.last_seq
  RETURNING case_id, last_seq
), entries AS (
  INSERT INTO ledger_entry
    (id, kind, case_id, case_seq, occurred_at, recorded_at, actor_kind, actor_id, agency_id, basis, payload_hash)
  SELECT g.id, g.kind, g.case_id, c.last_seq - g.from_last, g.occurred_at, $13, g.actor_kind, g.actor_id, g.agency_id,
    g.basis, g.payload_hash
  FROM given g LEFT JOIN cases c ON c.case_id = g.case_id
  RETURNING id, case_seq
), payloads AS (
  INSERT INTO ledger_payload (entry_id, salt, payload) SELECT id, salt, payload FROM given
), unplaced AS (
  INSERT INTO ledger_unplaced (entry_id) SELECT e.id FROM entries e JOIN given g ON g.id = e.id ORDER BY g.nth
)
SELECT id, case_seq FROM entries`

interface Drawn {
  readonly id: string
  readonly case_seq: number | null
}

interface Written {
  readonly entry: Omit<Entry, 'caseSeq' | 'position'>
  readonly fromLast: number
  readonly salt: Buffer
  readonly hash: Buffer
  readonly text: string
}

const SALT_BYTES = 16

function write(at: Date, cases: readonly CaseEntries[]): readonly Written[] {
  // One call for all salts: a call costs far more than the bytes it brings.
  const salts = randomBytes(SALT_BYTES * cases.reduce((sum, { entries }) => sum + entries.length, 0))
  let drawn = 0
  return cases.flatMap(({ caseId, entries }) =>
    entries.map(({ kind, occurredAt, actor, agencyId = null, basis = null, payload }, index): Written => {
      const salt = salts.subarray(drawn, (drawn += SALT_BYTES))
      const text = JSON.stringify(payload)
      return {
        entry: {
          id: newId(at.getTime()),
          kind,
          caseId,
          occurredAt,
          recordedAt: at,
          actor,
          agencyId,
          basis,
          payload,
        },
        fromLast: entries.length - 1 - index,
        salt,
        hash: Buffer.from(payloadHash(salt.toString('hex'), text), 'hex'),
        text,
      }
    }),
  )
}

/** What stands in the entry and its payload beyond whose it is. */
function columnsOf(written: readonly Written[]): readonly Buffer[] {
  return [
    arrayOf.text(written.map(({ entry }) => entry.kind)),
    arrayOf.timestamptz(written.map(({ entry }) => entry.occurredAt)),
    arrayOf.text(written.map(({ entry }) => entry.actor.kind)),
    arrayOf.text(written.map(({ entry }) => entry.actor.id)),
    arrayOf.text(written.map(({ entry }) => entry.agencyId)),
    arrayOf.text(written.map(({ entry }) => entry.basis)),
    arrayOf.bytea(written.map(({ hash }) => hash)),
    arrayOf.bytea(written.map(({ salt }) => salt)),
    arrayOf.json(written.map(({ text }) => text)),
  ]
}

/**
 * Records entries of several cases in one statement, each case named once; the locks are taken in the cases' order. The answer
 * has the entries in the order given. Followers are woken after the commit.
 */
export async function recordAll(tx: Tx, at: Date, cases: readonly CaseEntries[]): Promise<readonly Entry[]> {
  const named = cases.flatMap(({ caseId }) => caseId ?? [])
  if (new Set(named).size < named.length) throw new RangeError('A case is named once in a recording')
  const written = write(at, cases)
  if (written.length === 0) return []
  const entries = written.map(({ entry }) => entry)
  const drawn = tx.rows<Drawn>(RECORD, [
    arrayOf.uuid(entries.map(({ id }) => id)),
    arrayOf.uuid(entries.map(({ caseId }) => caseId)),
    arrayOf.int4(written.map(({ fromLast }) => fromLast)),
    ...columnsOf(written),
    at,
  ])
  tx.wake(LEDGER_CHANNEL)
  const seqs = new Map((await drawn).map((row) => [row.id, row.case_seq]))
  return entries.map((entry) => ({ ...entry, caseSeq: seqs.get(entry.id) ?? null }))
}

// A case that is there already makes this fail: entries of it may still wait for their positions, which come before these.
const RECORD_NEW = `
WITH given AS MATERIALIZED (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::timestamptz[], $6::text[], $7::text[], $8::text[],
    $9::text[], $10::bytea[], $11::bytea[], $12::json[])
  AS g(id, case_id, case_seq, kind, occurred_at, actor_kind, actor_id, agency_id, basis, payload_hash, salt, payload)
), cases AS (
  INSERT INTO ledger_case (case_id, last_seq) SELECT case_id, max(case_seq) FROM given GROUP BY case_id ORDER BY case_id
), entries AS (
  INSERT INTO ledger_entry
    (id, kind, case_id, case_seq, occurred_at, recorded_at, actor_kind, actor_id, agency_id, basis, payload_hash)
  SELECT id, kind, case_id, case_seq, occurred_at, $13, actor_kind, actor_id, agency_id, basis, payload_hash FROM given
)
INSERT INTO ledger_payload (entry_id, salt, payload) SELECT id, salt, payload FROM given`

// The head row is held until the commit: nobody sees or gives a position after these before these are seen or gone.
const PLACE_NEW = `
WITH head AS (UPDATE ledger_head SET last = last + $2 RETURNING last - $2 AS before)
INSERT INTO ledger_position (position, entry_id)
SELECT head.before + new.nth, new.id FROM head, unnest($1::uuid[]) WITH ORDINALITY AS new (id, nth)`

/**
 * Records cases that begin and end their recording in this transaction, a declared bulk act, and gives their entries their positions
 * at once. It holds up the sequencer until the commit: to be the last that the transaction does. Each case is named once and is new.
 */
export async function recordNewCases(
  tx: Tx,
  at: Date,
  cases: readonly (CaseEntries & { readonly caseId: string })[],
): Promise<void> {
  const written = write(at, cases)
  if (written.length === 0) return
  const entries = written.map(({ entry }) => entry)
  const ids = arrayOf.uuid(entries.map(({ id }) => id))
  tx.wake(LEDGER_CHANNEL)
  await Promise.all([
    tx.run(RECORD_NEW, [
      ids,
      arrayOf.uuid(entries.map(({ caseId }) => caseId)),
      arrayOf.int4(cases.flatMap((one) => one.entries.map((_, index) => index + 1))),
      ...columnsOf(written),
      at,
    ]),
    tx.run(PLACE_NEW, [ids, entries.length]),
  ])
}

/**
 * Records entries about one case (or none) in one statement, which draws `caseSeq` under the case's lock, held until the commit.
 * It may be sent un-awaited together with the room's own rows.
 */
export function record(
  tx: Tx,
  at: Date,
  caseId: string | null,
  entries: readonly NewEntry[],
): Promise<readonly Entry[]> {
  return recordAll(tx, at, [{ caseId, entries }])
}
