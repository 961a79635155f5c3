import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { localDateOf, type LocalDate } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { WorkCalendar } from '../../../kernel/working-time/index.ts'
import {
  brokenReference,
  contentError,
  gatherContent,
  readContent,
  refuseErrors,
  type Content,
} from '../../../platform/content/index.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { record, type Actor, type NewEntry } from '../../../platform/ledger/index.ts'
import { findAgencyByKey } from '../../agencies/index.ts'
import { CalendarContent, calendarEntries } from '../contract.ts'
import { assign, calendarFaults, calendarOf, keepByHand, type Assignment } from '../domain.ts'
import * as store from '../store/calendars.ts'

const CONTENT: Actor = { kind: 'system', id: 'content' }

/** What a load changed: the keys of the calendars that were new, and of those that got a new revision. */
export interface LoadedCalendars {
  readonly added: readonly string[]
  readonly changed: readonly string[]
}

/** Reads every file of calendars/ in a province's folder. Problem `content.invalid` with every fault and its line. */
export async function readCalendars(folder: string): Promise<readonly Content<CalendarContent>[]> {
  const names = (await readdir(join(folder, 'calendars'))).filter((name) => name.endsWith('.yaml'))
  const contents = await gatherContent(
    names.toSorted().map((name) => readCalendar(join(folder, 'calendars', name), folder)),
  )
  const keys = contents.map(({ value }) => value.key)
  refuseErrors(
    contents.flatMap((content, index) =>
      keys.indexOf(content.value.key) < index
        ? [contentError(content, '/key', 'twice', `another file declares the calendar ${content.value.key}`)]
        : [],
    ),
  )
  return contents
}

/** Reads one file of a calendar; named in errors relative to `root`. Problem `content.invalid`. */
export async function readCalendar(path: string, root?: string): Promise<Content<CalendarContent>> {
  const content = await readContent(path, CalendarContent, root === undefined ? {} : { root })
  refuseErrors(
    calendarFaults(content.value).map((fault) => contentError(content, fault.path, fault.code, fault.code)),
  )
  return content
}

/**
 * Brings the calendars to what the content says: idempotent; a declaration that changed is a new revision, and what was
 * known before stays. Agencies it assigns must be loaded before: Problem `content.invalid` names the line of one that is not.
 */
export async function loadCalendars(
  tx: Tx,
  at: Date,
  contents: readonly Content<CalendarContent>[],
): Promise<LoadedCalendars> {
  const added: string[] = []
  const changed: string[] = []
  for (const content of contents) {
    const { key } = content.value
    const calendarId = await store.lockCalendar(tx, key)
    const last = await store.findRevision(tx, key)
    if (last?.contentHash === content.hash) continue
    const number = (last?.number ?? 0) + 1
    // What was entered by hand stays whatever the declaration says now: content gave the first word.
    const entered = last === undefined ? [] : await store.listByHand(tx, last.id)
    const { description } = content.value
    const calendar = keepByHand(calendarOf(content.value), entered)
    await store.saveRevision(tx, {
      calendarId,
      number,
      recordedAt: at,
      description,
      contentHash: content.hash,
      calendar,
      byHand: entered.map(({ date }) => date),
    })
    await reviseFollowing(tx, at, { calendarId, description, contentHash: content.hash, calendar })
    const { file, hash } = content
    await record(tx, at, null, [
      entry(calendarEntries.changed, CONTENT, at, { key, number, file, hash, content: content.value }),
    ])
    for (const assignment of await assignmentsOf(tx, content, calendarId)) {
      await assignTo(tx, at, CONTENT, key, assignment)
    }
    ;(last ? changed : added).push(key)
  }
  return { added, changed }
}

/** Brings the calendars that follow another to its new revision, each with the exceptions entered for it. */
export async function reviseFollowing(
  tx: Tx,
  at: Date,
  base: Pick<store.NewRevision, 'calendarId' | 'description' | 'contentHash' | 'calendar'>,
): Promise<void> {
  for (const { key } of await store.listFollowing(tx, base.calendarId)) {
    await store.lockCalendar(tx, key)
    const following = await lastRevision(tx, key)
    const entered = await store.listByHand(tx, following.id)
    const { calendarId, number, name } = following
    await store.saveRevision(tx, {
      calendarId,
      number: number + 1,
      recordedAt: at,
      description: base.description,
      contentHash: base.contentHash,
      calendar: keepByHand({ ...base.calendar, name }, entered),
      byHand: entered.map(({ date }) => date),
    })
  }
}

