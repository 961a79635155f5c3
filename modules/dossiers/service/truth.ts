import type { Db } from '../../../platform/db/index.ts'
import { historyOf } from '../../../platform/ledger/index.ts'
import { getAgency, listAgencyNames } from '../../agencies/index.ts'
import { listOfficerNames, listPersons } from '../../people/index.ts'
import { getVersion } from '../../procedures/index.ts'
import { dossierEntries } from '../contract.ts'
import type { DossierTruth } from '../exchange.ts'
import { findResult, listSupplements } from '../store/outcomes.ts'
import { listParts } from '../store/parts.ts'
import { getDossier } from '../store/dossier.ts'
import { listSteps } from '../store/steps.ts'

/** All that is proven of a dossier at this moment, for connectors. Problem 'dossiers.missing'. */
export async function getDossierTruth(db: Db, dossierId: string): Promise<DossierTruth> {
  const dossier = await getDossier(db, dossierId)
  const [version, papers, steps, supplements, result, receiving, competent, history] = await Promise.all([
    getVersion(db, dossier.procedureVersionId),
    listParts(db, dossierId),
    listSteps(db, dossierId),
    listSupplements(db, dossierId),
    findResult(db, dossierId),
    getAgency(db, dossier.receivingAgencyId),
    getAgency(db, dossier.competentAgencyId),
    historyOf(db, dossierId),
  ])
  const known = <T>(values: readonly (T | null)[]) => [...new Set(values.filter((value) => value !== null))]
  const officerWho = (kind: string) => {
    const entry = history.findLast((one) => one.kind === kind && one.actor.kind === 'officer')
    return entry?.actor.id ?? null
  }
  const [acceptedBy, releasedBy] = [officerWho(dossierEntries.accepted), officerWho(dossierEntries.released)]
  const [agencies, officers, [applicant]] = await Promise.all([
    listAgencyNames(db, known(steps.map(({ agencyId }) => agencyId))),
    listOfficerNames(
      db,
      known([
        acceptedBy,
        releasedBy,
        ...steps.map(({ officerId }) => officerId),
        ...supplements.map(({ requestedBy }) => requestedBy),
      ]),
    ),
    listPersons(db, known([dossier.applicantId])),
  ])
  const { declaration } = version
  const nameOf = (names: ReadonlyMap<string, string>, id: string | null) =>
    id === null ? null : (names.get(id) ?? null)
  const { field } = declaration
  return {
    id: dossier.id,
    code: dossier.code,
    version: dossier.version,
    origin: dossier.origin,
    procedure: {
      code: declaration.code,
      name: declaration.name,
      field: field.code === null ? null : { code: field.code, name: field.name },
    },
    channel: dossier.channel,
    delivery: dossier.delivery,
    applicant:
      applicant === undefined
        ? null
        : {
            id: applicant.id,
            name: applicant.name,
            kind: applicant.kind,
            nationalId: applicant.nationalId,
            phone: applicant.phone,
            email: applicant.email,
            verified: dossier.assurance !== null,
          },
    state: dossier.state,
    submittedAt: dossier.submittedAt,
    acceptedAt: dossier.acceptedAt,
    dueAt: dossier.dueAt,
    dueBasis: dossier.dueBasis,
    finishedAt: dossier.finishedAt,
    refusedAt: dossier.refusedAt,
    releasedAt: dossier.releasedAt,
    acceptedBy: nameOf(officers, acceptedBy),
    releasedBy: nameOf(officers, releasedBy),
    refusal: dossier.refusal,
    receivingAgency: { id: receiving.id, name: receiving.name, code: receiving.code },
    competentAgency: { id: competent.id, name: competent.name, code: competent.code },
    parts: papers.flatMap(({ id, requirement, title, file }) =>
      file === null
        ? []
        : [
            {
              id,
              requirementCode:
                declaration.requirements.find(({ key }) => key === requirement)?.nationalCode ?? null,
              requirement,
              title,
              name: file.name,
              sha256: file.sha256,
              mediaType: file.mediaType,
            },
          ],
    ),
    steps: steps.map((step) => ({
      id: step.id,
      name: step.name,
      role: step.role,
      agencyName: nameOf(agencies, step.agencyId),
      officerName: nameOf(officers, step.officerId),
      openedAt: step.openedAt,
      dueAt: step.dueAt,
      closedAt: step.closedAt,
      outcome: step.outcome,
    })),
    supplements: supplements.map((one) => ({
      id: one.id,
      requestedAt: one.requestedAt,
      requestedBy: nameOf(officers, one.requestedBy),
      message: one.message,
      answeredAt: one.answeredAt,
      dueBefore: one.dueBefore,
      dueAfter: one.dueAfter,
    })),
    result:
      result === undefined
        ? null
        : {
            key: result.key,
            name: result.name,
            code: null,
            number: result.number,
            issuedAt: result.issuedAt,
            file: result.file,
          },
  }
}
