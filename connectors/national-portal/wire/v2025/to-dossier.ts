import type { FieldProblem } from '../../../../kernel/problem.ts'
import type { DossierTruth } from '../../../../modules/dossiers/index.ts'
import { channelCodes, deliveryCodes, ownerIdOf, stateCodes } from './codes.ts'
import {
  limits,
  type DossierMessage,
  type ResultPaper,
  type SubmittedPaper,
  type SupplementRequest,
} from './dossier-message.ts'
import { Findings } from './findings.ts'
import { toWireTime, toWireTimeOrEmpty } from './time.ts'

export interface NamedFile {
  readonly sha256: string
  readonly name: string
}

export interface DossierMapping {
  /** The province's identifier (QĐ 20/2020/QĐ-TTg), which every dossier code must carry: 'H53'. */
  readonly provinceCode: string
  /** The address from which the portal pulls a file of this dossier. */
  readonly linkTo: (file: NamedFile) => string
}

export type MappedDossier =
  | { readonly ok: true; readonly body: DossierMessage; readonly omissions: readonly FieldProblem[] }
  | { readonly ok: false; readonly reasons: readonly FieldProblem[] }

/** Whether the wire has words for the dossier at all: NgayTiepNhan is required, so one that was never accepted has none. */
export function isTellable(truth: DossierTruth): truth is DossierTruth & { readonly acceptedAt: Date } {
  return truth.acceptedAt !== null
}

/**
 * An accepted dossier in the words of DongBoHoSoMC, or every reason why that would not be true. Nothing is made up: what is
 * required and not known is a reason (nationalPortalReasons), what is optional and not known is left out and named.
 */
export function toDossierMessage(
  truth: DossierTruth & { readonly acceptedAt: Date },
  mapping: DossierMapping,
): MappedDossier {
  const found = new Findings()
  const owner = ownerOf(truth, found)
  const { procedure, competentAgency } = truth
  checkCodes(truth, mapping, found)
  const channel = truth.channel === null ? undefined : channelCodes[truth.channel]
  if (channel === undefined) found.refuse('/channel', 'national-portal.channel-unknown')
  const delivery = truth.delivery === null ? undefined : deliveryCodes[truth.delivery]
  if (delivery === undefined) found.refuse('/delivery', 'national-portal.delivery-unknown')
  if (truth.delivery === 'online') found.omit('/delivery', 'national-portal.delivery-without-code')
  const due = dueOf(truth, found)
  const papers = truth.parts.flatMap((part, index) => paperOf(part, index, mapping, found))
  const supplements = truth.supplements.flatMap((one, index) => supplementOf(one, index, found))
  const results = resultsOf(truth, mapping, found)
  if (
    found.reasons.length > 0 ||
    owner === undefined ||
    channel === undefined ||
    delivery === undefined ||
    due === undefined ||
    procedure.field === null
  ) {
    return { ok: false, reasons: found.reasons }
  }
  const body: DossierMessage = {
    MaHoSo: truth.code,
    MaTTHC: procedure.code,
    TenTTHC: procedure.name,
    MaLinhVuc: procedure.field.code,
    TenLinhVuc: procedure.field.name,
    KenhThucHien: channel,
    SoGiayToChuHoSo: owner.id.SoDinhDanh,
    ChuHoSo: owner.name,
    LoaiDoiTuong: '1',
    // The owner's account at the national portal; it would have to be asked for (TraCuuTechID).
    MaDoiTuong: null,
    ...(owner.email === null ? {} : { Email: owner.email }),
    ...(owner.phone === null ? {} : { SoDienThoai: owner.phone }),
    NgayNopHoSo: toWireTime(truth.submittedAt),
    NgayTiepNhan: toWireTime(truth.acceptedAt),
    NgayHenTra: toWireTimeOrEmpty(due.at),
    TrangThaiHoSo: stateCodes[truth.state],
    NgayTra: toWireTimeOrEmpty(truth.releasedAt),
    HinhThuc: delivery,
    NgayKetThucXuLy: toWireTimeOrEmpty(truth.finishedAt),
    NgayTuChoi: toWireTimeOrEmpty(truth.refusedAt),
    DonViXuLy: competentAgency.name,
    // 2: submitted on the province's own system, as every dossier of origin 'own' is.
    NoiNopHoSo: '2',
    HoSoCoThanhPhanSoHoa: flag(truth.parts.length > 0),
    TaiKhoanDuocXacThucVoiVNeID: flag(owner.verified),
    // No payment is known of here; 0 says that none was made online.
    DuocThanhToanTrucTuyen: '0',
    DinhDanhCHS: [owner.id],
    // National databases that were asked; none is yet.
    DSKetNoiCSDL: [],
    TaiLieuNop: papers,
    DanhSachHoSoBoSung: supplements,
    DanhSachGiayToKetQua: results,
  }
  return { ok: true, body, omissions: found.omissions }
}

