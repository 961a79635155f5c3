import { localDateOf, localTimeOf, type LocalDate } from '../../../../kernel/dates.ts'
import type { FieldProblem } from '../../../../kernel/problem.ts'
import type { Channel, DossierState } from '../../../../modules/dossiers/contract.ts'
import type { DossierTruth } from '../../../../modules/dossiers/index.ts'
import type { EmcReason } from '../../contract.ts'
import type { HoSo, State } from './messages.ts'

/** TrangThaiHoSo of each of our states; a suspended dossier is told as suspended, never as finished. */
export const stateCodes: Readonly<Record<DossierState, State>> = {
  submitted: '1',
  refused: '3',
  processing: '4',
  'awaiting-supplement': '5',
  finished: '9',
  released: '10',
}

const channelCodes: Readonly<Record<Channel, '1' | '2' | '3'>> = { counter: '1', online: '2', post: '3' }

export type MappedHoSo =
  | { readonly ok: true; readonly body: HoSo }
  | { readonly ok: false; readonly reasons: readonly FieldProblem[] }

/** The monitor's code of how it was submitted; null, never a guess, where that is not known. */
export function channelCodeOf({ channel }: Pick<DossierTruth, 'channel'>): '1' | '2' | '3' | null {
  return channel === null ? null : channelCodes[channel]
}

/** An accepted dossier in the monitor's words, or every reason why it cannot be named there. What is not known is told as not known. */
export function toHoSo(
  truth: DossierTruth & { readonly acceptedAt: Date },
  provinceCode: string,
): MappedHoSo {
  const { code, procedure, competentAgency } = truth
  const reasons: FieldProblem[] = []
  const refuse = (path: string, reason: EmcReason) => reasons.push({ path, code: reason })
  if (!(code.split('-')[0] ?? '').split('.').includes(provinceCode))
    refuse('/code', 'emc.province-code-missing')
  if (!/^\d\.\d{6}/.test(procedure.code)) refuse('/procedure/code', 'emc.procedure-code-unknown')
  if (competentAgency.code === null) refuse('/competentAgency/code', 'emc.agency-code-missing')
  if (reasons.length > 0 || competentAgency.code === null) return { ok: false, reasons }
  const due = dueOf(truth)
  return {
    ok: true,
    body: {
      MaHoSo: code,
      MaTTHC: procedure.code,
      MaDonVi: competentAgency.code,
      DonViXuLy: competentAgency.name,
      KenhThucHien: channelCodeOf(truth),
      TrangThaiHoSo: stateCodes[truth.state],
      NgayNopHoSo: wireTime(truth.submittedAt),
      NgayTiepNhan: wireTime(truth.acceptedAt),
      NgayHenTra: wireTimeOrEmpty(due),
      CoThoiHan: truth.dueBasis === 'no-limit' ? '0' : due === null ? null : '1',
      NgayKetThucXuLy: wireTimeOrEmpty(truth.finishedAt),
      NgayTra: wireTimeOrEmpty(truth.releasedAt),
      NgayTuChoi: wireTimeOrEmpty(truth.refusedAt),
    },
  }
}

/** While the clock stands, the date that was given before it did still holds. */
function dueOf({ dueAt, dueBasis, supplements }: DossierTruth): Date | null {
  if (dueBasis === 'no-limit' || dueBasis === 'unknown') return null
  return dueAt ?? supplements.findLast(({ answeredAt }) => answeredAt === null)?.dueBefore ?? null
}

/** yyyyMMddHHmmss, Asia/Ho_Chi_Minh. */
export function wireTime(instant: Date): string {
  const seconds = String(instant.getUTCSeconds()).padStart(2, '0')
  return wireDay(localDateOf(instant)) + localTimeOf(instant).replace(':', '') + seconds
}

function wireTimeOrEmpty(instant: Date | null): string {
  return instant === null ? '' : wireTime(instant)
}

export function wireDay(date: LocalDate): string {
  return date.replaceAll('-', '')
}

export function dayOf(wire: string): LocalDate {
  return wire.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
}
