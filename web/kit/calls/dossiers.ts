import type { LoaderFunctionArgs } from 'react-router'
import type {
  Acknowledgement,
  Draft,
  DraftCheck,
  DraftInput,
  MyDossiers,
  MyReadings,
  OnlinePayment,
  PartInput,
  ReusablePapers,
  SubmitInput,
  SupplementInput,
  Tracking,
  UploadedFile,
} from '../../../modules/dossiers/contract.ts'
import { call, forward, get, withQuery, type Answer } from '../api.ts'

type Routed = Pick<LoaderFunctionArgs, 'context'>

const draftPath = (id: string): string => `/api/v1/drafts/${encodeURIComponent(id)}`

export function getDraft(routed: Routed, id: string): Promise<Draft> {
  return get(routed, draftPath(id))
}

/** What is wrong with the answers of one page, by the rules that the submission goes by. */
export function checkDraft(routed: Routed, id: string, page: string): Promise<DraftCheck> {
  return get(routed, withQuery(`${draftPath(id)}/check`, { page }))
}

export function beginDraft(routed: Routed, draft: DraftInput): Promise<Answer<Draft>> {
  return call(routed, 'POST', '/api/v1/drafts', draft)
}

/** Keeps a draft with some of it changed; nothing in it is checked. */
export function keepDraft(routed: Routed, draft: Draft, change: Partial<DraftInput>): Promise<Answer<Draft>> {
  const { procedure, caseKey, agencyId, delivery, answers, parts } = draft
  const kept: DraftInput = {
    procedure,
    caseKey,
    agencyId,
    delivery,
    answers,
    parts: partInputs(parts),
    ...change,
  }
  return call(routed, 'PUT', draftPath(draft.id), kept)
}

/** The papers of a draft as they are sent again. */
export function partInputs(parts: Draft['parts']): PartInput[] {
  return parts.map(({ requirement, sha256, name, reusedFrom }) => ({
    requirement,
    sha256,
    name,
    ...(reusedFrom === undefined
      ? {}
      : { reusedFrom: { dossierId: reusedFrom.dossierId, partId: reusedFrom.partId } }),
  }))
}

export function discardDraft(routed: Routed, id: string): Promise<Answer<undefined>> {
  return call(routed, 'DELETE', draftPath(id))
}

/** Submits once, however often the button is pressed: the draft names the act. */
export function submitDossier(
  routed: Routed,
  draftId: string,
  input: SubmitInput,
): Promise<Answer<Acknowledgement>> {
  return call(routed, 'POST', '/api/v1/dossiers', input, { 'idempotency-key': `draft-${draftId}` })
}

export function listMine(routed: Routed): Promise<MyDossiers> {
  return get(routed, '/api/v1/dossiers/mine')
}

export function track(routed: Routed, code: string): Promise<Answer<Tracking>> {
  return call(routed, 'GET', `/api/v1/tracking/${encodeURIComponent(code)}`)
}

export function sendSupplement(
  routed: Routed,
  id: string,
  input: SupplementInput,
): Promise<Answer<Tracking>> {
  return call(routed, 'POST', `/api/v1/dossiers/${encodeURIComponent(id)}/supplement`, input)
}

export function payOnline(routed: Routed, id: string): Promise<Answer<OnlinePayment>> {
  return call(routed, 'POST', `/api/v1/dossiers/${encodeURIComponent(id)}/pay-online`)
}

/** What my earlier dossiers hold, to be used again. */
export function listMyPapers(routed: Routed): Promise<ReusablePapers> {
  return get(routed, '/api/v1/papers/mine')
}

export function uploadFile(routed: LoaderFunctionArgs): Promise<Answer<UploadedFile>> {
  return forward(routed, '/api/v1/files')
}

/** Brings one file of a post that held more than a file. */
export async function uploadOne(routed: Routed, file: File): Promise<Answer<UploadedFile>> {
  const form = new FormData()
  form.set('file', file, file.name)
  const sent = new Request('http://here/', { method: 'POST', body: form })
  return forward({ ...routed, request: sent }, '/api/v1/files')
}

export function listMyReadings(routed: Routed, before: string | null): Promise<MyReadings> {
  return get(routed, withQuery('/api/v1/readings/mine', { before }))
}
