import {
  acceptDossier,
  completeTask,
  refuseDossier,
  releaseResult,
  requestSupplement,
} from '../modules/dossiers/service/decisions.ts'
import { readDossierPage } from '../modules/dossiers/service/reading.ts'
import { submitDossier } from '../modules/dossiers/service/submission.ts'
import type { DossierParts } from '../modules/dossiers/index.ts'
import type { OfficerVisitor } from '../platform/http/index.ts'
import { inhabitantsOf } from './living-province.ts'

/** Who serves at the agencies that the demo's people serve at. */
export const offices = {
  'ubnd-27694': { reception: 'nguyen-thi-lan', caseOfficer: 'tran-quoc-bao', approver: 'vo-hong-son' },
  'ubnd-25459': { reception: 'le-thi-my-hanh', caseOfficer: 'huynh-tan-loc', approver: 'dang-van-hung' },
  'ubnd-25486': { reception: 'cao-thi-be-ba', caseOfficer: 'phan-nhat-truong', approver: 'ho-thi-xuan-mai' },
  'ubnd-25708': { reception: 'mai-thi-cam-tu', caseOfficer: 'ngo-gia-huy', approver: 'duong-kim-cuc' },
} as const
export type Office = keyof typeof offices

/** How far a dossier may have come; two stages are one state, with another duty at work. */
export const stages = [
  'submitted',
  'accepted',
  'proposed',
  'asked',
  'refused',
  'finished',
  'released',
] as const
export type Stage = (typeof stages)[number]

export interface Life {
  readonly applicant?: string
  /** Called before each step is taken: the moment to move the clock. */
  readonly before?: (stage: Stage) => void
}

/** A birth registration submitted at this office and dealt with by its officers as far as this stage; its id. */
export async function live(
  parts: DossierParts,
  office: Office,
  stage: Stage,
  { applicant = 'nguyen-van-an', before = () => undefined }: Life = {},
): Promise<string> {
  const people = inhabitantsOf(parts)
  const officer = (duty: keyof (typeof offices)[Office]) => people.officer(offices[office][duty])
  before('submitted')
  const citizen = await people.citizen(applicant)
  const { id } = await submitDossier(parts, citizen, await people.birth(citizen, office), undefined)
  if (stage === 'submitted') return id
  if (stage === 'refused') {
    before('refused')
    await refuseDossier(parts, await officer('reception'), id, { ground: 'Không thuộc thẩm quyền' })
    return id
  }
  before('accepted')
  await acceptDossier(parts, await officer('reception'), id)
  if (stage === 'accepted') return id
  const caseOfficer = await officer('caseOfficer')
  if (stage === 'asked') {
    before('asked')
    const wrong = [{ path: '/parts/birth-notice', reason: 'Ảnh mờ, không đọc được số giấy' }]
    await requestSupplement(parts, caseOfficer, id, { message: 'Xin nộp lại giấy chứng sinh', wrong })
    return id
  }
  before('proposed')
  const review = await openTask(parts, caseOfficer, id)
  await completeTask(parts, caseOfficer, id, { taskId: review, outcome: 'propose-grant' })
  if (stage === 'proposed') return id
  before('finished')
  const approver = await officer('approver')
  const signing = await openTask(parts, approver, id)
  const result = { number: '15/2026', file: await people.file(approver) }
  await completeTask(parts, approver, id, { taskId: signing, outcome: 'approve', result })
  if (stage === 'finished') return id
  before('released')
  await releaseResult(parts, await officer('reception'), id, { delivery: 'counter' })
  return id
}

/** The step of a dossier that waits for this officer; empty when none does. */
export async function openTask(parts: DossierParts, officer: OfficerVisitor, id: string): Promise<string> {
  const { actions } = await readDossierPage(parts, officer, id)
  return actions.find(({ action }) => action === 'complete-task')?.taskId ?? ''
}
