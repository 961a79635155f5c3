import type { FieldProblem } from '../../kernel/problem.ts'
import type { DossierTruth } from '../../modules/dossiers/index.ts'
import type { DossierMessage } from './wire/v2025/dossier-message.ts'
import { isTellable, toDossierMessage, type NamedFile } from './wire/v2025/to-dossier.ts'
import { toProgressSteps, type KeyedStep } from './wire/v2025/to-progress.ts'

/** All that the portal is to know of a dossier, as one message of ours: a later one makes it superfluous. */
export interface WholeDossier {
  readonly version: 'v2025'
  /** Whose data it tells, as the log of readings knows them; absent in messages older than that rule. */
  readonly applicantId?: string
  readonly dossier: DossierMessage
  readonly steps: readonly KeyedStep[]
  /** What is known and is not in it. */
  readonly omissions: readonly FieldProblem[]
}

export type Told =
  | { readonly kind: 'told'; readonly whole: WholeDossier }
  | { readonly kind: 'held'; readonly reasons: readonly FieldProblem[] }
  | { readonly kind: 'not-told'; readonly why: 'taken-in' | 'never-accepted' }

// In a message that waits, a file is named by its content; its link is made when the message leaves, since links expire.
const NAMED = 'urn:sha256:'

function nameOf({ sha256, name }: NamedFile): string {
  return `${NAMED}${sha256}.${/\.([A-Za-z]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? ''}`
}

/** What the portal is told of a dossier: everything, nothing yet because of reasons, or nothing at all. */
export function tell(truth: DossierTruth, provinceCode: string): Told {
  if (truth.origin !== 'own') return { kind: 'not-told', why: 'taken-in' }
  if (!isTellable(truth)) return { kind: 'not-told', why: 'never-accepted' }
  const mapped = toDossierMessage(truth, { provinceCode, linkTo: nameOf })
  if (!mapped.ok) return { kind: 'held', reasons: mapped.reasons }
  const { steps, omissions } = toProgressSteps(truth)
  return {
    kind: 'told',
    whole: {
      version: 'v2025',
      ...(truth.applicant === null ? {} : { applicantId: truth.applicant.id }),
      dossier: mapped.body,
      steps,
      omissions: [...mapped.omissions, ...omissions],
    },
  }
}

/** The message with its files linked to. */
export function withLinks(
  dossier: DossierMessage,
  linkTo: (sha256: string, extension: string) => string,
): DossierMessage {
  function linked(name: string): string {
    const [sha256 = '', extension = ''] = name.slice(NAMED.length).split('.')
    return linkTo(sha256, extension)
  }
  return {
    ...dossier,
    TaiLieuNop: dossier.TaiLieuNop.map((paper) => ({
      ...paper,
      DuongDanTaiTepTin: linked(paper.DuongDanTaiTepTin),
    })),
    DanhSachGiayToKetQua: dossier.DanhSachGiayToKetQua.map((paper) => ({
      ...paper,
      DuongDanTepTinKetQua: linked(paper.DuongDanTepTinKetQua),
    })),
  }
}
