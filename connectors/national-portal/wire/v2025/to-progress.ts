import type { FieldProblem } from '../../../../kernel/problem.ts'
import type { DossierTruth } from '../../../../modules/dossiers/index.ts'
import { stepCodes } from './codes.ts'
import { limits, type ProgressStep, type StateCode } from './dossier-message.ts'
import { Findings } from './findings.ts'
import { toWireTime, toWireTimeOrEmpty } from './time.ts'

/** A step that is over, under the key by which it is known to have been told; it never changes again. */
export interface KeyedStep {
  readonly key: string
  readonly body: ProgressStep
}

export interface MappedProgress {
  /** In order of time. */
  readonly steps: readonly KeyedStep[]
  readonly omissions: readonly FieldProblem[]
}

interface Moment {
  readonly key: string
  readonly path: string
  readonly at: Date
  readonly officer: string | null
  readonly agency: string
  readonly what: string
  readonly code: StateCode
  readonly openedAt: Date | null
  readonly dueAt: Date | null
}

/**
 * What was done on the dossier, in the words of CapNhatTienDoHoSoMC, which takes steps one by one and keeps them all. A step
 * whose officer is not known by name has no words there (NguoiXuLy is required) and is left out by name.
 */
export function toProgressSteps(truth: DossierTruth): MappedProgress {
  const found = new Findings()
  const steps = [...acceptance(truth), ...stepsDone(truth), ...supplementsRequested(truth), ...release(truth)]
    .toSorted((one, other) => one.at.getTime() - other.at.getTime())
    .flatMap((moment) => stepOf(truth.code, moment, found))
  return { steps, omissions: found.omissions }
}

function acceptance(truth: DossierTruth): readonly Moment[] {
  const { acceptedAt: at, acceptedBy: officer } = truth
  if (at === null) return []
  const told = { key: 'accepted', path: '/acceptedBy', what: 'Tiếp nhận hồ sơ', code: stepCodes.accepted }
  return [atReception(truth, { ...told, at, officer })]
}

function release(truth: DossierTruth): readonly Moment[] {
  const { releasedAt: at, releasedBy: officer } = truth
  if (at === null) return []
  const told = { key: 'released', path: '/releasedBy', what: 'Trả kết quả', code: stepCodes.released }
  return [atReception(truth, { ...told, at, officer })]
}

// Whoever accepts and releases holds the reception of the receiving agency (modules/dossiers, access).
function atReception(
  { receivingAgency }: DossierTruth,
  told: Omit<Moment, 'agency' | 'openedAt' | 'dueAt'>,
): Moment {
  return { ...told, agency: receivingAgency.name, openedAt: null, dueAt: null }
}

function stepsDone({ steps, finishedAt }: DossierTruth): readonly Moment[] {
  return steps.flatMap((step, index) => {
    if (step.closedAt === null) return []
    const finishes = finishedAt !== null && step.closedAt.getTime() === finishedAt.getTime()
    return [
      {
        key: step.id,
        path: `/steps/${index}`,
        at: step.closedAt,
        officer: step.officerName,
        agency: step.agencyName ?? '',
        what: step.name,
        code: finishes ? stepCodes.finished : stepCodes.done,
        openedAt: step.openedAt,
        dueAt: step.dueAt,
      },
    ]
  })
}

function supplementsRequested({ supplements, acceptedAt }: DossierTruth): readonly Moment[] {
  return supplements.flatMap((one, index) =>
    acceptedAt === null || one.requestedAt < acceptedAt
      ? []
      : [
          {
            key: one.id,
            path: `/supplements/${index}`,
            at: one.requestedAt,
            officer: one.requestedBy,
            agency: '',
            what: one.message,
            code: stepCodes.supplementRequested,
            openedAt: null,
            dueAt: null,
          },
        ],
  )
}

function stepOf(code: string, moment: Moment, found: Findings): readonly KeyedStep[] {
  const { officer, path } = moment
  if (officer === null || officer === '') {
    found.omit(path, 'national-portal.step-officer-unknown')
    return []
  }
  if (officer.length > limits.NguoiXuLy) {
    found.omit(path, 'national-portal.step-officer-too-long', { limit: limits.NguoiXuLy })
    return []
  }
  const body: ProgressStep = {
    MaHoSo: code,
    NguoiXuLy: officer,
    ChucDanh: '',
    ThoiDiemXuLy: toWireTime(moment.at),
    PhongBanXuLy: moment.agency,
    NoiDungXuLy: moment.what,
    TrangThai: moment.code,
    NgayBatDau: toWireTimeOrEmpty(moment.openedAt),
    NgayKetThucTheoQuyDinh: toWireTimeOrEmpty(moment.dueAt),
  }
  return [{ key: moment.key, body }]
}
