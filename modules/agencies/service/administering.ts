import type { Clock } from '../../../kernel/clock.ts'
import { localDateOf, type LocalDate } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import { foldVietnamese } from '../../../kernel/vietnamese.ts'
import type { Db, Transactional, Tx } from '../../../platform/db/index.ts'
import type { OfficerVisitor } from '../../../platform/http/index.ts'
import { record } from '../../../platform/ledger/index.ts'
import { listAreas, type StoredArea } from '../../territory/index.ts'
import { administers, mayShape } from '../access.ts'
import {
  agencyEntries,
  type AdministeredAgencyList,
  type AgenciesQuery,
  type AgencyChange,
  type AgencyPage,
  type AgencyState,
  type NewAgency,
} from '../contract.ts'
import { changeFrom, levelOf, mayStandUnder } from '../domain.ts'
import * as store from '../store/agencies.ts'
import type { Agency, NewVersion } from '../store/agencies.ts'
import { administeredAgencies, listAgencyNames } from './lists.ts'

/** What administering agencies works with; wired once in main. */
export interface AgencyParts {
  readonly database: Transactional
  readonly clock: Clock
}

/** The agencies administered that are in force on a day, found by name or code. */
export async function listAdministeredAgencies(
  { database, clock }: AgencyParts,
  visitor: OfficerVisitor,
  query: AgenciesQuery,
): Promise<AdministeredAgencyList> {
  return database.snapshot(async (db) => {
    const today = localDateOf(clock())
    const on = query.on ?? today
    const administered = await administeredAgencies(db, visitor, today)
    const wanted = foldVietnamese(query.find ?? '')
    const found = (await store.listOn(db, on)).filter(
      ({ id, name, code, kind, parentId }) =>
        administers(administered, id) &&
        foldVietnamese(`${name} ${code ?? ''}`).includes(wanted) &&
        (query.kind === undefined || kind === query.kind) &&
        (query.parentId === undefined || parentId === query.parentId),
    )
    const shown = await stateIn(db, found, on)
    return { on, items: found.map((agency) => ({ id: agency.id, state: shown(agency) })) }
  })
}

/** An agency with all its versions. Problem 'agencies.missing', also for one that is not administered. */
export async function readAgency(
  { database, clock }: AgencyParts,
  visitor: OfficerVisitor,
  id: string,
): Promise<AgencyPage> {
  return database.snapshot((db) => pageOf(db, visitor, id, localDateOf(clock())))
}

/** As the visitor sees it on a day. Problem 'agencies.missing'. */
export async function pageOf(
  db: Db,
  visitor: OfficerVisitor,
  id: string,
  on: LocalDate,
): Promise<AgencyPage> {
  const [administered, versions, all, successions] = await Promise.all([
    administeredAgencies(db, visitor, on),
    store.listVersionsOf(db, id),
    store.listOn(db, on),
    store.listSuccessions(db),
  ])
  const current = all.find((agency) => agency.id === id) ?? versions.at(-1)
  if (current === undefined || !isSeen(administered, current))
    throw new Problem('missing', 'agencies.missing')
  const shown = await stateIn(db, versions, on)
  const links = successions.filter(({ from, to }) => from === id || to === id)
  const names = await listAgencyNames(db, [...new Set(links.flatMap(({ from, to }) => [from, to]))])
  const linked = (one: 'from' | 'to', other: 'from' | 'to') =>
    links
      .filter((link) => link[one] === id)
      .map((link) => ({ id: link[other], name: names.get(link[other]) ?? '', on: link.effectiveOn }))
  const isParentAdministered = current.parentId !== null && administers(administered, current.parentId)
  return {
    id,
    revision: current.revision,
    state: shown(current),
    versions: versions.toReversed().map(shown),
    children: all
      .filter(({ parentId }) => parentId === id)
      .map((child) => ({ id: child.id, name: child.name, kind: child.kind })),
    successors: linked('from', 'to'),
    predecessors: linked('to', 'from'),
    mayChange: mayShape(visitor, current.kind, isParentAdministered),
    mayAddUnit: mayShape(visitor, 'unit', administers(administered, id)),
  }
}

/** A unit that begins later is in no list of today, yet its agency's administrator sees it. */
function isSeen(administered: Parameters<typeof administers>[0], { id, parentId }: Agency): boolean {
  return administers(administered, id) || (parentId !== null && administers(administered, parentId))
}

async function stateIn(
  db: Db,
  agencies: readonly Agency[],
  on: LocalDate,
): Promise<(agency: Agency) => AgencyState> {
  const [names, areas] = await Promise.all([
    listAgencyNames(db, [...new Set(agencies.flatMap(({ parentId }) => parentId ?? []))]),
    listAreas(db, on),
  ])
  const areaOf = new Map(areas.map((area) => [area.id, area]))
  return (agency) => {
    const { name, kind, level, code, codeStatus, parentId, areaId, counter, source, validFrom, validTo } =
      agency
    const area = areaId === null ? undefined : areaOf.get(areaId)
    return {
      name,
      kind,
      level,
      code,
      codeStatus,
      parent: parentId === null ? null : { id: parentId, name: names.get(parentId) ?? '' },
      area: area === undefined ? null : { code: area.code, name: area.name },
      counter,
      source,
      validFrom,
      validTo,
    }
  }
}

