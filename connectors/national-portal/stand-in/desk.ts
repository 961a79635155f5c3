import { randomBytes } from 'node:crypto'
import { Value } from 'typebox/value'
import type { TSchema } from 'typebox'
import { services } from '../wire/services.ts'
import { DossierMessage, ProgressStep } from '../wire/v2025/dossier-message.ts'

export interface PortalAnswer {
  readonly error_code: string
  readonly message: string
  readonly result?: readonly unknown[]
}

export interface ReceivedDossier {
  readonly body: DossierMessage
  readonly steps: readonly ProgressStep[]
  /** How often it was told anew after the first time. */
  readonly updates: number
}

/** One push that was taken in, as it is kept. */
export interface Taken {
  readonly service: string
  readonly isUpdating: boolean
  readonly data: readonly unknown[]
}

export interface DeskSettings {
  readonly provinceCode: string
  readonly username: string
  readonly password: string
}

const ok = (message: string): PortalAnswer => ({ error_code: '0', message })
const refused = (message: string, code = '1'): PortalAnswer => ({ error_code: code, message })

/** The receiving side: takes what keeps to the wire's rules, refuses everything else in words, and remembers what it took. */
export function openDesk(settings: DeskSettings, keep: (taken: Taken) => void = () => undefined) {
  const dossiers = new Map<string, ReceivedDossier>()
  const sessions = new Set<string>()

  function insertOrUpdate(data: readonly unknown[], isUpdating: boolean): PortalAnswer {
    const fault = data
      .map((one) => faultOf(DossierMessage, one) ?? contradiction(one as DossierMessage))
      .find(Boolean)
    if (fault) return refused(fault)
    const messages = data as readonly DossierMessage[]
    for (const { MaHoSo } of messages) {
      if (isUpdating && !dossiers.has(MaHoSo)) return refused(`Không tìm thấy hồ sơ ${MaHoSo}`, '-3')
      if (!isUpdating && dossiers.has(MaHoSo)) return refused(`Hồ sơ ${MaHoSo} đã tồn tại`, '3')
    }
    for (const body of messages) {
      const before = dossiers.get(body.MaHoSo)
      const updates = before === undefined ? 0 : before.updates + 1
      dossiers.set(body.MaHoSo, { body, steps: before?.steps ?? [], updates })
    }
    return ok('Đồng bộ hồ sơ thành công')
  }

  function contradiction(message: DossierMessage): string | undefined {
    const { MaHoSo, NgayNopHoSo, NgayTiepNhan, TrangThaiHoSo, NgayKetThucXuLy, NgayTra } = message
    if (!(MaHoSo.split('-')[0] ?? '').split('.').includes(settings.provinceCode)) {
      return `Mã hồ sơ ${MaHoSo} không có mã định danh tỉnh ${settings.provinceCode}`
    }
    if (NgayNopHoSo > NgayTiepNhan) return `Hồ sơ ${MaHoSo}: NgayNopHoSo sau NgayTiepNhan`
    const isOver = TrangThaiHoSo === '9' || TrangThaiHoSo === '10'
    if (isOver !== (NgayKetThucXuLy !== ''))
      return `Hồ sơ ${MaHoSo}: NgayKetThucXuLy không khớp TrangThaiHoSo`
    if ((TrangThaiHoSo === '10') !== (NgayTra !== ''))
      return `Hồ sơ ${MaHoSo}: NgayTra không khớp TrangThaiHoSo`
    return undefined
  }

  // Steps are added to those there are, as the portal does: whoever sends one twice has it twice.
  function addSteps(data: readonly unknown[]): PortalAnswer {
    const fault = data.map((one) => faultOf(ProgressStep, one)).find(Boolean)
    if (fault) return refused(fault)
    const steps = data as readonly ProgressStep[]
    const unknown = steps.find(({ MaHoSo }) => !dossiers.has(MaHoSo))
    if (unknown) return refused(`Không tìm thấy hồ sơ ${unknown.MaHoSo}`, '-3')
    for (const step of steps) {
      const dossier = dossiers.get(step.MaHoSo)
      if (dossier) dossiers.set(step.MaHoSo, { ...dossier, steps: [...dossier.steps, step] })
    }
    return ok('Cập nhật tiến độ thành công')
  }

  function take({ service, isUpdating, data }: Taken): PortalAnswer {
    if (data.length === 0) return refused('Không có dữ liệu')
    if (service === services.dossier) return insertOrUpdate(data, isUpdating)
    if (service === services.progress) return addSteps(data)
    return refused(`Không có dịch vụ ${service}`)
  }

  return {
    login(username: unknown, password: unknown) {
      if (username !== settings.username || password !== settings.password) {
        return { error_code: 1, session: '', message: 'Sai tài khoản hoặc mật khẩu' }
      }
      const session = randomBytes(16).toString('hex')
      sessions.add(session)
      return { error_code: 0, session, message: '' }
    },
    push(envelope: Readonly<Record<string, unknown>>): PortalAnswer {
      const { session, madonvi, service, isUpdating, data } = envelope
      if (!isOpen(session)) return expired
      if (typeof madonvi !== 'string' || madonvi === '') return refused('Thiếu madonvi')
      if (isUpdating !== 'True' && isUpdating !== 'False' && service === services.dossier) {
        return refused('isUpdating phải là True hoặc False')
      }
      if (!Array.isArray(data)) return refused('data phải là một mảng')
      const taken = { service: String(service), isUpdating: isUpdating === 'True', data }
      const answer = take(taken)
      if (answer.error_code === '0') keep(taken)
      return answer
    },
    ask({ session, service, mahoso }: Readonly<Record<string, unknown>>): PortalAnswer {
      if (!isOpen(session)) return expired
      if (service !== services.lookUp) return refused(`Không có dịch vụ ${String(service)}`)
      const found = dossiers.get(String(mahoso))
      const result = found && [
        { MaHoSo: found.body.MaHoSo, TrangThaiHoSo: found.body.TrangThaiHoSo, TienDo: found.steps },
      ]
      return { ...ok('Thành công'), result: result ?? [] }
    },
    /** Takes up again what was kept. */
    resume: (taken: Taken) => void take(taken),
    forgetSessions: () => sessions.clear(),
    dossiers: (): readonly ReceivedDossier[] => [...dossiers.values()],
    find: (code: string) => dossiers.get(code),
  }

  function isOpen(session: unknown): boolean {
    return typeof session === 'string' && sessions.has(session)
  }
}

export type Desk = ReturnType<typeof openDesk>

const expired = refused('Phiên làm việc không hợp lệ hoặc đã hết hạn', '-1')

function faultOf(schema: TSchema, value: unknown): string | undefined {
  const [first] = Value.Errors(schema, value)
  return first && `Dữ liệu không hợp lệ: ${first.instancePath || '/'} ${first.message}`
}
