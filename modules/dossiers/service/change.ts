import { isDeepStrictEqual } from 'node:util'
import { countCase } from '../../../platform/cells/index.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { record, type NewEntry } from '../../../platform/ledger/index.ts'
import { getVersion, type ProcedureVersion } from '../../procedures/index.ts'
import type { Dossier, Supplement } from '../domain.ts'
import { countsOf, factOf } from '../fact.ts'
import { listSupplements } from '../store/outcomes.ts'
import { getDossierForChange, saveDossier } from '../store/dossier.ts'
import { saveFacts } from '../store/facts.ts'
import { listSteps, type DossierStep } from '../store/steps.ts'
import type { DossierParts } from './parts.ts'

/** A dossier under lock, with what a decision on it needs to know. */
export interface Loaded {
  readonly dossier: Dossier
  readonly version: ProcedureVersion
  readonly supplements: readonly Supplement[]
  readonly steps: readonly DossierStep[]
}

/** What was decided: the dossier as it now is, what to tell the ledger, and the room's other rows to write. */
export interface Decided {
  readonly dossier: Dossier
  readonly entries: readonly NewEntry[]
  /** Called once everything is decided, so that its statements go out together with the others. */
  readonly rows?: () => readonly Promise<unknown>[]
}

/**
 * One change of one dossier, in the transaction it is given: lock, load, decide, then rows, ledger entries and indicator
 * deltas together. The clock is read after the lock, so that a case's instants stand in its order.
 */
export async function changeDossier(
  parts: Pick<DossierParts, 'clock'>,
  tx: Tx,
  dossierId: string,
  decide: (loaded: Loaded, at: Date, tx: Tx) => Promise<Decided> | Decided,
): Promise<Dossier> {
  const { dossier, counted } = await getDossierForChange(tx, dossierId)
  const [version, supplements, steps] = await Promise.all([
    getVersion(tx, dossier.procedureVersionId),
    listSupplements(tx, dossierId),
    listSteps(tx, dossierId),
  ])
  const at = parts.clock()
  const known = factOf(dossier, version)
  const decided = await decide({ dossier, version, supplements, steps }, at, tx)
  const fact = factOf(decided.dossier, version)
  const counts = countsOf(fact)
  await Promise.all([
    saveDossier(tx, decided.dossier, counts),
    ...(decided.rows?.() ?? []),
    countCase(tx, parts.clock, counted, counts).then((recordedOn) =>
      saveFacts(tx, recordedOn, isDeepStrictEqual(fact, known) ? [] : [{ dossierId, fact }]),
    ),
    record(tx, at, dossierId, decided.entries),
  ])
  return decided.dossier
}