/** Makes an agency or a unit of one, from today on at the earliest. */
export async function addAgency(
  { database, clock }: AgencyParts,
  visitor: OfficerVisitor,
  input: NewAgency,
): Promise<AgencyPage> {
  const at = clock()
  return database.transact(async (tx) => {
    const { id, key } = await store.saveNewAgency(tx)
    const told = await toldBy(tx, visitor, { id, key, input, today: localDateOf(at) })
    await refuseTakenCode(tx, told, null)
    await store.saveVersions(tx, [told])
    await record(tx, at, id, [
      {
        kind: agencyEntries.added,
        occurredAt: at,
        actor: { kind: 'officer', id: visitor.officerId },
        agencyId: id,
        payload: { ...told, basis: input.basis },
      },
    ])
    return pageOf(tx, visitor, id, localDateOf(at))
  })
}

/** An agency is something else from a day on; until then it stays what it was. Problem 'agencies.agency-changed' {revision}. */
export async function changeAgency(
  { database, clock }: AgencyParts,
  visitor: OfficerVisitor,
  id: string,
  { revision, ...input }: AgencyChange,
): Promise<AgencyPage> {
  const at = clock()
  const today = localDateOf(at)
  return database.transact(async (tx) => {
    await store.lockAgency(tx, id)
    const page = await pageOf(tx, visitor, id, today)
    if (!page.mayChange) throw new Problem('forbidden', 'agencies.kind-not-yours')
    if (page.revision !== revision) {
      throw new Problem('conflict', 'agencies.agency-changed', { meta: { revision: page.revision } })
    }
    const versions = await store.listVersionsOf(tx, id)
    const change = changeFrom(versions, input.from)
    const { key } = change.known
    const told = { ...(await toldBy(tx, visitor, { id, key, input, today })), validTo: change.known.validTo }
    await refuseTakenCode(tx, told, id)
    if (change.kind === 'correct') await store.correctVersion(tx, change.known.versionId, told)
    else {
      await store.endVersion(tx, change.known.versionId, input.from)
      await store.saveVersions(tx, [told])
    }
    await store.raiseRevision(tx, id)
    await record(tx, at, id, [
      {
        kind: agencyEntries.versioned,
        occurredAt: at,
        actor: { kind: 'officer', id: visitor.officerId },
        agencyId: id,
        payload: { ...told, basis: input.basis },
      },
    ])
    return pageOf(tx, visitor, id, today)
  })
}

async function refuseTakenCode(tx: Tx, version: NewVersion, exceptId: string | null): Promise<void> {
  const { code, validFrom, validTo } = version
  if (code === null || !(await store.isCodeTaken(tx, code, validFrom, validTo, exceptId))) return
  throw invalid('agencies.code-taken', '/code')
}

/** The version that the input tells of, checked against what is in force on its first day. */
async function toldBy(
  tx: Tx,
  visitor: OfficerVisitor,
  {
    id,
    key,
    input,
    today,
  }: { readonly id: string; readonly key: string; readonly input: NewAgency; readonly today: LocalDate },
): Promise<NewVersion> {
  const { kind, parentId, code = null, areaCode, counter = null, from, basis } = input
  if (from < today) throw invalid('agencies.day-past', '/from')
  const [administered, agencies] = await Promise.all([
    administeredAgencies(tx, visitor, today),
    store.listOn(tx, from),
  ])
  const parent = agencies.find((agency) => agency.id === parentId)
  const isParentMissing = parentId === undefined ? kind === 'unit' : parent === undefined
  if (isParentMissing || (parentId !== undefined && !mayStandUnder(id, parentId, agencies))) {
    throw invalid('agencies.parent-unfit', '/parentId')
  }
  if (!mayShape(visitor, kind, parent !== undefined && administers(administered, parent.id))) {
    throw new Problem('forbidden', 'agencies.kind-not-yours')
  }
  return {
    key,
    code,
    codeStatus: code === null ? 'unpublished' : input.codeStatus === 'official' ? 'official' : 'provisional',
    name: input.name.normalize('NFC').trim(),
    kind,
    level: levelOf(kind, parent?.level ?? null),
    parent: parent?.key ?? null,
    areaId:
      areaCode === undefined
        ? kind === 'unit'
          ? (parent?.areaId ?? null)
          : null
        : (await areaBy(tx, areaCode, from)).id,
    counter: counter === null ? null : counter.normalize('NFC').trim(),
    source: basis.normalize('NFC').trim(),
    validFrom: from,
    validTo: null,
  }
}

async function areaBy(db: Db, code: string, on: LocalDate): Promise<StoredArea> {
  const area = (await listAreas(db, on)).find((one) => one.code === code)
  if (area === undefined) throw invalid('agencies.area-missing', '/areaCode')
  return area
}

function invalid(code: string, path: string): Problem {
  return new Problem('invalid', code, { fields: [{ path, code }] })
}
