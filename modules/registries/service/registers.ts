import { localDateOf } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Db } from '../../../platform/db/index.ts'
import type { OfficerVisitor } from '../../../platform/http/index.ts'
import { listAgencies, type Agency } from '../../agencies/index.ts'
import { grantsOf, mayPublish, purposesOf, type Grant, type Keeper } from '../access.ts'
import type { RegisterAct } from '../contract/declaration.ts'
import type { RegisterHead, RegisterPage, Sectors } from '../contract/register.ts'
import * as store from '../store/registers.ts'
import type { StoredRegister } from '../store/registers.ts'
import type { RegistryParts } from './parts.ts'

const acts: readonly RegisterAct[] = ['read', 'enter', 'correct', 'remove', 'import']

/** The sectors with the registers of each, and what the officer may do with their records. */
export async function listSectors(
  { database, clock }: RegistryParts,
  visitor: OfficerVisitor,
): Promise<Sectors> {
  const [sectors, registers, agencies] = await Promise.all([
    store.listSectors(database),
    store.listRegisters(database),
    listAgencies(database, localDateOf(clock())),
  ])
  const nameOf = new Map(agencies.map(({ id, name }) => [id, name]))
  return {
    items: sectors.map(({ key, name, purpose, ownerId }) => ({
      key,
      name,
      purpose,
      owner: { id: ownerId, name: nameOf.get(ownerId) ?? '' },
      registers: registers
        .filter((register) => register.key.startsWith(`${key}.`))
        .map((register) => headOf(register, visitor, agencies)),
    })),
  }
}

/** A register as it is declared, with what the officer may do. Problem 'registries.missing'. */
export async function readRegister(
  { database, clock }: RegistryParts,
  visitor: OfficerVisitor,
  key: string,
): Promise<RegisterPage> {
  const { register, agencies } = await registerAt(database, key, clock())
  const keeper = keeperOf(register.ownerId, agencies)
  const versions = await store.listVersions(database, key)
  return {
    ...headOf(register, visitor, agencies),
    declaration: register.declaration,
    purposes: [...purposesOf(grantsOf(visitor, register.declaration.rights, 'read', keeper))],
    mayPublish: mayPublish(visitor, keeper),
    versions: versions.map(({ version, publishedAt }) => ({
      version,
      publishedAt: publishedAt.toISOString(),
    })),
  }
}

/** A register with the agencies of the day. Problem 'registries.missing'. */
export async function registerAt(
  db: Db,
  key: string,
  at: Date,
): Promise<{ readonly register: StoredRegister; readonly agencies: readonly Agency[] }> {
  const [register, agencies] = await Promise.all([
    store.findRegister(db, key),
    listAgencies(db, localDateOf(at)),
  ])
  if (register === undefined) throw new Problem('missing', 'registries.missing')
  return { register, agencies }
}

export function keeperOf(ownerId: string, agencies: readonly Agency[]): Keeper {
  const below = new Set<string>()
  const under = Map.groupBy(agencies, ({ parentId }) => parentId)
  const queue = [ownerId]
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    for (const { id } of under.get(one) ?? []) {
      if (below.has(id)) continue
      below.add(id)
      queue.push(id)
    }
  }
  return { ownerId, below }
}

/** The officer's rights to one act. Problem 'registries.forbidden' where there is none. */
export function expectGrants(
  { declaration, ownerId }: StoredRegister,
  visitor: OfficerVisitor,
  act: RegisterAct,
  agencies: readonly Agency[],
): readonly Grant[] {
  const grants = grantsOf(visitor, declaration.rights, act, keeperOf(ownerId, agencies))
  if (grants.length === 0) throw new Problem('forbidden', 'registries.forbidden')
  return grants
}

function headOf(
  { key, ownerId, declaration }: StoredRegister,
  visitor: OfficerVisitor,
  agencies: readonly Agency[],
): RegisterHead {
  const keeper = keeperOf(ownerId, agencies)
  return {
    key,
    name: declaration.name,
    purpose: declaration.purpose,
    version: declaration.version,
    owner: { id: ownerId, name: agencies.find(({ id }) => id === ownerId)?.name ?? '' },
    may: acts.filter((act) => grantsOf(visitor, declaration.rights, act, keeper).length > 0),
  }
}
