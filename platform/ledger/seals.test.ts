import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cite } from '../../kernel/clause.ts'
import { newId } from '../../kernel/ids.ts'
import { testDatabase } from '../../tests/database.ts'
import type { TestDatabase } from '../../tests/database.ts'
import {
  erase,
  historyOf,
  keepSealed,
  place,
  receiptProof,
  record,
  root,
  seal,
  verifyReceipt,
  verifySeals,
} from './index.ts'
import type { Entry, ReceiptProof } from './index.ts'

const at = new Date('2026-09-02T01:00:00Z')
const officer = { kind: 'officer', id: 'o-7' } as const
const inBlocksOf4 = { blockSize: 4, maxAgeMs: Infinity }
const hoursLater = (hours: number) => new Date(at.getTime() + hours * 3_600_000)

let there: TestDatabase
beforeEach(async () => {
  there = await testDatabase()
})
afterEach(() => there.drop())

async function happen(count: number, caseId: string = newId()): Promise<readonly Entry[]> {
  const entries = Array.from({ length: count }, (_, n) => ({
    kind: 'thing.done',
    occurredAt: at,
    actor: officer,
    agencyId: 'a-1',
    basis: cite('Điều 9'),
    payload: { note: `note ${n}` },
  }))
  const recorded = await there.database.transact((tx) => record(tx, at, caseId, entries))
  await place(there.database)
  return recorded
}

const verify = () => there.database.snapshot((db) => verifySeals(db))
const faults = async () => (await verify()).findings

test('full blocks are sealed at once, the rest when it is old enough', async () => {
  await happen(10)
  expect(await seal(there.database, at, { blockSize: 4, maxAgeMs: 3_600_000 })).toBe(2)
  expect(await verify()).toMatchObject({
    whole: true,
    blocks: 2,
    sealedEntries: 8,
    unsealed: { placed: 2, unplaced: 0 },
  })
  expect(await seal(there.database, hoursLater(1), { blockSize: 4, maxAgeMs: 3_600_000 })).toBe(1)
  expect(await verify()).toMatchObject({
    whole: true,
    blocks: 3,
    sealedEntries: 10,
    unsealed: { placed: 0, unplaced: 0 },
  })
  expect(await seal(there.database, hoursLater(9), inBlocksOf4)).toBe(0)
})

test('sealing goes on in the background', async () => {
  await happen(4)
  const report = (error: unknown) => expect(error).toBeUndefined()
  const keeping = keepSealed(there.database, { clock: () => at, report, everyMs: 5, ...inBlocksOf4 })
  await vi.waitFor(async () => expect(await root(there.database)).toMatchObject({ lastPosition: 4 }))
  await happen(4)
  await vi.waitFor(async () => expect(await root(there.database)).toMatchObject({ lastPosition: 8 }))
  await keeping.stop()
})

test('sealers of several processes make one line of blocks', async () => {
  await happen(41)
  const blocks = await Promise.all([1, 2, 3].map(() => seal(there.database, at, inBlocksOf4)))
  expect(blocks.reduce((sum, n) => sum + n, 0)).toBe(10)
  expect(await verify()).toMatchObject({ whole: true, blocks: 10, sealedEntries: 40 })
})

test('an empty ledger is whole and has no root', async () => {
  expect(await seal(there.database, at)).toBe(0)
  expect(await verify()).toMatchObject({ whole: true, blocks: 0, root: null })
  expect(await root(there.database)).toBeNull()
})