export interface NewAssignment {
  /** Null: the whole province, that is every agency without an assignment of its own. */
  readonly agencyId: string | null
  readonly calendar: string
  readonly validFrom: LocalDate
  readonly validTo: LocalDate | null
  readonly source: string
}

/** Says by which calendar an agency works in some days; on its other days all stays as it was. Problem 'calendars.missing'. */
export async function assignCalendar(tx: Tx, at: Date, actor: Actor, wanted: NewAssignment): Promise<void> {
  const { calendar, ...assignment } = wanted
  const { calendarId } = await lastRevision(tx, calendar)
  await assignTo(tx, at, actor, calendar, { ...assignment, calendarId })
}

/**
 * The calendar an agency works by at an instant, as it is known now: its own, else the province's. A due date is
 * counted to its end by the calendar of its first day. Problem 'calendars.none-assigned' {agencyId, on}.
 */
export async function calendarFor(db: Db, agencyId: string, at: Date): Promise<WorkCalendar> {
  const on = localDateOf(at)
  const revision = await store.findAssignedRevision(db, agencyId, on)
  if (!revision) throw new Problem('missing', 'calendars.none-assigned', { meta: { agencyId, on } })
  return await calendarIn(db, revision)
}

/** The calendar that content knows by a key, as it is known now. Problem 'calendars.missing'. */
export async function getCalendar(db: Db, key: string): Promise<WorkCalendar> {
  return await calendarIn(db, await lastRevision(db, key))
}

// A revision never changes, so what was read of it once is good for ever; due dates are counted at each acceptance.
const revisionsKept = 64
const calendars = new Map<string, WorkCalendar>()

async function calendarIn(db: Db, revision: store.Revision): Promise<WorkCalendar> {
  const known = calendars.get(revision.id)
  if (known) return known
  const calendar = await store.getCalendar(db, revision)
  const [oldest] = calendars.keys()
  if (calendars.size >= revisionsKept && oldest !== undefined) calendars.delete(oldest)
  calendars.set(revision.id, calendar)
  return calendar
}

async function lastRevision(db: Db, key: string): Promise<store.Revision> {
  const revision = await store.findRevision(db, key)
  if (!revision) throw new Problem('missing', 'calendars.missing', { meta: { calendar: key } })
  return revision
}

async function assignmentsOf(
  tx: Tx,
  content: Content<CalendarContent>,
  calendarId: string,
): Promise<readonly Assignment[]> {
  const told = await Promise.all(
    content.value.assignments.map(async ({ agency, validFrom, validTo, source }) => {
      const agencyId = agency === undefined ? null : (await findAgencyByKey(tx, agency))?.id
      return agencyId === undefined
        ? undefined
        : { agencyId, calendarId, validFrom, validTo: validTo ?? null, source }
    }),
  )
  refuseErrors(
    content.value.assignments.flatMap(({ agency }, index) =>
      told[index] === undefined
        ? [brokenReference(content, `/assignments/${index}/agency`, `agency ${agency}`)]
        : [],
    ),
  )
  return told.filter((assignment) => assignment !== undefined)
}

async function assignTo(tx: Tx, at: Date, actor: Actor, calendar: string, wanted: Assignment): Promise<void> {
  const { superseded, added } = assign(await store.listAssignments(tx, wanted.agencyId), wanted)
  if (added.length === 0) return
  await store.supersedeAssignments(
    tx,
    superseded.map(({ id }) => id),
    at,
  )
  await store.saveAssignments(tx, added, at)
  const { agencyId, validFrom, validTo, source } = wanted
  await record(tx, at, null, [
    { ...entry(calendarEntries.assigned, actor, at, { calendar, validFrom, validTo, source }), agencyId },
  ])
}

function entry(kind: string, actor: Actor, occurredAt: Date, payload: NewEntry['payload']): NewEntry {
  return { kind, occurredAt, actor, payload }
}
