import { localDateOf } from '../../../kernel/dates.ts'
import { newId } from '../../../kernel/ids.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Db } from '../../../platform/db/index.ts'
import { checkAnswers, tidyAnswers } from '../../../platform/forms/index.ts'
import { visitorKey, type CitizenVisitor } from '../../../platform/http/index.ts'
import { listAgencyNames } from '../../agencies/index.ts'
import { getVersion } from '../../procedures/index.ts'
import type { Draft, DraftCheck, DraftInput, PartInput } from '../contract.ts'
import { deleteDraft, getDraft, saveDraft, type DraftPart, type StoredDraft } from '../store/drafts.ts'
import { onlinePaper, sourcesFor, type PaperSources } from './papers.ts'
import type { DossierParts } from './parts.ts'
import { getOffered } from './procedure.ts'

export async function draftShown(db: Db, draft: StoredDraft): Promise<Draft> {
  const version = await getVersion(db, draft.procedureVersionId)
  return {
    id: draft.id,
    procedure: version.code,
    procedureName: version.declaration.name,
    procedureVersionId: version.id,
    caseKey: draft.caseKey,
    agencyId: draft.agencyId,
    delivery: draft.delivery,
    answers: draft.answers,
    parts: [...draft.parts],
    updatedAt: draft.updatedAt.toISOString(),
  }
}

/** Begins a draft of a procedure in its version of today. */
export function beginDraft(parts: DossierParts, visitor: CitizenVisitor, input: DraftInput): Promise<Draft> {
  return keep(parts, visitor, newId(), input)
}

/** Keeps a draft as it stands now; nothing in it need be complete or right. Problems 'dossiers.draft-missing', 'dossiers.file-missing', 'dossiers.reuse-unknown', 'agencies.missing'. */
export async function keepDraft(
  parts: DossierParts,
  visitor: CitizenVisitor,
  id: string,
  input: DraftInput,
): Promise<Draft> {
  await getDraft(parts.database, id, visitor.personId)
  return keep(parts, visitor, id, input)
}

export async function readDraft(
  { database }: DossierParts,
  visitor: CitizenVisitor,
  id: string,
): Promise<Draft> {
  return draftShown(database, await getDraft(database, id, visitor.personId))
}

/**
 * What a submission would find wrong with the answers of a draft, on one page of its form or on all. Problems
 * 'dossiers.draft-missing', 'dossiers.page-missing'.
 */
export async function checkDraft(
  { database }: DossierParts,
  visitor: CitizenVisitor,
  id: string,
  page: string | undefined,
): Promise<DraftCheck> {
  const draft = await getDraft(database, id, visitor.personId)
  const { form } = await getVersion(database, draft.procedureVersionId)
  if (page !== undefined && !form?.pages.some(({ key }) => key === page)) {
    throw new Problem('missing', 'dossiers.page-missing', { meta: { page } })
  }
  if (form === null) return { fields: [] }
  const found = checkAnswers(form, tidyAnswers(form, draft.answers), page)
  return {
    fields: found.map(({ path, code, meta }) => ({ path, code, ...(meta && { meta: { ...meta } }) })),
  }
}

export async function discardDraft(
  { database }: DossierParts,
  visitor: CitizenVisitor,
  id: string,
): Promise<void> {
  await getDraft(database, id, visitor.personId)
  await deleteDraft(database, id, visitor.personId)
}

async function keep(
  { database, clock }: DossierParts,
  visitor: CitizenVisitor,
  id: string,
  input: DraftInput,
): Promise<Draft> {
  const at = clock()
  const version = await getOffered(database, input.procedure, localDateOf(at))
  const { agencyId } = input
  if (agencyId !== null && !(await listAgencyNames(database, [agencyId])).has(agencyId)) {
    throw new Problem('missing', 'agencies.missing', { fields: [{ path: '/agencyId', code: 'choice' }] })
  }
  const sources = await sourcesFor(database, visitorKey(visitor), input.parts.map(onlinePaper))
  const papers = input.parts.map((part) => draftPart(part, visitor.personId, sources))
  const draft = {
    id,
    applicantId: visitor.personId,
    procedureVersionId: version.id,
    caseKey: input.caseKey,
    agencyId: input.agencyId,
    delivery: input.delivery,
    answers: input.answers,
    parts: papers,
    updatedAt: at,
  }
  await saveDraft(database, draft)
  return draftShown(database, draft)
}

/** A paper of a draft, its file as the store or the earlier dossier has it. Problems 'dossiers.file-missing', 'dossiers.reuse-unknown'. */
function draftPart(
  { requirement, sha256, name, reusedFrom }: PartInput,
  applicantId: string,
  { upload, earlier }: PaperSources,
): DraftPart {
  const refuse = (code: string, rule: string) =>
    new Problem('invalid', code, { fields: [{ path: `/parts/${requirement}`, code: rule }] })
  if (reusedFrom === undefined) {
    const file = upload(sha256)
    if (file === undefined) throw refuse('dossiers.file-missing', 'file-missing')
    return { requirement, sha256, name, mediaType: file.mediaType, size: file.size }
  }
  const found = earlier(reusedFrom)
  // Somebody else's paper is as absent as none.
  if (found === undefined || found.applicantId !== applicantId)
    throw refuse('dossiers.reuse-unknown', 'choice')
  const { dossierId, partId, code } = found
  return {
    requirement,
    sha256: found.sha256,
    name: found.name,
    mediaType: found.mediaType,
    size: found.size,
    reusedFrom: { dossierId, partId, code },
  }
}
