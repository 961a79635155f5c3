import type { Clock } from '../../../kernel/clock.ts'
import { newId } from '../../../kernel/ids.ts'
import { countCase } from '../../../platform/cells/index.ts'
import { violated, type Database } from '../../../platform/db/index.ts'
import { record, type NewEntry } from '../../../platform/ledger/index.ts'
import { getVersion } from '../../procedures/index.ts'
import { dossierEntries } from '../contract.ts'
import { isOnTime, takeIn, type Dossier, type LivedCase } from '../domain.ts'
import { countsOf, factOf } from '../fact.ts'
import { findDossierBySource, insertDossier } from '../store/dossier.ts'
import { saveFacts } from '../store/facts.ts'
import { insertSteps, type DossierStep } from '../store/steps.ts'

/** One thing that happened in a lived case; `sourceEvent` is the event as it was read, to be given back equal. */
export interface LivedStep {
  readonly key: string
  readonly name: string
  readonly at: Date
  readonly by: string | null
  readonly sourceEvent: unknown
}

export interface TakenIn {
  readonly dossierId: string
  /** False when the case was there already: taking it in again changes nothing. */
  readonly isNew: boolean
  readonly onTime: boolean | null
}

/**
 * Takes a case in that was lived elsewhere: one declared act, its dossier, steps, ledger entries at their own times and
 * indicator counts in one transaction. Steps after the stated end are kept and flagged 'after-end'.
 */
export async function takeInDossier(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  lived: LivedCase,
  steps: readonly LivedStep[],
): Promise<TakenIn> {
  const there = await findDossierBySource(database, lived.source, lived.sourceKey)
  if (there !== undefined)
    return { dossierId: there.dossier.id, isNew: false, onTime: isOnTime(there.dossier) }
  const at = clock()
  const dossier = takeIn(newId(at.getTime()), lived)
  const version = await getVersion(database, dossier.procedureVersionId)
  const fact = factOf(dossier, version)
  const counts = countsOf(fact)
  const rows = steps.map((step, ordinal) => rowOf(step, ordinal, dossier))
  try {
    await database.transact(async (tx) => {
      await Promise.all([
        insertDossier(tx, dossier, counts),
        insertSteps(tx, dossier.id, rows),
        countCase(tx, clock, [], counts).then((recordedOn) =>
          saveFacts(tx, recordedOn, [{ dossierId: dossier.id, fact }]),
        ),
        record(tx, at, dossier.id, entriesOf(dossier, rows)),
      ])
    })
  } catch (error) {
    if (!violated(error, 'dossier_source_source_key_key')) throw error
    return takeInDossier({ database, clock }, lived, steps)
  }
  return { dossierId: dossier.id, isNew: true, onTime: isOnTime(dossier) }
}

function rowOf(step: LivedStep, ordinal: number, { finishedAt, competentAgencyId }: Dossier): DossierStep {
  return {
    id: newId(step.at.getTime()),
    key: step.key,
    name: step.name,
    role: null,
    agencyId: competentAgencyId,
    officerId: null,
    sourceActor: step.by,
    openedAt: null,
    dueAt: null,
    closedAt: step.at,
    outcome: null,
    note: null,
    flags: finishedAt !== null && step.at > finishedAt ? ['after-end'] : [],
    ordinal,
    sourceEvent: step.sourceEvent,
  }
}

function entriesOf(dossier: Dossier, rows: readonly DossierStep[]): readonly NewEntry[] {
  const { source, code, submittedAt, finishedAt, competentAgencyId: agencyId } = dossier
  const entry = (kind: string, occurredAt: Date, payload: Readonly<Record<string, unknown>>): NewEntry => ({
    kind,
    occurredAt,
    actor: { kind: 'source', id: source ?? '' },
    agencyId,
    payload,
  })
  const happened = rows.map((row) =>
    entry(dossierEntries.stepRecorded, row.closedAt ?? submittedAt, {
      step: row.id,
      name: row.name,
      by: row.sourceActor,
      flags: row.flags,
    }),
  )
  return [
    entry(dossierEntries.takenIn, submittedAt, { code, dueAt: dossier.dueAt, channel: dossier.channel }),
    ...happened,
    ...(finishedAt === null
      ? []
      : [entry(dossierEntries.finished, finishedAt, { onTime: isOnTime(dossier) })]),
  ]
}
