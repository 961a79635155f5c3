import type { Clause } from '../../../kernel/clause.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { OfficerVisitor } from '../../../platform/http/index.ts'
import type { NewEntry } from '../../../platform/ledger/index.ts'
import { mayAct, maySee } from '../access.ts'
import type { DossierState, SideAction, WorkAction } from '../contract.ts'
import type { Dossier } from '../domain.ts'
import { getDossier } from '../store/dossier.ts'
import { listSteps } from '../store/steps.ts'
import { changeDossier, type Decided, type Loaded } from './change.ts'
import type { DossierParts } from './parts.ts'
import { lastTaskOf, openTaskOf } from './steps.ts'

type Change = (loaded: Loaded, at: Date, tx: Tx) => Promise<Decided> | Decided

/** One change of one dossier by an officer whose right to it, or to the task it names, is checked under the lock. Problems 'dossiers.missing', 'dossiers.forbidden'. */
export function asOfficer(
  parts: DossierParts,
  dossierId: string,
  visitor: OfficerVisitor,
  action: WorkAction | SideAction,
  change: Change,
  taskId?: string,
): Promise<Dossier> {
  return parts.database.transact((tx) => asOfficerIn(tx, parts, dossierId, visitor, action, change, taskId))
}

/** The same in a transaction that has begun. */
export function asOfficerIn(
  tx: Tx,
  parts: DossierParts,
  dossierId: string,
  visitor: OfficerVisitor,
  action: WorkAction | SideAction,
  change: Change,
  taskId?: string,
): Promise<Dossier> {
  return changeDossier(parts, tx, dossierId, (loaded, at) => {
    allow(visitor, action, loaded, taskId)
    return change(loaded, at, tx)
  })
}

/** The dossier, if the officer may do this to it: before anything outside the transaction is done for it. */
export async function allowed(
  { database }: DossierParts,
  visitor: OfficerVisitor,
  action: WorkAction | SideAction,
  dossierId: string,
): Promise<Dossier> {
  const [dossier, steps] = await Promise.all([
    getDossier(database, dossierId),
    listSteps(database, dossierId),
  ])
  allow(visitor, action, { dossier, steps })
  return dossier
}

/** In which state an action's right is asked for: a wrong state is for the decision to say, not for the rights. */
const RIGHT_IN: Readonly<Partial<Record<WorkAction | SideAction, DossierState>>> = {
  accept: 'submitted',
  refuse: 'submitted',
  release: 'finished',
  'receive-supplement': 'awaiting-supplement',
}

/**
 * Problem 'dossiers.missing' for whom the dossier is not to be seen by, 'dossiers.forbidden' when the officer's roles would not
 * allow it in any state.
 */
function allow(
  visitor: OfficerVisitor,
  action: WorkAction | SideAction,
  { dossier, steps }: Pick<Loaded, 'dossier' | 'steps'>,
  taskId?: string,
): void {
  if (!maySee(visitor, dossier)) throw new Problem('missing', 'dossiers.missing')
  // Whoever holds the duty of a task that a colleague has just completed is told so, and not that it is forbidden.
  const named = steps.find(({ id }) => id === taskId)
  const task = named ?? openTaskOf(steps) ?? lastTaskOf(steps)
  const isOfTask = action === 'request-supplement' || action === 'complete-task'
  if (action === 'complete-task' && dossier.acceptedAt === null) {
    throw new Problem('conflict', 'dossiers.not-processing', { meta: { state: dossier.state } })
  }
  const state = isOfTask
    ? dossier.acceptedAt === null
      ? 'submitted'
      : 'processing'
    : (RIGHT_IN[action] ?? dossier.state)
  if (!mayAct(visitor, action, { ...dossier, state }, task ?? null)) {
    throw new Problem('forbidden', 'dossiers.forbidden')
  }
}

export const by = (visitor: OfficerVisitor) => ({ kind: 'officer', id: visitor.officerId }) as const

type Basis = Clause | null | { readonly confidence: string; readonly clause?: Clause }

/** A ledger entry of a dossier, on behalf of the competent agency. */
export function entry(
  kind: string,
  dossier: Dossier,
  at: Date,
  actor: NewEntry['actor'],
  basis: Basis,
  payload: Readonly<Record<string, unknown>>,
): NewEntry {
  const clause = basis === null || typeof basis === 'string' ? basis : (basis.clause ?? null)
  return { kind, occurredAt: at, actor, agencyId: dossier.competentAgencyId, basis: clause, payload }
}
