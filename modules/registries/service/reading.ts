import { Problem } from '../../../kernel/problem.ts'
import { foldVietnamese } from '../../../kernel/vietnamese.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { maskAnswers } from '../../../platform/forms/index.ts'
import type { OfficerVisitor } from '../../../platform/http/index.ts'
import { recordReading } from '../../../platform/ledger/index.ts'
import { findPersonByNationalId } from '../../people/index.ts'
import { covers, grantsOf, isPersonal, scopeOf, sightOf, type Grant } from '../access.ts'
import type { RecordLine, RecordList, RecordPage, RecordQuery, RecordsQuery } from '../contract/record.ts'
import { recordStore, type StoredRecord } from '../store/records.ts'
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
    reader: { kind: 'officer', id: visitor.officerId },
    personId: person?.id ?? id,
    purpose,
    caseId: id,
    fields: personal.map(([name]) => `${declaration.id}.${name}`),
    at,
  })
}

/** A record as its reader may see it. */
export function lineOf(
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
