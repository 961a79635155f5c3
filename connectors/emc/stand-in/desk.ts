import { Value } from 'typebox/value'
import type { TSchema } from 'typebox'
import {
  CountsRequest,
  DossierRequest,
  ListRequest,
  type CountRow,
  type HoSo,
} from '../wire/provisional/messages.ts'

export interface DeskSettings {
  readonly provinceCode: string
  readonly token: string
}

/** What was taken in, as it is kept. */
export interface Taken {
  readonly key: string
  readonly hoSo: HoSo
}

export interface Answered {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

const ok = (body: Readonly<Record<string, unknown>>): Answered => ({
  status: 200,
  body: { MaLoi: '0', MoTaLoi: '', ...body },
})
const refused = (MoTaLoi: string, status = 422): Answered => ({ status, body: { MaLoi: '1', MoTaLoi } })

/** The receiving side: takes in what keeps to the format, each key once, refuses everything else in words, and counts. */
export function openDesk(
  { provinceCode, token }: DeskSettings,
  keep: (taken: Taken) => void = () => undefined,
) {
  const dossiers = new Map<string, HoSo>()
  const keys = new Set<string>()

  function take({ key, hoSo }: Taken): void {
    if (keys.has(key)) return
    keys.add(key)
    dossiers.set(hoSo.MaHoSo, hoSo)
  }

  /** Undefined where the request is in order. */
  function faultOf(schema: TSchema, body: unknown): Answered | undefined {
    const [first] = Value.Errors(schema, body)
    if (first) return refused(`Dữ liệu không hợp lệ: ${first.instancePath || '/'} ${first.message}`)
    const { MaTinh } = body as { readonly MaTinh: string }
    return MaTinh === provinceCode ? undefined : refused(`Mã tỉnh ${MaTinh} không đúng`)
  }

  return {
    isKnown: (authorization: string | undefined) => authorization === `Bearer ${token}`,
    tell(body: unknown, key: string | undefined): Answered {
      const fault = faultOf(DossierRequest, body)
      if (fault) return fault
      if (key === undefined || key === '') return refused('Thiếu khóa chống trùng')
      const { HoSo: hoSo } = body as DossierRequest
      const isOver = hoSo.TrangThaiHoSo === '9' || hoSo.TrangThaiHoSo === '10'
      if (isOver !== (hoSo.NgayKetThucXuLy !== '')) {
        return refused(`Hồ sơ ${hoSo.MaHoSo}: NgayKetThucXuLy không khớp TrangThaiHoSo`)
      }
      if (!keys.has(key)) keep({ key, hoSo })
      take({ key, hoSo })
      return ok({})
    },
    count(body: unknown): Answered {
      const fault = faultOf(CountsRequest, body)
      if (fault) return fault
      const { TuNgay, DenNgay } = body as CountsRequest
      const cells = new Map<string, CountRow>()
      for (const { NgayTiepNhan, MaDonVi, TrangThaiHoSo, KenhThucHien } of dossiers.values()) {
        const day = NgayTiepNhan.slice(0, 8)
        if (day < TuNgay || day > DenNgay) continue
        const key = JSON.stringify([day, MaDonVi, TrangThaiHoSo, KenhThucHien])
        const SoLuong = (cells.get(key)?.SoLuong ?? 0) + 1
        cells.set(key, { NgayTiepNhan: day, MaDonVi, TrangThaiHoSo, KenhThucHien, SoLuong })
      }
      return ok({ SoLieu: [...cells.values()] })
    },
    list(body: unknown): Answered {
      const fault = faultOf(ListRequest, body)
      if (fault) return fault
      const { NgayTiepNhan, MaDonVi } = body as ListRequest
      const DanhSach = [...dossiers.values()]
        .filter((one) => one.MaDonVi === MaDonVi && one.NgayTiepNhan.startsWith(NgayTiepNhan))
        .map(({ MaHoSo, TrangThaiHoSo, KenhThucHien }) => ({ MaHoSo, TrangThaiHoSo, KenhThucHien }))
      return ok({ DanhSach })
    },
    /** Takes up again what was kept. */
    resume: take,
    /** Loses a dossier, as the other side may. */
    lose: (code: string) => dossiers.delete(code),
    dossiers: (): readonly HoSo[] => [...dossiers.values()],
    find: (code: string) => dossiers.get(code),
    /** How many messages it took in: the same key twice is one. */
    messages: () => keys.size,
  }
}

export type Desk = ReturnType<typeof openDesk>
