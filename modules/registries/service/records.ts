import { newId } from '../../../kernel/ids.ts'
import { Problem } from '../../../kernel/problem.ts'
import { foldVietnamese } from '../../../kernel/vietnamese.ts'
import { contentHash } from '../../../platform/content/index.ts'
import { violationOf, type Tx, type Violation } from '../../../platform/db/index.ts'
import { checkAnswers, maskAnswers, tidyAnswers } from '../../../platform/forms/index.ts'
import type { OfficerVisitor } from '../../../platform/http/index.ts'
import { record, recordReading, type Actor } from '../../../platform/ledger/index.ts'
import { findPersonByNationalId } from '../../people/index.ts'
import { covers, grantsOf, isPersonal, scopeOf, sightOf, type Grant } from '../access.ts'
import type {
  CorrectInput,
  EnterInput,
  RecordLine,
  RecordList,
  RecordPage,
  RecordQuery,
  RecordsQuery,
  RemoveInput,
} from '../contract/record.ts'
import { registryEntries } from '../contract/register.ts'
import { tableOf } from '../domain/columns.ts'
import type { Values } from '../domain/record.ts'
import { recordStore, type NewRecord, type StoredRecord } from '../store/records.ts'
import type { StoredRegister } from '../store/registers.ts'
import { formOf } from './form.ts'
import type { RegistryParts } from './parts.ts'
import { expectGrants, keeperOf, registerAt } from './registers.ts'

const PAGE = 50
const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * A page of the records that the officer may see, personal fields masked. Problems 'registries.missing', 'registries.forbidden',
 * 'registries.filter-unknown'.
 */
export async function listRecords(
  { database, clock }: RegistryParts,
  visitor: OfficerVisitor,
  key: string,
  { after = FIRST, limit = PAGE, find, where = [] }: RecordsQuery,
): Promise<RecordList> {
  const { register, agencies } = await registerAt(database, key, clock())
  const grants = expectGrants(register, visitor, 'read', agencies)
  const found = await recordStore(register.declaration).list(database, {
    after,
    limit: limit + 1,
    filters: filtersOf(register, where),
    words: find === undefined ? null : queryOf(find),
    agencies: scopeOf(grants),
  })
  const items = found.slice(0, limit)
  return {
    items: items.map((one) => lineOf(register, one, grants, null)),
    next: found.length > limit ? (items.at(-1)?.id ?? null) : null,
  }
}

/**
 * A record with all that it said before, or as it was recorded at an instant; personal fields are clear for a purpose of the
 * register's, and that they were read is written down first. Problems 'registries.missing', 'registries.forbidden',
 * 'registries.record-missing', 'registries.purpose-unknown'.
 */
export async function readRecord(
  { database, clock }: RegistryParts,
  visitor: OfficerVisitor,
  key: string,
  id: string,
  { asOf, purpose }: RecordQuery,
): Promise<RecordPage> {
  return await database.transact(async (tx) => {
    const { register, agencies } = await registerAt(tx, key, clock())
    const grants = expectGrants(register, visitor, 'read', agencies)
    if (purpose !== undefined && !grants.some(({ purposes }) => purposes?.includes(purpose) === true)) {
      throw new Problem('invalid', 'registries.purpose-unknown')
    }
    const records = recordStore(register.declaration)
    const [current, past] = await Promise.all([records.find(tx, id), records.listPast(tx, id)])
    const instant = asOf === undefined ? null : new Date(asOf)
    const seen = instant === null ? past : past.filter(({ at }) => at <= instant)
    const standing =
      instant === null || (current !== undefined && current.at <= instant)
        ? current
        : seen.find(({ until }) => until > instant)
    const shown = standing ?? seen[0]
    if (shown === undefined || !grants.some((grant) => covers(grant, shown.agencyId))) {
      throw new Problem('missing', 'registries.record-missing')
    }
    if (purpose !== undefined) await noteReading(tx, clock(), visitor, register, shown, purpose)
    const keeper = keeperOf(register.ownerId, agencies)
    const may = (act: 'correct' | 'remove') =>
      instant === null &&
      current !== undefined &&
      grantsOf(visitor, register.declaration.rights, act, keeper).some((grant) =>
        covers(grant, current.agencyId),
      )
    return {
      ...lineOf(register, shown, grants, purpose ?? null),
      past: seen
        .filter((one) => one !== shown)
        .map((one) => ({
          revision: one.revision,
          at: one.at.toISOString(),
          until: one.until.toISOString(),
          isRemoved: one.isRemoved,
          values: lineOf(register, one, grants, purpose ?? null).values,
        })),
      isRemoved: standing === undefined,
      mayCorrect: may('correct'),
      mayRemove: may('remove'),
    }
  })
}

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
      const values = checked(register, given)
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
      const values = checked(register, given)
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

