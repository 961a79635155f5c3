import type { Clock } from '../../../kernel/clock.ts'
import { addDays, instantOf, localDateOf, monthOf, type LocalDate } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import { closeDay, definitionName, listDefinitions as listCounted } from '../../../platform/cells/index.ts'
import type { Database, Db } from '../../../platform/db/index.ts'
import { listAgenciesBegun, listAgencyIds, type Agency } from '../../agencies/index.ts'
import type { FiguresQuery, IndicatorDefinition } from '../contract.ts'
import { periodOf, type Period } from '../domain.ts'
import { listDefinitions, type DefinitionVersion } from '../store.ts'

/** The agencies whose figures may be read; null for those of the whole province. */
export type Scope = readonly string[] | null

/** What is asked for, made certain: which days, whose, narrowed to what, and as known when. */
export interface Reading {
  readonly period: Period
  readonly at: Date
  readonly asOf: Date
  readonly asRecordedOn: LocalDate | null
  /** The days on which series were counted in from dossiers that were there before; read for a past state of knowledge only. */
  readonly countedIn: ReadonlyMap<string, LocalDate>
  /** Also those that are no more: what they had is counted still. */
  readonly agencies: readonly Agency[]
  /** Where the whole province is asked about: the agencies that are not among these. */
  readonly except: readonly string[] | null
  readonly agency: { readonly id: string; readonly name: string } | null
  /** Not of this agency alone, but of all that its leader leads. */
  readonly withThoseUnder: boolean
  readonly procedure: string | null
  readonly channel: string | null
}

/** A past day is closed before it is first read as it was known then, so that it can never be known otherwise. Problem 'indicators.day-not-closed'. */
export async function closeAsked(
  database: Database,
  clock: Clock,
  day: LocalDate | undefined,
): Promise<void> {
  if (day === undefined) return
  if (day >= localDateOf(clock())) {
    throw new Problem('invalid', 'indicators.day-not-closed', { meta: { day } })
  }
  await closeDay(database, clock, day)
}

/** Problems 'agencies.missing', also for one outside the scope; 'indicators.month-to-come'. */
export async function readingOf(db: Db, at: Date, query: FiguresQuery, scope: Scope): Promise<Reading> {
  const today = localDateOf(at)
  const asRecordedOn = query.asRecordedOn ?? null
  const known = asRecordedOn ?? today
  const period = periodOf(query.month ?? monthOf(known), known)
  const asked = query.agencyId
  const [all, ids] = await Promise.all([
    listAgenciesBegun(db, period.to),
    asked === undefined && scope === null ? listAgencyIds(db) : null,
  ])
  const within = scope === null ? all : all.filter(({ id }) => scope.includes(id))
  const agencies =
    asked === undefined
      ? within.filter(({ level }) => level !== 'outside')
      : within.filter(({ id }) => id === asked)
  const whose = asked ?? scope?.[0]
  const only = agencies.find(({ id }) => id === whose)
  if (whose !== undefined && only === undefined) throw new Problem('missing', 'agencies.missing')
  return {
    period,
    at,
    asOf: asRecordedOn === null ? at : endOf(asRecordedOn),
    asRecordedOn,
    countedIn: asRecordedOn === null ? new Map() : await countedInDays(db),
    agencies,
    except: ids?.filter((id) => !agencies.some((agency) => agency.id === id)) ?? null,
    agency: only === undefined ? null : { id: only.id, name: only.name },
    withThoseUnder: only !== undefined && agencies.length > 1,
    procedure: query.procedure ?? null,
    channel: query.channel ?? null,
  }
}

async function countedInDays(db: Db): Promise<ReadonlyMap<string, LocalDate>> {
  const series = await listCounted(db)
  return new Map(
    series.flatMap((one) =>
      one.countedTo === null || one.readyAt === null ? [] : [[definitionName(one), localDateOf(one.readyAt)]],
    ),
  )
}

/** Whether an agency stands at the end of what is counted. */
export function stands({ period }: Reading, { validTo }: Agency): boolean {
  return validTo === null || period.to < validTo
}

/** The definitions as they were known then. */
export function definitionsOf(
  db: Db,
  { asRecordedOn, asOf }: Reading,
): Promise<readonly DefinitionVersion[]> {
  return listDefinitions(db, asRecordedOn === null ? null : asOf)
}

/** Problems 'indicators.missing', 'indicators.no-data-yet' with what is missing. */
export async function getComputed(db: Db, reading: Reading, key: string): Promise<IndicatorDefinition> {
  const found = (await definitionsOf(db, reading)).find((one) => one.key === key)
  if (found === undefined) throw new Problem('missing', 'indicators.missing', { meta: { key } })
  if (found.definition.state !== 'computed') {
    throw new Problem('conflict', 'indicators.no-data-yet', {
      meta: { key, missing: found.definition.missing },
    })
  }
  return found.definition
}

/** The first instant after a local day. */
export const endOf = (day: LocalDate) => instantOf(addDays(day, 1), '00:00')