function flag(is: boolean): '0' | '1' {
  return is ? '1' : '0'
}

function checkCodes(
  { code, procedure }: DossierTruth,
  { provinceCode }: DossierMapping,
  found: Findings,
): void {
  const agency = code.split('-')[0] ?? ''
  if (!agency.split('.').includes(provinceCode)) {
    found.refuse('/code', 'national-portal.province-code-missing', { provinceCode })
  }
  if (!/^\d\.\d{6}/.test(procedure.code)) {
    found.refuse('/procedure/code', 'national-portal.procedure-code-unknown', { code: procedure.code })
  }
  if (procedure.field === null || procedure.field.code === '') {
    found.refuse('/procedure/field', 'national-portal.field-code-missing')
  }
}

function ownerOf({ applicant }: DossierTruth, found: Findings) {
  if (applicant === null) {
    found.refuse('/applicant', 'national-portal.owner-missing')
    return undefined
  }
  // 2 is an enterprise and 4 any other organisation: which of the two it is, is not known here.
  if (applicant.kind !== 'citizen') found.refuse('/applicant/kind', 'national-portal.owner-kind-unknown')
  if (applicant.nationalId === null) {
    found.refuse('/applicant/nationalId', 'national-portal.owner-id-missing')
    return undefined
  }
  const id = ownerIdOf(applicant.nationalId)
  if (id === undefined) {
    found.refuse('/applicant/nationalId', 'national-portal.owner-id-malformed')
    return undefined
  }
  return { ...applicant, id }
}

/** An empty NgayHenTra says that the procedure has no time limit; while the clock stands, the date given last still holds. */
function dueOf(truth: DossierTruth, found: Findings): { readonly at: Date | null } | undefined {
  switch (truth.dueBasis) {
    case 'no-limit':
      return { at: null }
    case 'computed':
    case 'stated-by-source':
    case 'suspended':
    case 'unknown': {
      const given =
        truth.dueAt ?? truth.supplements.findLast((one) => one.answeredAt === null)?.dueBefore ?? null
      if (given !== null && truth.dueBasis !== 'unknown') return { at: given }
      found.refuse('/dueAt', 'national-portal.due-unknown', { basis: truth.dueBasis })
      return undefined
    }
  }
}

function paperOf(
  part: DossierTruth['parts'][number],
  index: number,
  { linkTo }: DossierMapping,
  found: Findings,
): SubmittedPaper[] {
  if (part.requirementCode === null) {
    found.omit(`/parts/${index}/requirementCode`, 'national-portal.part-code-missing', {
      requirement: part.requirement,
    })
    return []
  }
  if (part.name.length > limits.TenTepDinhKem) {
    found.omit(`/parts/${index}/name`, 'national-portal.part-name-too-long', { limit: limits.TenTepDinhKem })
    return []
  }
  return [
    {
      TepDinhKemId: part.id,
      TenTepDinhKem: part.name,
      IsDeleted: 'False',
      MaThanhPhanHoSo: part.requirementCode,
      DuongDanTaiTepTin: linkTo(part),
      // There is a digital copy: the very file that is linked to.
      DuocSoHoa: '1',
      // Reuse needs to be shown to come from somewhere; no part says so yet.
      DuocTaiSuDung: '0',
      DuocLayTuKhoDMQG: '0',
      MaKetQuaThayThe: '',
    },
  ]
}

function supplementOf(
  one: DossierTruth['supplements'][number],
  index: number,
  found: Findings,
): SupplementRequest[] {
  if (one.requestedBy === null) {
    found.omit(`/supplements/${index}/requestedBy`, 'national-portal.supplement-asker-unknown')
    return []
  }
  return [
    {
      HoSoBoSungId: index + 1,
      NguoiYeuCauBoSung: one.requestedBy,
      NoiDungBoSung: one.message,
      NgayBoSung: toWireTime(one.requestedAt),
      NgayTiepNhanBoSung: toWireTimeOrEmpty(one.answeredAt),
      TrangThaiBoSung: one.answeredAt !== null,
      NgayHenTraTruoc: toWireTimeOrEmpty(one.dueBefore),
      NgayHenTraMoi: toWireTimeOrEmpty(one.dueAfter),
    },
  ]
}

/** Only a result's own file under its own code is a result. */
function resultsOf({ result }: DossierTruth, { linkTo }: DossierMapping, found: Findings): ResultPaper[] {
  if (result === null || result.file === null) return []
  if (result.code === null) {
    found.omit('/result/code', 'national-portal.result-code-missing', { result: result.key })
    return []
  }
  return [
    {
      TenGiayTo: found.fit('/result/name', result.name, limits.TenGiayTo),
      MaGiayToKetQua: result.code,
      DuongDanTepTinKetQua: linkTo(result.file),
    },
  ]
}
