import type { Readable } from 'node:stream'
import { Problem } from '../../../kernel/problem.ts'
import type { CitizenVisitor, OfficerVisitor } from '../../../platform/http/index.ts'
import { recordReading } from '../../../platform/ledger/index.ts'
import { maySeeWhose } from '../access.ts'
import type { Dossier } from '../domain.ts'
import { findResult } from '../store/outcomes.ts'
import { listParts, type PartFile } from '../store/parts.ts'
import { getDossier } from '../store/dossier.ts'
import type { DossierParts } from './parts.ts'

export interface PaperFile {
  readonly stream: Readable
  readonly mediaType: string
  readonly name: string
  readonly size: number
}

type Reader = CitizenVisitor | OfficerVisitor

const missing = () => new Problem('missing', 'dossiers.missing')

/** A paper's content for its applicant, or for an officer whose reading of it is recorded first. Problem 'dossiers.missing'. */
export async function openPartFile(
  parts: DossierParts,
  visitor: Reader,
  dossierId: string,
  partId: string,
): Promise<PaperFile> {
  const dossier = await getReadable(parts, visitor, dossierId)
  const part = (await listParts(parts.database, dossierId)).find(({ id }) => id === partId)
  if (part === undefined || part.file === null) throw missing()
  await recordLook(parts, visitor, dossier, `parts/${part.requirement}`)
  return openStored(parts, part.file)
}

/** The issued result as a file, for the same readers. Problem 'dossiers.missing' also where it was issued on paper only. */
export async function openResultFile(
  parts: DossierParts,
  visitor: Reader,
  dossierId: string,
): Promise<PaperFile> {
  const dossier = await getReadable(parts, visitor, dossierId)
  const result = await findResult(parts.database, dossierId)
  if (result === undefined || result.file === null) throw missing()
  await recordLook(parts, visitor, dossier, 'result')
  return openStored(parts, result.file)
}

async function openStored(parts: DossierParts, { sha256, mediaType, name }: PartFile): Promise<PaperFile> {
  const { stream, size } = await parts.files.openFile(sha256)
  return { stream, size, mediaType, name }
}

async function getReadable({ database }: DossierParts, visitor: Reader, dossierId: string): Promise<Dossier> {
  const dossier = await getDossier(database, dossierId)
  const mayRead =
    visitor.kind === 'citizen' ? visitor.personId === dossier.applicantId : maySeeWhose(visitor, dossier)
  if (!mayRead) throw missing()
  return dossier
}

async function recordLook(
  { database, clock }: DossierParts,
  visitor: Reader,
  dossier: Dossier,
  field: string,
): Promise<void> {
  if (visitor.kind === 'citizen' || dossier.applicantId === null) return
  await recordReading(database, {
    reader: { kind: 'officer', id: visitor.officerId },
    personId: dossier.applicantId,
    purpose: 'dossier.paper-opened',
    caseId: dossier.id,
    fields: [field],
    at: clock(),
  })
}
