import type { Clock } from '../../../kernel/clock.ts'
import { localDateOf, type LocalDate } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import { checkCalendar, spansOn, type WorkCalendar } from '../../../kernel/working-time/index.ts'
import type { Db, Transactional, Tx } from '../../../platform/db/index.ts'
import type { OfficerVisitor } from '../../../platform/http/index.ts'
import { record, type Actor } from '../../../platform/ledger/index.ts'
import { administeredAgencies, administers, getAgency, listAgencyNames } from '../../agencies/index.ts'
import { mayEnter } from '../access.ts'
import {
  calendarEntries,
  type CalendarList,
  type CalendarSummary,
  type CalendarYear,
  type ExceptionInput,
} from '../contract.ts'
import { daysOf, exceptionFrom, keepByHand } from '../domain.ts'
import * as store from '../store/calendars.ts'
import { assignCalendar, reviseFollowing } from './calendars.ts'

/** What administering calendars works with; wired once in main. */
export interface CalendarParts {
  readonly database: Transactional
  readonly clock: Clock
}

export async function listCalendars({ database }: CalendarParts): Promise<CalendarList> {
  return database.snapshot(async (db) => ({ items: await summaries(db, await store.listRevisions(db)) }))
}

async function summaries(db: Db, revisions: readonly store.Revision[]): Promise<CalendarSummary[]> {
  const [assignments, calendars] = await Promise.all([
    store.listAllAssignments(db),
    Promise.all(revisions.map((revision) => store.getCalendar(db, revision))),
  ])
  const names = await listAgencyNames(
    db,
    assignments.flatMap(({ agencyId }) => agencyId ?? []),
  )
  return revisions.map(({ key, name, number, basedOn }, index) => ({
    key,
    name,
    revision: number,
    coveredFrom: calendars[index]?.coveredFrom ?? '',
    coveredTo: calendars[index]?.coveredTo ?? '',
    basedOn,
    users: assignments
      .filter((one) => one.key === key)
      .map(({ agencyId, validFrom, validTo }) => ({
        agency: agencyId === null ? null : { id: agencyId, name: names.get(agencyId) ?? '' },
        from: validFrom,
        to: validTo,
      })),
  }))
}

/** A calendar's year, day by day, with the source of each exception. Problem 'calendars.missing'. */
export async function readYear(
  { database, clock }: CalendarParts,
  visitor: OfficerVisitor,
  key: string,
  asked?: number,
): Promise<CalendarYear> {
  const year = asked ?? Number(localDateOf(clock()).slice(0, 4))
  return database.snapshot(async (db) => yearOf(db, visitor, key, year))
}

async function yearOf(db: Db, visitor: OfficerVisitor, key: string, year: number): Promise<CalendarYear> {
  const revision = await revisionOf(db, key)
  const [calendar, byHand, [summary]] = await Promise.all([
    store.getCalendar(db, revision),
    store.listByHand(db, revision.id),
    summaries(db, [revision]),
  ])
  if (summary === undefined) throw new Error(`the calendar ${key} has no summary`)
  const entered = new Set(byHand.map(({ date }) => date))
  return {
    calendar: summary,
    year,
    days: [...daysOf(calendar, year, entered)],
    mayEnterForAll: mayEnter(visitor, null, false),
  }
}

async function revisionOf(db: Db, key: string): Promise<store.Revision> {
  const revision = await store.findRevision(db, key)
  if (revision === undefined) throw new Problem('missing', 'calendars.missing', { meta: { calendar: key } })
  return revision
}

/**
 * Enters what a day is, for all who work by the calendar or for one agency, which from then on has a calendar of its own that
 * follows the other. Due dates that are counted already do not move. Problems 'calendars.not-yours', 'calendars.calendar-changed'
 * {revision}, 'calendars.exception-unfit', 'calendars.nothing-to-withdraw'.
 */
export async function enterException(
  { database, clock }: CalendarParts,
  visitor: OfficerVisitor,
  key: string,
  input: ExceptionInput,
): Promise<CalendarYear> {
  const at = clock()
  return database.transact(async (tx) => {
    await demandEntitled(tx, visitor, input.agencyId ?? null, localDateOf(at))
    await store.lockCalendar(tx, key)
    const revision = await revisionOf(tx, key)
    if (revision.number !== input.revision) {
      throw new Problem('conflict', 'calendars.calendar-changed', { meta: { revision: revision.number } })
    }
    const actor: Actor = { kind: 'officer', id: visitor.officerId }
    const own =
      input.agencyId === undefined
        ? revision
        : await ownCalendar(tx, at, actor, { revision, agencyId: input.agencyId, input })
    await enter(tx, at, actor, own, input)
    return yearOf(tx, visitor, own.key, Number(input.date.slice(0, 4)))
  })
}

