import { newId } from '../../../kernel/ids.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { OfficerVisitor } from '../../../platform/http/index.ts'
import { record, type Actor } from '../../../platform/ledger/index.ts'
import { covers, grantsOf, isPersonal, type Grant } from '../access.ts'
import type { CorrectInput, EnterInput, RecordLine, RemoveInput } from '../contract/record.ts'
import { registryEntries } from '../contract/register.ts'
import type { Values } from '../domain/record.ts'
import { recordStore, type NewRecord, type StoredRecord } from '../store/records.ts'
import type { StoredRegister } from '../store/registers.ts'
import { checkedValues, keepingRules, newRecord } from './made.ts'
import type { RegistryParts } from './parts.ts'
import { lineOf } from './reading.ts'
import { expectGrants, keeperOf, registerAt } from './registers.ts'

/**
 * Enters a record. Problems 'registries.missing', 'registries.forbidden', 'registries.record-wrong' with what is wrong with each
 * field, 'registries.record-there' where its key, or what may be there once, is there already.
 */
export async function enterRecord(
  { database, clock }: RegistryParts,
  visitor: OfficerVisitor,
  key: string,
  { agencyId, values: given }: EnterInput,
): Promise<RecordLine> {
  return await keepingRules(key, () =>
    database.transact(async (tx) => {
      const at = clock()
      const { register, agencies } = await registerAt(tx, key, at)
      const grants = expectGrants(register, visitor, 'enter', agencies)
      const owner = agencyId ?? ownAgency(visitor, grants)
      if (!grants.some((grant) => covers(grant, owner)))
        throw new Problem('forbidden', 'registries.forbidden')
      const values = checkedValues(register, given)
      const id = newId(at.getTime())
      const made = newRecord(register, { id, revision: 1, agencyId: owner }, values)
      const entryId = await noteRecord(
        tx,
        at,
        registryEntries.recordEntered,
        register,
        made,
        actorOf(visitor),
      )
      await recordStore(register.declaration).insert(tx, [made], { entryId, at })
      const read = grantsOf(
        visitor,
        register.declaration.rights,
        'read',
        keeperOf(register.ownerId, agencies),
      )
      return lineOf(register, { ...made, at }, read, null)
    }),
  )
}

/**
 * Corrects a record: what it said goes among the past. Problems as of entering one; 'registries.record-missing',
 * 'registries.record-changed' when somebody else did so meanwhile.
 */
export async function correctRecord(
  { database, clock }: RegistryParts,
  visitor: OfficerVisitor,
  key: string,
  id: string,
  { revision, values: given, reason }: CorrectInput,
): Promise<RecordLine> {
  return await keepingRules(key, () =>
    database.transact(async (tx) => {
      const at = clock()
      const { register, agencies } = await registerAt(tx, key, at)
      const grants = expectGrants(register, visitor, 'correct', agencies)
      const records = recordStore(register.declaration)
      const before = expectRecord(await records.lock(tx, id), grants, revision)
      const values = checkedValues(register, keptFrom(register, before, grants, given))
      const made = newRecord(register, { id, revision: revision + 1, agencyId: before.agencyId }, values)
      const entryId = await noteRecord(
        tx,
        at,
        registryEntries.recordCorrected,
        register,
        made,
        actorOf(visitor),
        reason,
      )
      await records.replace(tx, [made], { entryId, at })
      const read = grantsOf(
        visitor,
        register.declaration.rights,
        'read',
        keeperOf(register.ownerId, agencies),
      )
      return lineOf(register, { ...made, at }, read, null)
    }),
  )
}

/** Takes a record out of the register. Problems as of correcting one; 'registries.record-named' while other records name it. */
export async function removeRecord(
  { database, clock }: RegistryParts,
  visitor: OfficerVisitor,
  key: string,
  id: string,
  { revision, reason }: RemoveInput,
): Promise<void> {
  await keepingRules(
    key,
    () =>
      database.transact(async (tx) => {
        const at = clock()
        const { register, agencies } = await registerAt(tx, key, at)
        const grants = expectGrants(register, visitor, 'remove', agencies)
        const records = recordStore(register.declaration)
        const before = expectRecord(await records.lock(tx, id), grants, revision)
        const gone = newRecord(register, { ...before, revision }, before.values)
        const entryId = await noteRecord(
          tx,
          at,
          registryEntries.recordRemoved,
          register,
          gone,
          actorOf(visitor),
          reason,
        )
        await records.remove(tx, [id], { entryId, at })
      }),
    true,
  )
}

function expectRecord(
  found: StoredRecord | undefined,
  grants: readonly Grant[],
  revision: number,
): StoredRecord {
  if (found === undefined || !grants.some((grant) => covers(grant, found.agencyId))) {
    throw new Problem('missing', 'registries.record-missing')
  }
  if (found.revision !== revision) throw new Problem('conflict', 'registries.record-changed')
  return found
}

function ownAgency(visitor: OfficerVisitor, grants: readonly Grant[]): string | null {
  const [first] = grants.flatMap(({ agencies }) => agencies ?? [])
  return first ?? visitor.roles[0]?.agencyId ?? null
}

/** What may not be corrected by these rights stays as it is: personal fields that nobody with them may read, and fields that they do not name. */
function keptFrom(
  { declaration }: StoredRegister,
  before: StoredRecord,
  grants: readonly Grant[],
  given: Values,
): Values {
  const own = grants.filter((grant) => covers(grant, before.agencyId))
  const isTheirs = (name: string) => {
    const field = declaration.schema.properties[name]
    return own.some(
      ({ fields, purposes }) =>
        (fields === null || fields.includes(name)) &&
        (field === undefined || !isPersonal(field) || purposes !== null),
    )
  }
  return Object.fromEntries([
    ...Object.entries(before.values).filter(([name]) => !isTheirs(name)),
    ...Object.entries(given).filter(([name]) => isTheirs(name)),
  ])
}

function actorOf(visitor: OfficerVisitor): Actor {
  return { kind: 'officer', id: visitor.officerId }
}

async function noteRecord(
  tx: Tx,
  at: Date,
  kind: string,
  { key, declaration }: StoredRegister,
  { id, revision, digest, agencyId }: NewRecord,
  actor: Actor,
  reason: string | null = null,
): Promise<string> {
  const payload = { register: key, version: declaration.version, record: id, revision, digest, reason }
  const [entry] = await record(tx, at, id, [{ kind, occurredAt: at, actor, agencyId, payload }])
  if (entry === undefined) throw new Error('recorded, without an entry')
  return entry.id
}
