import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { localDateOf } from '../../kernel/dates.ts'
import {
  brokenReference,
  contentError,
  gatherContent,
  readContent,
  refuseErrors,
  type Content,
} from '../../platform/content/index.ts'
import type { Db, Tx } from '../../platform/db/index.ts'
import { record } from '../../platform/ledger/index.ts'
import { listAgencies } from '../agencies/index.ts'
import { Declaration, SectorContent } from './contract/declaration.ts'
import { registryEntries } from './contract/register.ts'
import { declarationFaults, partsOf, referencesOf, versionOf } from './domain/declared.ts'
import type { RegistryParts } from './service/parts.ts'
import { carryOut, planIn } from './service/publishing.ts'
import * as store from './store/registers.ts'

/** A sector of the content with its registers, each after those that it names. */
export interface SectorFiles {
  readonly sector: Content<SectorContent>
  readonly registers: readonly Content<Declaration>[]
}

/** Reads sectors/<key>/sector.yaml and the contracts beside it, of a province's folder; none where there is no such folder. Problem 'content.invalid'. */
export async function readSectors(folder: string): Promise<readonly SectorFiles[]> {
  const root = join(folder, 'sectors')
  const names = (await foldersIn(root)).toSorted()
  const sectors = await gatherContent(names.map((name) => readSector(join(root, name), folder)))
  const registers = sectors.flatMap((one) => one.registers)
  const declarations = new Map(registers.map(({ value }) => [value.id, value]))
  refuseErrors([
    ...registers.flatMap((content) =>
      declarationFaults(content.value, declarations).map(({ path, code }) =>
        contentError(content, path, code, ''),
      ),
    ),
    ...sectors.flatMap(({ sector, registers: own }) =>
      own
        .filter(({ value }) => partsOf(value.id).sector !== sector.value.key)
        .map((content) => brokenReference(content, '/id', `sector ${partsOf(content.value.id).sector} here`)),
    ),
  ])
  return sectors
}

async function readSector(folder: string, root: string): Promise<SectorFiles> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml') && name !== 'sector.yaml')
  const [sector, registers] = await Promise.all([
    readContent(join(folder, 'sector.yaml'), SectorContent, { root }),
    gatherContent(names.toSorted().map((name) => readContent(join(folder, name), Declaration, { root }))),
  ])
  return { sector, registers }
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/**
 * Brings sectors and registers to what the content says, each register in one transaction that makes its tables. What was published
 * on screen since then is newer, and stays. Answers the registers that were published.
 */
export async function loadSectors(
  parts: RegistryParts,
  sectors: readonly SectorFiles[],
): Promise<readonly string[]> {
  const { definer, clock } = parts
  if (sectors.length === 0) return []
  return await definer.transact(async (tx) => {
    await store.lockPublishing(tx)
    for (const { sector } of sectors) await loadSector(tx, clock(), sector)
    const published: string[] = []
    for (const content of inOrder(sectors.flatMap(({ registers }) => registers))) {
      if (await isKnown(tx, content.value)) continue
      const plan = await planIn(tx, parts, content.value)
      await carryOut(tx, clock(), content.value, plan, { kind: 'system', id: 'content' })
      published.push(content.value.id)
    }
    return published
  })
}

async function loadSector(tx: Tx, at: Date, { value, hash }: Content<SectorContent>): Promise<void> {
  const [known, agencies] = await Promise.all([store.listSectors(tx), listAgencies(tx, localDateOf(at))])
  if (known.find(({ key }) => key === value.key)?.hash === hash) return
  const owner = agencies.find(({ key }) => key === value.owner)
  if (owner === undefined) throw new Error(`sector ${value.key}: there is no agency ${value.owner}`)
  const { key, name, purpose } = value
  await store.saveSector(tx, { key, name, purpose, ownerId: owner.id, hash }, at)
  await record(tx, at, null, [
    {
      kind: registryEntries.sectorChanged,
      occurredAt: at,
      actor: { kind: 'system', id: 'content' },
      agencyId: owner.id,
      payload: { sector: key, hash },
    },
  ])
}

/** Published before, or followed by a version from the screen. */
async function isKnown(db: Db, { id, version }: Declaration): Promise<boolean> {
  const known = await store.listVersions(db, id)
  const [latest] = known
  if (latest === undefined) return false
  return known.some((one) => one.version === version) || isBefore(version, latest.version)
}

function isBefore(a: string, b: string): boolean {
  const [one, other] = [versionOf(a), versionOf(b)]
  return (one.major - other.major || one.minor - other.minor || one.patch - other.patch) < 0
}

/** Each after those that it names; there is no cycle, which reading has seen to. */
function inOrder(registers: readonly Content<Declaration>[]): readonly Content<Declaration>[] {
  const waiting = new Map(registers.map((one) => [one.value.id, one]))
  const ordered: Content<Declaration>[] = []
  const take = (one: Content<Declaration>) => {
    if (!waiting.delete(one.value.id)) return
    for (const register of referencesOf(one.value).values()) {
      const named = waiting.get(register)
      if (named !== undefined) take(named)
    }
    ordered.push(one)
  }
  for (const one of registers) take(one)
  return ordered
}
