import { join } from 'node:path'
import { reconcile } from '../../../kernel/dated.ts'
import type { LocalDate } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Content } from '../../../platform/content/index.ts'
import { brokenReference, contentError, readContent, refuseErrors } from '../../../platform/content/index.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { record } from '../../../platform/ledger/index.ts'
import type { Loaded } from '../../territory/index.ts'
import { listAreas, listCommunes, showArea } from '../../territory/index.ts'
import { administeredBy, ledBy, type AdministeredAgencies, type Administrator } from '../access.ts'
import type { AgencyKind, PublicAgency, PublicCommune } from '../contract.ts'
import { AgenciesContent, agencyEntries } from '../contract.ts'
import { agencyFaults, agencyVersions, successors } from '../domain.ts'
import type { Agency, NewVersion } from '../store/agencies.ts'
import * as store from '../store/agencies.ts'

/** Reads a file of agencies (agencies.yaml of a province's folder, unless named) and checks it in itself. Problem `content.invalid`. */
export async function readAgencies(
  folder: string,
  file = 'agencies.yaml',
): Promise<Content<AgenciesContent>> {
  const content = await readContent(join(folder, file), AgenciesContent, { root: folder })
  refuseErrors(
    agencyFaults(content.value).map(({ path, code, detail }) => contentError(content, path, code, detail)),
  )
  return content
}

/**
 * Brings the agencies to what the content says: idempotent, takes nothing away, leaves alone what was changed on screen, one ledger
 * entry if anything changed.
 * Their areas must be loaded before: Problem `content.invalid` names file and line of one that is not there.
 */
export async function loadAgencies(tx: Tx, at: Date, content: Content<AgenciesContent>): Promise<Loaded> {
  const told = agencyVersions(content.value)
  const areas = await areaIds(
    tx,
    told.map(({ version }) => version.validFrom),
  )
  const versions = told.map(({ version: { area, ...version } }): NewVersion => ({
    ...version,
    areaId: area === null ? null : (areas.get(version.validFrom)?.get(area) ?? null),
  }))
  refuseErrors(
    told.flatMap(({ path, version }, index) =>
      version.area === null || versions[index]?.areaId
        ? []
        : [brokenReference(content, `${path}/area`, `area ${version.area} on ${version.validFrom}`)],
    ),
  )
  const known = await store.listVersions(tx)
  const keyOf = new Map(known.map((agency) => [agency.id, agency.key]))
  const isSame = (agency: Agency, wanted: NewVersion) =>
    sameParts.every((part) => agency[part] === wanted[part]) &&
    (agency.parentId === null ? null : (keyOf.get(agency.parentId) ?? null)) === wanted.parent
  const byKey = Map.groupBy(known, (agency) => agency.key)
  const wanted = Map.groupBy(versions, (version) => version.key)
  // Whatever was changed on screen is as the screen says; content gave the first word.
  const isContents = (key: string) => (byKey.get(key)?.[0]?.revision ?? 0) === 0
  const plans = [...wanted]
    .filter(([key]) => isContents(key))
    .map(([key, list]) => reconcile(byKey.get(key) ?? [], list, isSame))
  const added = plans.flatMap((plan) => plan.added)
  const corrected = plans.flatMap((plan) => plan.corrected)
  const ended = plans.flatMap((plan) => plan.ended)
  await store.saveAgencies(
    tx,
    [...wanted.keys()].filter((key) => !byKey.has(key)),
  )
  for (const change of ended) await store.endVersion(tx, change.known.versionId, change.validTo)
  for (const change of corrected) await store.correctVersion(tx, change.known.versionId, change.wanted)
  await store.saveVersions(tx, added)
  const succeeded = []
  for (const { from, to, ...succession } of content.value.successions) {
    const isNew = await store.saveSuccession(tx, { fromKey: from, toKey: to, ...succession })
    if (isNew) succeeded.push({ from, to, ...succession })
  }
  if (added.length + corrected.length + ended.length + succeeded.length > 0) {
    await record(tx, at, null, [
      {
        kind: agencyEntries.changed,
        occurredAt: at,
        actor: { kind: 'system', id: 'content' },
        payload: { file: content.file, hash: content.hash, added, corrected, ended, succeeded },
      },
    ])
  }
  return {
    added: added.map((version) => version.key),
    corrected: corrected.map((change) => change.known.key),
    ended: ended.map((change) => change.known.key),
  }
}

