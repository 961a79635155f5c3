import type { Readable } from 'node:stream'
import { Problem } from '../../../kernel/problem.ts'
import type { CitizenVisitor, OfficerVisitor } from '../../../platform/http/index.ts'
import { recordReading } from '../../../platform/ledger/index.ts'
import { maySee } from '../access.ts'
import { listParts } from '../store/contents.ts'
import { getDossier } from '../store/dossier.ts'
import type { DossierParts } from './parts.ts'

export interface PartFile {
  readonly stream: Readable
  readonly mediaType: string
  readonly name: string
  readonly size: number
}

/** A paper's content for its applicant, or for an officer whose reading of it is recorded first. Problem 'dossiers.missing'. */
export async function openPartFile(
  { database, files, clock }: DossierParts,
  visitor: CitizenVisitor | OfficerVisitor,
  dossierId: string,
  partId: string,
): Promise<PartFile> {
  const dossier = await getDossier(database, dossierId)
  const mayRead =
    visitor.kind === 'citizen' ? visitor.personId === dossier.applicantId : maySee(visitor, dossier)
  const part = (await listParts(database, dossierId)).find(({ id }) => id === partId)
  if (!mayRead || part === undefined) throw new Problem('missing', 'dossiers.missing')
  if (visitor.kind === 'officer' && dossier.applicantId !== null) {
    await recordReading(database, {
      reader: { kind: 'officer', id: visitor.officerId },
      personId: dossier.applicantId,
      purpose: 'dossier.paper-opened',
      caseId: dossierId,
      fields: [`parts/${part.requirement}`],
      at: clock(),
    })
  }
  const { stream, size } = await files.openFile(part.sha256)
  return { stream, size, mediaType: part.mediaType, name: part.name }
}