test('an erasure takes payload and salt, is an entry itself, and leaves the seals whole', async () => {
  const caseId = newId()
  const [first] = await happen(8, caseId)
  await seal(there.database, at, inBlocksOf4)
  const before = await root(there.database)
  const erasure = await there.database.transact((tx) =>
    erase(tx, hoursLater(1), first?.id ?? '', cite('Luật 91/2025/QH15 Điều 14'), officer),
  )
  expect(erasure).toMatchObject({
    kind: 'ledger.erased',
    caseId,
    caseSeq: 9,
    payload: { entryId: first?.id },
  })
  expect((await historyOf(there.database, caseId))[0]?.payload).toBeNull()
  const published = before === null ? [] : [before]
  expect(await there.database.snapshot((db) => verifySeals(db, { published }))).toMatchObject({
    whole: true,
    erasedPayloads: 1,
    unsealed: { unplaced: 1 },
  })
  const again = there.database.transact((tx) => erase(tx, at, first?.id ?? '', cite('Điều 14'), officer))
  await expect(again).rejects.toThrow('ledger.already-erased')
  const itself = there.database.transact((tx) => erase(tx, at, erasure.id, cite('Điều 14'), officer))
  await expect(itself).rejects.toThrow('ledger.not-erasable')
  const unknown = there.database.transact((tx) => erase(tx, at, newId(), cite('Điều 14'), officer))
  await expect(unknown).rejects.toThrow('ledger.unknown-entry')
  expect(await historyOf(there.database, caseId)).toHaveLength(9)
})

// As the server's superuser with every constraint and trigger out of the way: what a seal has to show.
const tampering = {
  ledger_entry: {
    id: `id = gen_random_uuid()`,
    kind: `kind = 'thing.donf'`,
    case_id: `case_id = gen_random_uuid()`,
    case_seq: `case_seq = case_seq + 100`,
    occurred_at: `occurred_at = occurred_at + interval '1 microsecond'`,
    recorded_at: `recorded_at = recorded_at - interval '1 microsecond'`,
    actor_kind: `actor_kind = 'person'`,
    actor_id: `actor_id = 'o-8'`,
    agency_id: `agency_id = NULL`,
    basis: `basis = ''`,
    payload_hash: `payload_hash = set_byte(payload_hash, 31, 255 - get_byte(payload_hash, 31))`,
  },
  ledger_payload: {
    entry_id: `entry_id = gen_random_uuid()`,
    salt: `salt = set_byte(salt, 0, 255 - get_byte(salt, 0))`,
    payload: `payload = (payload::text || ' ')::json`,
  },
  ledger_position: {
    position: `position = position + 1000`,
    entry_id: `entry_id = gen_random_uuid()`,
  },
  ledger_leaf: {
    position: `position = position + 1000`,
    hash: `hash = set_byte(hash, 0, 255 - get_byte(hash, 0))`,
  },
  ledger_block: {
    number: `number = number + 100`,
    first_position: `first_position = first_position - 1`,
    last_position: `last_position = last_position + 1`,
    root: `root = set_byte(root, 0, 255 - get_byte(root, 0))`,
    sealed_at: `sealed_at = sealed_at + interval '1 microsecond'`,
    hash: `hash = set_byte(hash, 0, 255 - get_byte(hash, 0))`,
  },
}
const keys = {
  ledger_entry: 'id = (SELECT entry_id FROM ledger_position WHERE position = 6)',
  ledger_payload: 'entry_id = (SELECT entry_id FROM ledger_position WHERE position = 6)',
  ledger_position: 'position = 6',
  ledger_leaf: 'position = 6',
  ledger_block: 'number = 2',
}
type Table = keyof typeof keys
const tables = Object.keys(keys) as Table[]

