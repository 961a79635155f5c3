import { localDateOf } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Database, Db } from '../../../platform/db/index.ts'
import type { CitizenVisitor, OfficerVisitor } from '../../../platform/http/index.ts'
import { recordReadings } from '../../../platform/ledger/index.ts'
import { listAgencies, listAgencyNames } from '../../agencies/index.ts'
import { listPersons } from '../../people/index.ts'
import { getVersion } from '../../procedures/index.ts'
import { maySeeWhose, scopeOf } from '../access.ts'
import type { DossierState, MyDossiers, WorkItem, WorkList, WorkQuery } from '../contract.ts'
import { listDossiersOf } from '../store/dossier.ts'
import { listDrafts } from '../store/drafts.ts'
import { listWork, noteListed, type WorkRow } from '../store/lists.ts'
import { draftShown } from './drafting.ts'
import { maskName } from './masking.ts'
import type { DossierParts } from './parts.ts'

const TO_BE_DONE: readonly DossierState[] = ['submitted', 'processing', 'awaiting-supplement', 'finished']

/**
 * An officer's work by deadline. Of the applicants it shows the name alone, which is a look at their data: recorded before the answer
 * leaves, once for each dossier and day. Who only leads sees the names masked.
 */
export async function readWorkList(
  { database, clock }: DossierParts,
  visitor: OfficerVisitor,
  query: WorkQuery,
): Promise<WorkList> {
  const limit = query.limit ?? 50
  const inScope = scopeOf(visitor)
  const agencies = inScope ?? (await provincialAgencies(database, clock()))
  const asked = query.agencyId
  const rows = await listWork(database, {
    agencies: asked === undefined ? agencies : agencies.filter((id) => id === asked),
    states: query.state === undefined ? TO_BE_DONE : [query.state],
    rolesAt: visitor.roles,
    mineOnly: query.mine ?? false,
    after: query.after === undefined ? null : cursorOf(query.after),
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  await recordListed(database, visitor, page, clock())
  return {
    items: await itemsOf(database, visitor, page),
    next: rows.length > limit && last !== undefined ? `${last.listedAt}|${last.id}` : null,
  }
}

async function recordListed(
  database: Database,
  visitor: OfficerVisitor,
  rows: readonly WorkRow[],
  at: Date,
): Promise<void> {
  const { officerId } = visitor
  const shown = rows.flatMap((row) =>
    row.applicantId === null || !showsName(visitor, row)
      ? []
      : [{ id: row.id, applicantId: row.applicantId }],
  )
  if (shown.length === 0) return
  await database.transact(async (tx) => {
    const ids = shown.map(({ id }) => id)
    const isNew = await noteListed(tx, officerId, ids, localDateOf(at))
    await recordReadings(
      tx,
      shown
        .filter(({ id }) => isNew.has(id))
        .map(({ id, applicantId }) => ({
          reader: { kind: 'officer', id: officerId },
          personId: applicantId,
          purpose: 'work.listed',
          caseId: id,
          fields: ['name'],
          at,
        })),
    )
  })
}

const showsName = (visitor: OfficerVisitor, { receivingAgencyId, agencyId }: WorkRow): boolean =>
  maySeeWhose(visitor, { receivingAgencyId, competentAgencyId: agencyId })

/** What the province itself works on: dossiers taken in from elsewhere are looked at, not worked on. */
async function provincialAgencies(db: Db, at: Date): Promise<readonly string[]> {
  const agencies = await listAgencies(db, localDateOf(at))
  return agencies.filter(({ level }) => level !== 'outside').map(({ id }) => id)
}

function cursorOf(text: string): { listedAt: string; id: string } {
  const [listedAt, id, ...more] = text.split('|')
  const isInstant = listedAt !== undefined && /^(infinity|[0-9 :.+-]{19,40})$/.test(listedAt)
  const isId = id !== undefined && /^[0-9a-f-]{36}$/.test(id)
  if (!isInstant || !isId || more.length > 0) {
    throw new Problem('invalid', 'dossiers.cursor-malformed', {
      fields: [{ path: '/after', code: 'format' }],
    })
  }
  return { listedAt, id }
}

async function itemsOf(db: Db, visitor: OfficerVisitor, rows: readonly WorkRow[]): Promise<WorkItem[]> {
  const persons = await listPersons(db, [...new Set(rows.flatMap(({ applicantId }) => applicantId ?? []))])
  const nameOf = new Map(persons.map(({ id, name }) => [id, name]))
  const nameShown = (row: WorkRow): string | null => {
    const name = row.applicantId === null ? undefined : nameOf.get(row.applicantId)
    if (name === undefined) return null
    return showsName(visitor, row) ? name : maskName(name)
  }
  const agencies = await listAgencyNames(db, [...new Set(rows.map(({ agencyId }) => agencyId))])
  const versions = versionsOf(db)
  return Promise.all(
    rows.map(async (row): Promise<WorkItem> => {
      const version = await versions(row.procedureVersionId)
      return {
        id: row.id,
        code: row.code,
        procedure: version.code,
        procedureName: version.declaration.name,
        applicantName: nameShown(row),
        agencyName: agencies.get(row.agencyId) ?? '',
        state: row.state,
        channel: row.channel,
        submittedAt: row.submittedAt.toISOString(),
        acceptedAt: row.acceptedAt?.toISOString() ?? null,
        dueAt: row.dueAt?.toISOString() ?? null,
        dueBasis: row.dueBasis,
        waitingFor: waitingFor(visitor, row),
      }
    }),
  )
}

/** Each version asked for once, however many rows are under it. */
function versionsOf(db: Db): (id: string) => ReturnType<typeof getVersion> {
  const asked = new Map<string, ReturnType<typeof getVersion>>()
  return (id) => {
    const known = asked.get(id) ?? getVersion(db, id)
    asked.set(id, known)
    return known
  }
}

function waitingFor({ roles }: OfficerVisitor, row: WorkRow): WorkItem['waitingFor'] {
  const holds = (role: string | null, agencyId: string | null) =>
    roles.some((held) => held.role === role && held.agencyId === agencyId)
  switch (row.state) {
    case 'submitted':
      return { name: 'accept', role: 'reception', mine: holds('reception', row.receivingAgencyId) }
    case 'finished':
      return { name: 'release', role: 'reception', mine: holds('reception', row.receivingAgencyId) }
    case 'awaiting-supplement':
      return { name: 'supplement', role: null, mine: false }
    case 'processing':
      return row.stepName === null
        ? null
        : { name: row.stepName, role: row.stepRole, mine: holds(row.stepRole, row.stepAgencyId) }
    case 'refused':
    case 'released':
      return null
  }
}

/** What the citizen who asks has begun and has submitted, newest first. */
export async function readMyDossiers(
  { database }: DossierParts,
  visitor: CitizenVisitor,
): Promise<MyDossiers> {
  const [drafts, dossiers] = await Promise.all([
    listDrafts(database, visitor.personId),
    listDossiersOf(database, visitor.personId, 100),
  ])
  const agencies = await listAgencyNames(database, [
    ...new Set(dossiers.map(({ competentAgencyId }) => competentAgencyId)),
  ])
  const versions = versionsOf(database)
  return {
    drafts: await Promise.all(drafts.map((draft) => draftShown(database, draft))),
    dossiers: await Promise.all(
      dossiers.map(async (dossier) => ({
        id: dossier.id,
        code: dossier.code,
        procedureName: (await versions(dossier.procedureVersionId)).declaration.name,
        agencyName: agencies.get(dossier.competentAgencyId) ?? '',
        state: dossier.state,
        submittedAt: dossier.submittedAt.toISOString(),
        dueAt: dossier.dueAt?.toISOString() ?? null,
      })),
    ),
  }
}
