import { localDateOf } from '../../../kernel/dates.ts'
import { newId } from '../../../kernel/ids.ts'
import { Problem } from '../../../kernel/problem.ts'
import { idempotent, visitorKey, type CitizenVisitor, type Once } from '../../../platform/http/index.ts'
import { record } from '../../../platform/ledger/index.ts'
import { getAgency } from '../../agencies/index.ts'
import { dossierEntries, type Acknowledgement, type SubmitInput } from '../contract.ts'
import { submit } from '../domain.ts'
import { addParts } from '../store/contents.ts'
import { insertDossier } from '../store/dossier.ts'
import { deleteDraft } from '../store/drafts.ts'
import type { DossierParts } from './parts.ts'
import { getOffered, rightAnswers, rightPapers } from './procedure.ts'
import { dossierCode } from './serials.ts'

/**
 * A citizen submits online: everything is checked before anything is written, and the same request repeated under its
 * Idempotency-Key gets the same answer. Problems 'dossiers.procedure-unknown', 'dossiers.procedure-not-offered',
 * 'dossiers.channel-not-offered', 'dossiers.case-unknown', 'dossiers.agency-not-competent', 'dossiers.answers-invalid',
 * 'dossiers.part-missing', 'dossiers.part-unknown', 'dossiers.file-missing'.
 */
export async function submitDossier(
  parts: DossierParts,
  visitor: CitizenVisitor,
  input: SubmitInput,
  once: Once | undefined,
): Promise<Acknowledgement> {
  const { database, clock, serials } = parts
  const channel = 'online'
  const day = localDateOf(clock())
  const version = await getOffered(database, input.procedure, day)
  const { declaration } = version
  if (!declaration.channels.includes(channel)) throw new Problem('conflict', 'dossiers.channel-not-offered')
  const agency = await getAgency(database, input.agencyId, day)
  const { code, kind } = agency
  if (code === null || !declaration.agencies.receiving.some((receiving) => receiving === kind)) {
    throw new Problem('invalid', 'dossiers.agency-not-competent', {
      fields: [{ path: '/agencyId', code: 'choice' }],
    })
  }
  const answers = rightAnswers(version, input.answers)
  const { caseKey, delivery } = input
  const papers = await rightPapers(
    database,
    visitorKey(visitor),
    version,
    { caseKey, channel, answers },
    input.parts,
    true,
  )
  const serial = await serials.next(agency.id, day)
  return database.transact((tx) =>
    idempotent(tx, clock(), once, async () => {
      const at = clock()
      const dossier = submit(
        {
          id: newId(at.getTime()),
          code: dossierCode(code, at, serial),
          procedureVersionId: version.id,
          caseKey,
          channel,
          applicantId: visitor.personId,
          assurance: visitor.assurance,
          receivingAgencyId: agency.id,
          competentAgencyId: agency.id,
          answers,
          delivery,
        },
        at,
      )
      await Promise.all([
        insertDossier(tx, dossier, []),
        addParts(tx, dossier.id, papers, at, false),
        record(tx, at, dossier.id, [
          {
            kind: dossierEntries.submitted,
            occurredAt: at,
            actor: { kind: 'person', id: visitor.personId },
            agencyId: agency.id,
            payload: {
              code: dossier.code,
              procedure: version.code,
              case: caseKey,
              channel,
              assurance: visitor.assurance,
              parts: papers.map(({ requirement, sha256 }) => ({ requirement, sha256 })),
              answers,
            },
          },
        ]),
        ...(input.draftId === undefined ? [] : [deleteDraft(tx, input.draftId, visitor.personId)]),
      ])
      return {
        id: dossier.id,
        code: dossier.code,
        submittedAt: at.toISOString(),
        procedure: version.code,
        procedureName: declaration.name,
        agencyName: agency.name,
      }
    }),
  )
}