function actorOf(visitor: OfficerVisitor): Actor {
  return { kind: 'officer', id: visitor.officerId }
}

/** What is given, tidied; with every field that the declaration does not take named. Problem 'registries.record-wrong'. */
export function checked(register: StoredRegister, given: Values): Values {
  const form = formOf(register.declaration, register.hash)
  const values = tidyAnswers(form, given)
  const strangers = Object.keys(given).filter(
    (name) => !Object.hasOwn(register.declaration.schema.properties, name),
  )
  const fields = [
    ...checkAnswers(form, values),
    ...strangers.map((name) => ({ path: `/${name}`, code: 'unknown' })),
  ]
  if (fields.length > 0) throw new Problem('invalid', 'registries.record-wrong', { fields })
  return values
}

export function newRecord(
  { declaration }: StoredRegister,
  about: Pick<NewRecord, 'id' | 'revision' | 'agencyId'>,
  values: Values,
): NewRecord {
  const { id, revision, agencyId } = about
  const words = Object.entries(declaration.schema.properties)
    .filter(([, field]) => field.type === 'string' && !isPersonal(field))
    .flatMap(([name]) => (typeof values[name] === 'string' ? [values[name]] : []))
  return {
    id,
    revision,
    agencyId,
    digest: contentHash(values),
    words: foldVietnamese(words.join(' ')),
    values,
  }
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

/** Whose data was read: the person with the record's national id where one is known, or whoever the record is about. */
async function noteReading(
  tx: Tx,
  at: Date,
  visitor: OfficerVisitor,
  { declaration }: StoredRegister,
  { id, values }: StoredRecord,
  purpose: string,
): Promise<void> {
  const personal = Object.entries(declaration.schema.properties).filter(
    ([name, field]) => isPersonal(field) && values[name] !== undefined,
  )
  if (personal.length === 0) return
  const [nationalId] = personal.flatMap(([name, field]) =>
    field.type === 'string' && field.format === 'national-id' ? [String(values[name])] : [],
  )
  const person = nationalId === undefined ? undefined : await findPersonByNationalId(tx, nationalId)
  await recordReading(tx, {
    reader: actorOf(visitor),
    personId: person?.id ?? id,
    purpose,
    caseId: id,
    fields: personal.map(([name]) => `${declaration.id}.${name}`),
    at,
  })
}

function lineOf(
  { declaration, hash }: StoredRegister,
  { id, revision, agencyId, at, values }: StoredRecord,
  grants: readonly Grant[],
  purpose: string | null,
): RecordLine {
  const masked = maskAnswers(formOf(declaration, hash), values)
  const shown = Object.entries(declaration.schema.properties).flatMap(
    ([name, field]): [string, unknown][] => {
      if (values[name] === undefined) return []
      const sight = sightOf(grants, agencyId, name, field, purpose)
      if (sight === 'none') return []
      return [[name, sight === 'clear' ? values[name] : masked[name]]]
    },
  )
  return { id, revision, agencyId, at: at.toISOString(), values: Object.fromEntries(shown) }
}

function filtersOf(
  { declaration }: StoredRegister,
  where: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    where.map((one): [string, string] => {
      const at = one.indexOf('=')
      const name = one.slice(0, Math.max(at, 0))
      if (!declaration.list.filters.includes(name)) {
        throw new Problem('invalid', 'registries.filter-unknown', { meta: { filter: name } })
      }
      return [name, one.slice(at + 1)]
    }),
  )
}

/** Words of letters and digits, each the beginning of a word that a record has. */
function queryOf(find: string): string | null {
  const words = foldVietnamese(find).match(/[\p{L}\p{N}]+/gu) ?? []
  return words.length === 0 ? null : words.map((word) => `${word}:*`).join(' & ')
}

/** What the tables refuse, said of the fields that it is about. */
async function keepingRules<T>(register: string, work: () => Promise<T>, isRemoving = false): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const broken = violationOf(error)
    if (broken === undefined) throw error
    throw isRemoving && broken.rule === 'reference'
      ? new Problem('conflict', 'registries.record-named', { cause: error })
      : problemOf(register, broken, error)
  }
}

function problemOf(key: string, { rule, constraint, table }: Violation, cause: unknown): unknown {
  const isOwn = table.startsWith(tableOf(key, 0).slice(0, -1))
  if (rule === 'unique') return new Problem('conflict', 'registries.record-there', { cause })
  if (rule !== 'reference') return cause
  if (!isOwn) return new Problem('conflict', 'registries.record-named', { cause })
  const column = constraint.replace(/_named$/, '')
  const path = `/${column.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase())}`
  return new Problem('invalid', 'registries.record-wrong', {
    fields: [{ path, code: 'reference-missing' }],
    cause,
  })
}
