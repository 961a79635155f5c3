import { Problem } from '../../../kernel/problem.ts'
import { workingMinutesBetween } from '../../../kernel/working-time/index.ts'
import type { Db } from '../../../platform/db/index.ts'
import { calendarFor } from '../../calendars/index.ts'
import type { Verdict } from '../contract.ts'
import { isProvable, type Dossier, type Supplement } from '../domain.ts'

/** How a dossier stands to its due date by now, as the figures count it; null while nothing is decided or can be proven. */
export async function verdictOf(
  db: Db,
  dossier: Dossier,
  supplements: readonly Supplement[],
  now: Date,
): Promise<Verdict | null> {
  const { lateFrom, finishedAt } = dossier
  if (dossier.acceptedAt === null || !isProvable(dossier)) return null
  const isLate = lateFrom !== null && (finishedAt ?? now) > lateFrom
  if (finishedAt === null && !isLate) return null
  return {
    isLate,
    endedAt: finishedAt?.toISOString() ?? null,
    lateFrom: lateFrom?.toISOString() ?? null,
    cause: causeOf(dossier, supplements),
    workingMinutes: isLate ? await workedSince(db, dossier, lateFrom, finishedAt ?? now) : null,
  }
}

function causeOf(
  { lateFrom, dueAt, acceptedAt }: Dossier,
  supplements: readonly Supplement[],
): Verdict['cause'] {
  const at = lateFrom?.getTime()
  if (at === undefined || at === dueAt?.getTime()) return 'due'
  const requests = supplements.slice(1).map(({ requestedAt }) => requestedAt.getTime())
  const wasAskedTwice = supplements.length > 1 && (requests.includes(at) || at === acceptedAt?.getTime())
  return wasAskedTwice ? 'second-request' : 'earlier-due'
}

async function workedSince(
  db: Db,
  { competentAgencyId }: Dossier,
  from: Date,
  to: Date,
): Promise<number | null> {
  try {
    return workingMinutesBetween(await calendarFor(db, competentAgencyId, from), from, to)
  } catch (error) {
    if (error instanceof Problem && error.code.startsWith('calendars.')) return null
    throw error
  }
}
