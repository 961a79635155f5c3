import { listSteps } from '../../modules/dossiers/index.ts'
import type { Database } from '../../platform/db/index.ts'
import { getLogHeader } from './replay.ts'
import { listCases } from './store.ts'
import type { XesCase, XesEvent } from './xes/model.ts'
import { writeXes } from './xes/write.ts'

const PAGE = 200

/** A taken-in log as XES again, case by case in its order, those set apart included: equal event by event. Problem 'event-log.missing'. */
export async function* exportLog(database: Database, name: string, remark?: string): AsyncGenerator<string> {
  yield* writeXes(await getLogHeader(database, name), casesOf(database, name), remark)
}

async function* casesOf(database: Database, name: string): AsyncGenerator<XesCase> {
  let after = 0
  for (;;) {
    const page = await listCases(database, name, after, PAGE)
    for (const { attributes, events, dossierId } of page) {
      yield { attributes, events: events ?? (dossierId === null ? [] : await eventsOf(database, dossierId)) }
    }
    if (page.length < PAGE) return
    after = page.at(-1)?.ordinal ?? after
  }
}

async function eventsOf(database: Database, dossierId: string): Promise<readonly XesEvent[]> {
  const steps = await listSteps(database, dossierId)
  return steps.map(({ sourceEvent }) => sourceEvent as XesEvent)
}