/** Shows what verification finds after a change, and leaves everything as it was. */
async function whatIsFoundAfter(change: string): Promise<unknown> {
  const undo = new Error('undo')
  let found: unknown
  await there.owner
    .transact(async (tx) => {
      await tx.run(change)
      found = (await verifySeals(tx)).findings
      throw undo
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
  return found
}

async function lowerTheGuards(): Promise<void> {
  const constraints = await there.owner.rows<{ table: string; name: string }>(
    `SELECT conrelid::regclass::text AS table, conname AS name FROM pg_constraint
     WHERE conrelid = ANY ($1::regclass[]) AND contype IN ('f', 'u', 'p') ORDER BY contype = 'f' DESC`,
    [`{${tables.join(',')}}`],
  )
  for (const { table, name } of constraints) {
    await there.owner.run(`ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${name} CASCADE`)
  }
}

test('a change of one byte in any column of a sealed entry is found', async () => {
  await happen(12)
  await seal(there.database, at, inBlocksOf4)
  const columns = await there.owner.rows<{ table: Table; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
     WHERE table_name = ANY ($1) ORDER BY 1, ordinal_position`,
    [tables],
  )
  const declared = tables.flatMap((table) =>
    Object.keys(tampering[table]).map((column) => `${table}.${column}`),
  )
  expect(columns.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(declared.toSorted())
  await lowerTheGuards()
  expect(await faults()).toEqual([])
  for (const table of tables) {
    for (const [column, change] of Object.entries(tampering[table])) {
      const found = await whatIsFoundAfter(`UPDATE ${table} SET ${change} WHERE ${keys[table]}`)
      expect(found, `${table}.${column}`).not.toEqual([])
    }
  }
})

test('the very entry, payload, leaf or block that was touched is named', async () => {
  const entries = await happen(12)
  await seal(there.database, at, inBlocksOf4)
  await lowerTheGuards()
  const entryId = entries[5]?.id ?? ''
  const change = (table: Table, set: string) =>
    whatIsFoundAfter(`UPDATE ${table} SET ${set} WHERE ${keys[table]}`)
  const remove = (table: Table) => whatIsFoundAfter(`DELETE FROM ${table} WHERE ${keys[table]}`)
  expect(await change('ledger_entry', tampering.ledger_entry.basis)).toEqual([
    { fault: 'entry-changed', position: 6, entryId },
  ])
  expect(await change('ledger_payload', tampering.ledger_payload.payload)).toEqual([
    { fault: 'payload-changed', position: 6, entryId },
  ])
  expect(await change('ledger_leaf', tampering.ledger_leaf.hash)).toEqual([
    { fault: 'leaf-changed', position: 6 },
  ])
  expect(await remove('ledger_entry')).toEqual([{ fault: 'entry-missing', position: 6, entryId }])
  expect(await remove('ledger_payload')).toEqual([{ fault: 'payload-missing', position: 6, entryId }])
  expect(await remove('ledger_position')).toEqual([
    { fault: 'position-missing', position: 6 },
    { fault: 'entry-out-of-line', entryId },
  ])
  expect(await remove('ledger_leaf')).toEqual([{ fault: 'leaf-missing', position: 6 }])
  expect(await remove('ledger_block')).toEqual([{ fault: 'block-missing', block: 2 }])
  expect(
    await whatIsFoundAfter(
      `UPDATE ledger_position SET entry_id = CASE position WHEN 6 THEN (SELECT entry_id FROM ledger_position WHERE position = 9)
         ELSE (SELECT entry_id FROM ledger_position WHERE position = 6) END WHERE position IN (6, 9)`,
    ),
  ).toEqual([
    { fault: 'entry-changed', position: 6, entryId: entries[8]?.id },
    { fault: 'entry-changed', position: 9, entryId },
  ])
})

test('a payload changed together with its hash and its leaf still betrays the block', async () => {
  const entries = await happen(4)
  await seal(there.database, at, inBlocksOf4)
  await lowerTheGuards()
  const others = await happen(4)
  await seal(there.database, at, inBlocksOf4)
  const found = await whatIsFoundAfter(
    `WITH other AS (SELECT e.payload_hash, l.salt, l.payload, e.id FROM ledger_entry e JOIN ledger_payload l ON l.entry_id = e.id
       WHERE e.id = '${others[1]?.id}'),
     payloads AS (UPDATE ledger_payload p SET salt = o.salt, payload = o.payload FROM other o WHERE p.entry_id = '${entries[0]?.id}'),
     leaves AS (UPDATE ledger_leaf SET hash = sha256('new') WHERE position = 1)
     UPDATE ledger_entry e SET payload_hash = o.payload_hash FROM other o WHERE e.id = '${entries[0]?.id}'`,
  )
  expect(found).toEqual([
    { fault: 'entry-changed', position: 1, entryId: entries[0]?.id },
    { fault: 'block-changed', block: 1 },
  ])
})

test('a tail that was cut off shows against the published root only', async () => {
  await happen(8)
  await seal(there.database, at, inBlocksOf4)
  const published = await root(there.database)
  await lowerTheGuards()
  for (const statement of [
    'DELETE FROM ledger_block WHERE number = 2',
    'DELETE FROM ledger_leaf WHERE position > 4',
    'DELETE FROM ledger_payload WHERE entry_id IN (SELECT entry_id FROM ledger_position WHERE position > 4)',
    'DELETE FROM ledger_entry WHERE id IN (SELECT entry_id FROM ledger_position WHERE position > 4)',
    'DELETE FROM ledger_position WHERE position > 4',
  ]) {
    await there.owner.run(statement)
  }
  expect(await faults()).toEqual([{ fault: 'head-changed', position: 4 }])
  await there.owner.run('UPDATE ledger_head SET last = 4')
  expect(await faults()).toEqual([])
  const against = await verifySeals(there.database, { published: published === null ? [] : [published] })
  expect(against.findings).toEqual([{ fault: 'tail-cut', block: 2 }])
})

test('a payload that is back after its erasure is found', async () => {
  const [entry] = await happen(4)
  await seal(there.database, at, inBlocksOf4)
  await there.owner.run(`CREATE TABLE kept AS SELECT * FROM ledger_payload`)
  await there.database.transact((tx) => erase(tx, at, entry?.id ?? '', cite('Điều 14'), officer))
  await there.owner.run(`INSERT INTO ledger_payload SELECT * FROM kept WHERE entry_id = $1`, [entry?.id])
  expect(await faults()).toEqual([{ fault: 'payload-not-erased', position: 1, entryId: entry?.id }])
})

test('a receipt proves its entry against a root published later, and nothing else passes for it', async () => {
  const entries = await happen(14)
  await seal(there.database, at, inBlocksOf4)
  const published = await root(there.database)
  const hash = published?.hash ?? ''
  const proofs: ReceiptProof[] = []
  for (const { id } of entries.slice(0, 12)) {
    const proof = await receiptProof(there.database, id, { withPayload: true })
    expect(proof.root).toEqual(published)
    expect(verifyReceipt(proof, hash)).toBe(true)
    proofs.push(proof)
  }
  const [proof, other] = proofs
  if (proof === undefined || other === undefined) throw new Error('no proofs')
  const forged: readonly ReceiptProof[] = [
    { ...proof, metadata: other.metadata },
    { ...proof, metadata: proof.metadata.with(1, 'thing.undone') },
    { ...proof, position: 2 },
    { ...proof, position: 5 },
    { ...proof, path: other.path },
    { ...proof, path: proof.path.slice(1) },
    { ...proof, path: [...proof.path, ...proof.path] },
    { ...proof, path: proof.path.map((step) => ({ ...step, hash: 'zz' })) },
    { ...proof, blocks: proof.blocks.slice(0, 1) },
    { ...proof, blocks: [] },
    { ...proof, previousHash: hash },
    { ...proof, payload: { salt: proof.payload?.salt ?? '', text: '{"note":"note 9"}' } },
  ]
  for (const [index, one] of forged.entries())
    expect(verifyReceipt(one, hash), `forgery ${index}`).toBe(false)
  expect(verifyReceipt(proof, '0'.repeat(64))).toBe(false)

  const early = await receiptProof(there.database, entries[0]?.id ?? '', { block: 1 })
  expect(early).toMatchObject({ root: { block: 1 } })
  expect(early.payload).toBeUndefined()
  expect(verifyReceipt(early, early.root.hash)).toBe(true)
  await expect(receiptProof(there.database, entries[13]?.id ?? '')).rejects.toThrow('ledger.not-sealed')
  await expect(receiptProof(there.database, newId())).rejects.toThrow('ledger.unknown-entry')
})
