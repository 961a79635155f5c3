import { join } from 'node:path'
import { reconcile } from '../../kernel/dated.ts'
import type { LocalDate } from '../../kernel/dates.ts'
import type { Content } from '../../platform/content/index.ts'
import { contentError, readContent, refuseErrors } from '../../platform/content/index.ts'
import type { Db, Tx } from '../../platform/db/index.ts'
import { record } from '../../platform/ledger/index.ts'
import { AreasContent, Province, territoryEntries } from './contract.ts'
import type { Area } from './contract.ts'
import type { AreaVersion } from './domain.ts'
import { areaFaults, areaVersions } from './domain.ts'
import type { StoredArea } from './store.ts'
import * as store from './store.ts'

/** What a load changed, by the keys of the things it touched; all empty when everything was known. */
export interface Loaded {
  readonly added: readonly string[]
  readonly corrected: readonly string[]
  readonly ended: readonly string[]
}

/** Reads province.yaml of a province's folder. Problem `content.invalid`. */
export async function readProvince(folder: string): Promise<Province> {
  return (await readContent(join(folder, 'province.yaml'), Province, { root: folder })).value
}

/** Reads areas.yaml of a province's folder and checks what its rows say of each other. Problem `content.invalid`. */
export async function readTerritory(folder: string): Promise<Content<AreasContent>> {
  const content = await readContent(join(folder, 'areas.yaml'), AreasContent, { root: folder })
  refuseErrors(
    areaFaults(areaVersions(content.value)).map(({ path, code, detail }) =>
      contentError(content, path, code, detail),
    ),
  )
  return content
}

/** Brings the territory to what the content says: idempotent, takes nothing away, one ledger entry if anything changed. */
export async function loadTerritory(tx: Tx, at: Date, content: Content<AreasContent>): Promise<Loaded> {
  const known = Map.groupBy(await store.listVersions(tx), (area) => area.key)
  const wanted = Map.groupBy(areaVersions(content.value), (version) => version.key)
  const plans = [...wanted].map(([key, versions]) => reconcile(known.get(key) ?? [], versions, isSame))
  const added = plans.flatMap((plan) => plan.added)
  const corrected = plans.flatMap((plan) => plan.corrected)
  const ended = plans.flatMap((plan) => plan.ended)
  const loaded = {
    added: added.map((version) => version.key),
    corrected: corrected.map((change) => change.known.key),
    ended: ended.map((change) => change.known.key),
  }
  if (added.length + corrected.length + ended.length === 0) return loaded
  await store.saveAreas(
    tx,
    [...wanted.keys()].filter((key) => !known.has(key)),
  )
  for (const { known: area, validTo } of ended) await store.endVersion(tx, area.versionId, validTo)
  for (const change of corrected) await store.correctVersion(tx, change.known.versionId, change.wanted)
  await store.saveVersions(tx, added)
  await record(tx, at, null, [
    {
      kind: territoryEntries.changed,
      occurredAt: at,
      actor: { kind: 'system', id: 'content' },
      payload: { file: content.file, hash: content.hash, added, corrected, ended },
    },
  ])
  return loaded
}

/** Every area valid on a day, the province among them, by code. */
export async function listAreas(db: Db, on: LocalDate): Promise<readonly StoredArea[]> {
  return await store.listOn(db, on)
}

/** The units of commune level on a day (xã, phường, đặc khu), by code. */
export async function listCommunes(db: Db, on: LocalDate): Promise<readonly StoredArea[]> {
  return (await store.listOn(db, on)).filter(({ parent }) => parent !== null)
}

/** The area that a code means on a day; a code without a day means nothing. */
export async function findArea(db: Db, code: string, on: LocalDate): Promise<StoredArea | undefined> {
  return await store.findByCode(db, code, on)
}

/** An area as it is shown to anybody. */
export function showArea({ code, name, kind, place }: AreaVersion): Area {
  return { code, name, kind, place: place && { longitude: place[0], latitude: place[1] } }
}

function isSame(known: AreaVersion, wanted: AreaVersion): boolean {
  return (
    known.code === wanted.code &&
    known.name === wanted.name &&
    known.kind === wanted.kind &&
    known.parent === wanted.parent &&
    known.place?.[0] === wanted.place?.[0] &&
    known.place?.[1] === wanted.place?.[1] &&
    known.source === wanted.source
  )
}
