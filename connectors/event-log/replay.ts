import type { Clock } from '../../kernel/clock.ts'
import { Problem } from '../../kernel/problem.ts'
import { takeInDossier } from '../../modules/dossiers/index.ts'
import type { Channel, Declaration } from '../../modules/procedures/index.ts'
import type { Database } from '../../platform/db/index.ts'
import type { LogSummary } from './contract.ts'
import { declareLog, type DeclaredLog } from './declaration.ts'
import { readCase, type ReadCase } from './lived.ts'
import { findCase, findLog, saveCase, saveLog } from './store.ts'
import { summariseLog } from './summary.ts'
import type { XesCase, XesHeader } from './xes/model.ts'
import { readXes } from './xes/read.ts'

export interface Replay {
  readonly database: Database
  readonly clock: Clock
  readonly contentFolder: string
  readonly path: string
  /** Under which declaration; the folder's name in event-logs/. */
  readonly name: string
  readonly progress: (done: number, of: number) => void
}

/**
 * Takes a log's cases in as dossiers that lived at their own time; a second run changes nothing. The file is read whole
 * before the first case is taken in, so that one cut in half leaves nothing. Problems 'event-log.*'.
 */
export async function replayLog(replay: Replay): Promise<LogSummary> {
  const { database, clock, contentFolder, path, name, progress } = replay
  const { header, count } = await surveyLog(path)
  const declared = await declareLog(database, clock(), contentFolder, name)
  const { title, source } = declared.declaration
  await saveLog(database, {
    key: name,
    title,
    source,
    agencyId: declared.agencyId,
    header,
    takenInAt: clock(),
  })
  const keys = new Set<string>()
  const changed: string[] = []
  let ordinal = 0
  for await (const item of readXes(path)) {
    if (item.kind !== 'case') continue
    ordinal += 1
    const lived = readCase(item.case, declared.declaration, keys)
    keys.add(lived.key)
    const there = await findCase(database, name, ordinal)
    if (there === undefined) await takeCaseIn(replay, declared, ordinal, item.case, lived)
    else if (there.hash !== lived.hash) changed.push(lived.key)
    progress(ordinal, count)
  }
  if (changed.length > 0) {
    throw new Problem('conflict', 'event-log.case-changed', {
      meta: { log: name, cases: changed.slice(0, 20), count: changed.length },
    })
  }
  return summariseLog(database, name)
}

async function surveyLog(path: string): Promise<{ header: XesHeader; count: number }> {
  let header: XesHeader | undefined
  let count = 0
  for await (const item of readXes(path)) {
    if (item.kind === 'header') header = item.header
    else count += 1
  }
  if (header === undefined) throw new Problem('invalid', 'event-log.not-xes')
  return { header, count }
}

async function takeCaseIn(
  { database, clock, name }: Replay,
  { declaration, agencyId, version }: DeclaredLog,
  ordinal: number,
  one: XesCase,
  lived: ReadCase,
): Promise<void> {
  const { key: caseKey, channel, hash } = lived
  const { attributes } = one
  const stored = { ordinal, caseKey, channel, attributes, hash, eventCount: one.events.length }
  if (lived.heldBack !== null) {
    const { heldBack } = lived
    await saveCase(database, name, {
      ...stored,
      dossierId: null,
      closed: false,
      endedAt: null,
      onTime: null,
      heldBack,
      events: one.events,
    })
    return
  }
  const { startedAt, endedAt, statedDueAt, steps } = lived
  const { dossierId, onTime } = await takeInDossier(
    { database, clock },
    {
      source: name,
      sourceKey: caseKey,
      code: `${name}:${caseKey}`,
      procedureVersionId: version.id,
      caseKey: declaration.case,
      channel: knownChannel(version.declaration, channel),
      agencyId,
      startedAt,
      endedAt,
      statedDueAt,
    },
    steps,
  )
  await saveCase(database, name, {
    ...stored,
    dossierId,
    closed: endedAt !== null,
    endedAt,
    onTime,
    heldBack: null,
    events: null,
  })
}

/** The log's word for a channel as one of ours, only where the declaration says so; otherwise it stays unknown. */
function knownChannel({ sourceChannels }: Declaration, channel: string | null): Channel | null {
  return channel === null ? null : (sourceChannels?.[channel] ?? null)
}

/** Problem 'event-log.missing' for a log that was never taken in. */
export async function getLogHeader(database: Database, name: string): Promise<XesHeader> {
  const log = await findLog(database, name)
  if (log === undefined) throw new Problem('missing', 'event-log.missing', { meta: { name } })
  return log.header
}