/** The agency with its name of that day, or, without a day, its last. Problem 'agencies.missing'. */
export async function getAgency(db: Db, id: string, on?: LocalDate): Promise<Agency> {
  const agency = on === undefined ? await store.findLast(db, id) : await store.findOn(db, id, on)
  if (!agency) throw new Problem('missing', 'agencies.missing', { meta: { id, ...(on && { on }) } })
  return agency
}

/** The agency that content knows by a key, with its last name. */
export async function findAgencyByKey(db: Db, key: string): Promise<Agency | undefined> {
  return await store.findLastByKey(db, key)
}

/** The agencies in force on a day, the province's first; of some kinds only, if given. */
export async function listAgencies(
  db: Db,
  on: LocalDate,
  kinds?: readonly AgencyKind[],
): Promise<readonly Agency[]> {
  const agencies = await store.listOn(db, on)
  return kinds === undefined ? agencies : agencies.filter(({ kind }) => kinds.includes(kind))
}

/** Every agency of the past and of this day, each as it was last by then: whose cases are counted though it is no more. */
export async function listAgenciesBegun(db: Db, by: LocalDate): Promise<readonly Agency[]> {
  return await store.listBegun(db, by)
}

/** The ids of every agency that there ever was or will be. */
export async function listAgencyIds(db: Db): Promise<readonly string[]> {
  return await store.listIds(db)
}

/** Those among these agencies that are in force on a day. */
export async function listAgenciesByIds(
  db: Db,
  ids: readonly string[],
  on: LocalDate,
): Promise<readonly Agency[]> {
  return await store.listOnByIds(db, ids, on)
}

/** The names of agencies by id, each as it was last. */
export async function listAgencyNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  return new Map((await store.listLastNames(db, ids)).map(({ id, name }) => [id, name]))
}

/** The ids of those who carry on an agency's duties on a day, through any number of reorganisations; its own while it stands. */
export async function successorsOf(db: Db, id: string, on: LocalDate): Promise<readonly string[]> {
  return successors(id, await store.listSuccessions(db), on)
}

/** The agencies that the visitor administers on a day. */
export async function administeredAgencies(
  db: Db,
  visitor: Administrator,
  on: LocalDate,
): Promise<AdministeredAgencies> {
  return administeredBy(visitor, await store.listOn(db, on))
}

/** What somebody leads on a day: agencies, the own first, or null for the whole province; nothing is asked where no leading role is held. */
export async function ledAgencies(
  db: Db,
  holder: Administrator,
  on: LocalDate,
): Promise<readonly string[] | null> {
  if (!holder.roles.some(({ role }) => role === 'leader')) return []
  return ledBy(holder, await store.listOn(db, on))
}

/** The agencies in force on a day as anybody sees them, each with its area's name of that day. */
export async function listPublicAgencies(db: Db, on: LocalDate, kind?: AgencyKind): Promise<PublicAgency[]> {
  const areas = new Map((await listAreas(db, on)).map((area) => [area.id, area]))
  const agencies = await listAgencies(db, on, kind && [kind])
  return agencies.map((agency) => {
    const area = agency.areaId === null ? undefined : areas.get(agency.areaId)
    return {
      id: agency.id,
      name: agency.name,
      kind: agency.kind,
      level: agency.level,
      code: agency.code,
      codeStatus: agency.codeStatus,
      counter: agency.counter,
      parentId: agency.parentId,
      area: area === undefined ? null : { code: area.code, name: area.name },
    }
  })
}

/** The communes and wards on a day, each with the agency that serves it. */
export async function listPublicCommunes(db: Db, on: LocalDate): Promise<PublicCommune[]> {
  const agencies = await listAgencies(db, on, ['commune-committee'])
  const agencyOf = new Map(agencies.map((agency) => [agency.areaId, agency.id]))
  return (await listCommunes(db, on)).map((area) => ({
    ...showArea(area),
    agencyId: agencyOf.get(area.id) ?? null,
  }))
}

const sameParts = ['code', 'codeStatus', 'name', 'kind', 'level', 'areaId', 'counter', 'source'] as const

async function areaIds(
  db: Db,
  days: readonly LocalDate[],
): Promise<ReadonlyMap<LocalDate, ReadonlyMap<string, string>>> {
  const found = new Map<LocalDate, ReadonlyMap<string, string>>()
  for (const day of new Set(days)) {
    found.set(day, new Map((await listAreas(db, day)).map((area) => [area.key, area.id])))
  }
  return found
}