async function demandEntitled(
  db: Db,
  visitor: OfficerVisitor,
  agencyId: string | null,
  today: LocalDate,
): Promise<void> {
  const administered = await administeredAgencies(db, visitor, today)
  const isAdministered = agencyId !== null && administers(administered, agencyId)
  if (!mayEnter(visitor, agencyId, isAdministered)) throw new Problem('forbidden', 'calendars.not-yours')
}

/** The calendar of one agency alone; made when it works by one that others share. */
async function ownCalendar(
  tx: Tx,
  at: Date,
  actor: Actor,
  {
    revision,
    agencyId,
    input,
  }: { readonly revision: store.Revision; readonly agencyId: string; readonly input: ExceptionInput },
): Promise<store.Revision> {
  const today = localDateOf(at)
  const used = await store.findAssignedRevision(tx, agencyId, today)
  if (used?.key !== revision.key) {
    throw new Problem('conflict', 'calendars.calendar-changed', { meta: { calendar: used?.key ?? null } })
  }
  const users = (await store.listAllAssignments(tx)).filter(({ key }) => key === revision.key)
  if (revision.basedOn !== null && users.every((one) => one.agencyId === agencyId)) return revision
  const agency = await getAgency(tx, agencyId, today)
  const key = `${revision.key}-${agency.key}`.slice(0, 80)
  const calendarId = await store.lockCalendar(tx, key)
  if ((await store.findRevision(tx, key)) === undefined) {
    await store.setBase(tx, calendarId, revision.calendarId)
    const calendar = await store.getCalendar(tx, revision)
    await store.saveRevision(tx, {
      calendarId,
      number: 1,
      recordedAt: at,
      description: revision.description,
      contentHash: revision.contentHash,
      calendar: { ...calendar, name: `${revision.name} – ${agency.name}` },
    })
  }
  const validFrom = input.date < today ? input.date : today
  const assignment = { agencyId, calendar: key, validFrom, validTo: null, source: input.basis }
  await assignCalendar(tx, at, actor, assignment)
  return await revisionOf(tx, key)
}

async function enter(
  tx: Tx,
  at: Date,
  actor: Actor,
  revision: store.Revision,
  input: ExceptionInput,
): Promise<void> {
  const name = input.name.normalize('NFC').trim()
  const basis = input.basis.normalize('NFC').trim()
  const [calendar, entered] = await Promise.all([
    store.getCalendar(tx, revision),
    store.listByHand(tx, revision.id),
  ])
  const others = entered.filter(({ date }) => date !== input.date)
  if (input.kind === 'ordinary' && others.length === entered.length) {
    throw new Problem('conflict', 'calendars.nothing-to-withdraw')
  }
  const told = input.kind === 'ordinary' ? [] : [exceptionFrom(calendar, { ...input, name, basis })]
  const kept = [...others, ...told]
  const before =
    input.kind === 'ordinary' ? await store.findTold(tx, revision.calendarId, input.date) : undefined
  const plain = {
    ...calendar,
    exceptions: [
      ...calendar.exceptions.filter(({ date }) => date !== input.date),
      ...(before === undefined ? [] : [before]),
    ],
  }
  const changed = keepByHand(plain, kept)
  refuseUnfit(calendar, changed, input)
  const { calendarId, number, description, contentHash } = revision
  await store.saveRevision(tx, {
    calendarId,
    number: number + 1,
    recordedAt: at,
    description,
    contentHash,
    calendar: changed,
    byHand: kept.map(({ date }) => date),
  })
  await reviseFollowing(tx, at, { calendarId, description, contentHash, calendar: changed })
  await record(tx, at, null, [
    {
      kind: input.kind === 'ordinary' ? calendarEntries.withdrawn : calendarEntries.exception,
      occurredAt: at,
      actor,
      agencyId: input.agencyId ?? null,
      payload: {
        calendar: revision.key,
        number: number + 1,
        date: input.date,
        kind: input.kind,
        name,
        basis,
      },
    },
  ])
}

function refuseUnfit(before: WorkCalendar, after: WorkCalendar, { date, kind }: ExceptionInput): void {
  const fault = checkCalendar(after)[0]
  if (fault !== undefined)
    throw unfit(fault.code === 'outside-cover' ? 'calendars.not-covered' : 'calendars.exception-unfit')
  const hours = spansOn(before, date)
  if (kind === 'rest' && hours.length === 0) throw unfit('calendars.rests-already')
  if (kind === 'work' && hours.length > 0 && sameHours(hours, spansOn(after, date))) {
    throw unfit('calendars.works-already')
  }
}

function sameHours(a: ReturnType<typeof spansOn>, b: ReturnType<typeof spansOn>): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function unfit(code: string): Problem {
  return new Problem('invalid', code, { fields: [{ path: '/date', code }] })
}
