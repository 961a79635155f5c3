import type { Db } from '../../../platform/db/index.ts'
import { listAgencyNames } from '../../agencies/index.ts'
import { listOfficerNames } from '../../people/index.ts'
import { getVersion, type ProcedureVersion } from '../../procedures/index.ts'
import type { Due, Result, Step, Supplement as SupplementShown } from '../contract.ts'
import { isDecidedHere, type Course, type Dossier, type Supplement } from '../domain.ts'
import { findResult, listSupplements, type IssuedResult } from '../store/outcomes.ts'
import { listSteps, type CourseStep, type DossierStep } from '../store/steps.ts'
import { termOf } from './procedure.ts'

/** The names that ids are shown by. */
export interface Names {
  readonly agencies: ReadonlyMap<string, string>
  readonly officers: ReadonlyMap<string, string>
}

/** A dossier with what hangs on it. */
export interface Opened extends Names {
  readonly dossier: Dossier
  readonly version: ProcedureVersion
  readonly steps: readonly DossierStep[]
  readonly supplements: readonly Supplement[]
  readonly result: IssuedResult | undefined
}

/** Everything of a dossier that its pages show, in two rounds. */
export async function open(db: Db, dossier: Dossier): Promise<Opened> {
  const [version, steps, supplements, result] = await Promise.all([
    getVersion(db, dossier.procedureVersionId),
    listSteps(db, dossier.id),
    listSupplements(db, dossier.id),
    findResult(db, dossier.id),
  ])
  const agencyIds = [
    dossier.receivingAgencyId,
    dossier.competentAgencyId,
    ...steps.map((step) => step.agencyId),
  ]
  const officerIds = [
    ...steps.map((step) => step.officerId),
    ...supplements.map((one) => one.requestedBy),
    result?.signerId ?? null,
  ]
  const [agencies, officers] = await Promise.all([
    listAgencyNames(db, distinct(agencyIds)),
    listOfficerNames(db, distinct(officerIds)),
  ])
  return { dossier, version, steps, supplements, result, agencies, officers }
}

interface Underway {
  readonly dossier: Course
  readonly version: ProcedureVersion
}

export function instants(dossier: Course) {
  return {
    submittedAt: dossier.submittedAt.toISOString(),
    acceptedAt: dossier.acceptedAt?.toISOString() ?? null,
    finishedAt: dossier.finishedAt?.toISOString() ?? null,
    refusedAt: dossier.refusedAt?.toISOString() ?? null,
    releasedAt: dossier.releasedAt?.toISOString() ?? null,
  }
}

export function caseName({ dossier, version }: Underway): string {
  return version.declaration.cases.find(({ key }) => key === dossier.caseKey)?.name ?? dossier.caseKey
}

export function dueShown({ dossier, version }: Underway, verdict: Due['verdict'] = null): Due {
  return {
    at: dossier.dueAt?.toISOString() ?? null,
    basis: dossier.dueBasis,
    derivation: dossier.derivation.map((line) => ({ ...line })),
    clause: isDecidedHere(dossier) ? termOf(version, dossier).clause : null,
    verdict,
  }
}

/** A step as anybody sees it: the officer's note is left to who may read it. */
export function stepShown(step: CourseStep, { agencies, officers }: Names): Omit<Step, 'note'> {
  return {
    id: step.id,
    key: step.key,
    name: step.name,
    role: step.role,
    agencyId: step.agencyId,
    agencyName: step.agencyId === null ? null : (agencies.get(step.agencyId) ?? null),
    officerName: step.officerId === null ? step.sourceActor : (officers.get(step.officerId) ?? null),
    openedAt: step.openedAt?.toISOString() ?? null,
    dueAt: step.dueAt?.toISOString() ?? null,
    closedAt: step.closedAt?.toISOString() ?? null,
    outcome: step.outcome,
    flags: [...step.flags],
  }
}

export function supplementShown(one: Supplement, { officers }: Names): SupplementShown {
  return {
    id: one.id,
    requestedAt: one.requestedAt.toISOString(),
    requestedBy: one.requestedBy === null ? null : (officers.get(one.requestedBy) ?? null),
    message: one.message,
    wrong: [...one.wrong],
    answeredAt: one.answeredAt?.toISOString() ?? null,
    mode: one.mode,
  }
}

export function resultShown({ result, officers }: Opened): Result | null {
  if (result === undefined) return null
  return {
    key: result.key,
    name: result.name,
    number: result.number,
    issuedAt: result.issuedAt.toISOString(),
    signer: officers.get(result.signerId) ?? '',
    decision: result.decision,
    file: result.file,
  }
}

export function distinct(ids: readonly (string | null)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== null))]
}
