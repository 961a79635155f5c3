import { localDateOf } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import { contentHash, findContentErrors, parseContent } from '../../../platform/content/index.ts'
import { identifier, type Db, type Tx } from '../../../platform/db/index.ts'
import type { OfficerVisitor } from '../../../platform/http/index.ts'
import { record, type Actor } from '../../../platform/ledger/index.ts'
import { listAgencies } from '../../agencies/index.ts'
import { mayPublish } from '../access.ts'
import { Declaration } from '../contract/declaration.ts'
import {
  registryEntries,
  type PlanInput,
  type PublishingPlan,
  type PublishInput,
} from '../contract/register.ts'
import { differencesOf, nextVersion, type Difference } from '../domain/change.ts'
import { declarationFaults, partsOf, versionOf } from '../domain/declared.ts'
import * as store from '../store/registers.ts'
import type { StoredRegister } from '../store/registers.ts'
import { changeTables, referencedTables, tableChanges, tablesFor } from '../store/tables.ts'
import { formOf } from './form.ts'
import type { RegistryParts } from './parts.ts'

/**
 * What publishing a declaration would do, and whether it may be done. Problems 'registries.declaration-wrong' with its faults,
 * 'registries.owner-unknown', 'registries.sector-unknown', 'registries.nothing-changed', 'registries.version-not-next' {expected},
 * 'registries.major-needs-upcast', 'registries.forbidden'.
 */
export async function planPublication(
  parts: RegistryParts,
  visitor: OfficerVisitor,
  { declaration: written }: PlanInput,
): Promise<PublishingPlan> {
  const declaration = declarationIn(written)
  const plan = await planIn(parts.database, parts, declaration)
  expectPublisher(visitor, plan)
  return shown(plan, declaration)
}

/** Publishes a declaration: its tables, the version and the ledger's entry, all at once. Problems of planning it; 'registries.plan-changed'. */
export async function publish(
  parts: RegistryParts,
  visitor: OfficerVisitor,
  { declaration: written, plan: tried }: PublishInput,
): Promise<PublishingPlan> {
  const declaration = declarationIn(written)
  return await parts.definer.transact(async (tx) => {
    await store.lockPublishing(tx)
    const plan = await planIn(tx, parts, declaration)
    expectPublisher(visitor, plan)
    if (plan.plan !== tried) throw new Problem('conflict', 'registries.plan-changed')
    await carryOut(tx, parts.clock(), declaration, plan, { kind: 'officer', id: visitor.officerId })
    return shown(plan, declaration)
  })
}

/** Problem 'registries.declaration-wrong' with what does not fit, as JSON pointers. */
function declarationIn(written: unknown): Declaration {
  try {
    return parseContent(JSON.stringify(written) ?? '', 'register.json', Declaration).value
  } catch (error) {
    const errors = findContentErrors(error)
    if (errors === undefined) throw error
    const fields = errors.map(({ path, code, detail }) => ({ path, code, meta: { detail } }))
    throw new Problem('invalid', 'registries.declaration-wrong', { fields, cause: error })
  }
}

export interface Plan {
  readonly plan: string
  readonly before: StoredRegister | undefined
  readonly ownerId: string
  readonly hash: string
  readonly differences: readonly Difference[]
  readonly statements: readonly string[]
}

export async function planIn(db: Db, parts: RegistryParts, declaration: Declaration): Promise<Plan> {
  const [registers, sectors, agencies] = await Promise.all([
    store.listRegisters(db),
    store.listSectors(db),
    listAgencies(db, localDateOf(parts.clock())),
  ])
  const declarations = new Map(registers.map((one) => [one.key, one.declaration]))
  expectSound(declaration, declarations)
  const ownerId = agencies.find(({ key }) => key === declaration.owner)?.id
  if (ownerId === undefined) throw new Problem('invalid', 'registries.owner-unknown')
  const { sector } = partsOf(declaration.id)
  if (!sectors.some(({ key }) => key === sector)) throw new Problem('invalid', 'registries.sector-unknown')
  const before = registers.find(({ key }) => key === declaration.id)
  const hash = contentHash(declaration)
  if (before?.hash === hash) throw new Problem('conflict', 'registries.nothing-changed')
  const differences = before === undefined ? [] : differencesOf(before.declaration, declaration)
  const expected = before === undefined ? '1.0.0' : nextVersion(before.declaration.version, differences)
  if (declaration.version !== expected) {
    throw new Problem('invalid', 'registries.version-not-next', { meta: { expected } })
  }
  const named = referencedTables(declaration, declarations)
  const isNewMajor =
    before === undefined || versionOf(expected).major > versionOf(before.declaration.version).major
  if (before !== undefined && isNewMajor) throw new Problem('invalid', 'registries.major-needs-upcast')
  const statements = isNewMajor
    ? tablesFor(declaration, named, identifier(parts.appRole))
    : tableChanges(before.declaration, declaration, named)
  return {
    plan: contentHash({ hash, revision: before?.revision ?? 0, statements }),
    before,
    ownerId,
    hash,
    differences,
    statements,
  }
}

/** Problem 'registries.declaration-wrong' with every fault as a JSON pointer into the declaration. */
export function expectSound(declaration: Declaration, others: ReadonlyMap<string, Declaration>): void {
  const faults = declarationFaults(declaration, others)
  if (faults.length > 0) throw new Problem('invalid', 'registries.declaration-wrong', { fields: faults })
  try {
    formOf(declaration, contentHash(declaration))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem('invalid', 'registries.declaration-wrong', { fields: error.fields, cause: error })
  }
}

export async function carryOut(
  tx: Tx,
  at: Date,
  declaration: Declaration,
  { before, ownerId, hash, differences, statements }: Plan,
  actor: Actor,
): Promise<void> {
  await changeTables(tx, statements)
  const revision = (before?.revision ?? 0) + 1
  const { major } = versionOf(declaration.version)
  const publishedBy = `${actor.kind}:${actor.id}`
  await store.saveVersion(tx, { declaration, hash, ownerId, revision, major, statements, publishedBy }, at)
  await record(tx, at, null, [
    {
      kind: registryEntries.published,
      occurredAt: at,
      actor,
      agencyId: ownerId,
      payload: { register: declaration.id, version: declaration.version, hash, differences },
    },
  ])
}

function expectPublisher(visitor: OfficerVisitor, { before, ownerId }: Plan): void {
  const isKeeper = mayPublish(visitor, { ownerId })
  // Whoever takes a register over needs the consent of whoever keeps it: the operator's hand.
  const wasKeeper = before === undefined || mayPublish(visitor, before)
  if (!isKeeper || !wasKeeper) throw new Problem('forbidden', 'registries.forbidden')
}

function shown({ plan, before, differences, statements }: Plan, { version }: Declaration): PublishingPlan {
  return {
    plan,
    before: before?.declaration.version ?? null,
    version,
    differences: differences.map((one) => ({ ...one })),
    statements: [...statements],
  }
}
