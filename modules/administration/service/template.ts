import type { AgencyKind } from '../../agencies/contract.ts'
import type { ExceptionKind } from '../../calendars/contract.ts'
import type { Role } from '../../people/contract.ts'

/** The words of the workbook: officials read and write them, so they are Vietnamese. */
export const sheets = {
  agencies: 'Cơ quan',
  officers: 'Cán bộ',
  roles: 'Vai trò',
  days: 'Ngày nghỉ',
} as const

export type Sheet = keyof typeof sheets

export const kindWords: Readonly<Record<AgencyKind, string>> = {
  'provincial-committee': 'UBND tỉnh',
  'provincial-office': 'Văn phòng UBND tỉnh',
  department: 'Sở',
  inspectorate: 'Thanh tra',
  'service-centre': 'Trung tâm phục vụ hành chính công tỉnh',
  'commune-committee': 'UBND xã, phường',
  unit: 'Phòng, bộ phận',
  external: 'Cơ quan ngoài tỉnh',
}

export const roleWords: Readonly<Record<Role, string>> = {
  reception: 'Một cửa',
  'case-officer': 'Thụ lý',
  approver: 'Ký duyệt',
  leader: 'Lãnh đạo',
  administrator: 'Quản trị cơ quan',
  operator: 'Quản trị vận hành',
}

export const dayWords: Readonly<Record<Exclude<ExceptionKind, 'ordinary'>, string>> = {
  rest: 'Nghỉ',
  work: 'Làm bù',
  morning: 'Chỉ làm buổi sáng',
  afternoon: 'Chỉ làm buổi chiều',
}

interface ColumnWords {
  readonly header: string
  readonly width: number
  readonly note: string
}

const from = {
  header: 'Từ ngày',
  width: 14,
  note: 'Ngày bắt đầu có hiệu lực, ví dụ 01/12/2026. Chỉ điền cho dòng mới hoặc dòng thay đổi; không nhận ngày đã qua.',
}
const basis = {
  header: 'Căn cứ',
  width: 32,
  note: 'Số và ngày của quyết định. Bắt buộc với dòng mới hoặc thay đổi.',
}
const account = { header: 'Tài khoản', width: 24, note: 'Tên tài khoản cán bộ ở hệ thống đăng nhập.' }
const agency = { header: 'Mã cơ quan', width: 28, note: 'Chọn trong danh sách (cột đầu của trang Cơ quan).' }

export const columns: Readonly<Record<Sheet, readonly ColumnWords[]>> = {
  agencies: [
    { header: 'Mã cơ quan', width: 28, note: 'Mã trong hệ thống. Để trống nếu là cơ quan, đơn vị mới.' },
    { header: 'Tên', width: 40, note: 'Tên đầy đủ.' },
    { header: 'Loại', width: 24, note: 'Chọn trong danh sách.' },
    {
      header: 'Trực thuộc',
      width: 28,
      note: 'Mã cơ quan cấp trên. Để trống nếu không trực thuộc cơ quan nào.',
    },
    { header: 'Mã định danh', width: 18, note: 'Theo QĐ 20/2020/QĐ-TTg. Để trống nếu chưa có.' },
    { header: 'Mã địa bàn', width: 12, note: 'Mã đơn vị hành chính, ví dụ 27694.' },
    {
      header: 'Nơi tiếp nhận',
      width: 40,
      note: 'Nơi tiếp nhận và trả kết quả. Để trống nếu không nhận hồ sơ.',
    },
    from,
    basis,
  ],
  officers: [
    account,
    { header: 'Họ và tên', width: 28, note: 'Họ và tên đầy đủ.' },
    agency,
    { header: 'Chức vụ', width: 28, note: 'Để trống nếu không ghi chức vụ.' },
    from,
    basis,
  ],
  roles: [
    account,
    agency,
    { header: 'Vai trò', width: 20, note: 'Chọn trong danh sách.' },
    { ...from, note: 'Ngày đầu giữ vai trò, ví dụ 01/12/2026. Vai trò mới không bắt đầu ở ngày đã qua.' },
    { header: 'Đến hết ngày', width: 14, note: 'Ngày cuối còn giữ vai trò. Để trống nếu chưa biết.' },
    basis,
  ],
  days: [
    { header: 'Mã cơ quan', width: 28, note: 'Để trống: mọi cơ quan của tỉnh. Có mã: riêng cơ quan ấy.' },
    { header: 'Ngày', width: 14, note: 'Ví dụ 02/09/2027.' },
    { header: 'Là ngày', width: 20, note: 'Chọn trong danh sách.' },
    { header: 'Lý do', width: 36, note: 'Ví dụ: Quốc khánh.' },
    { header: 'Căn cứ', width: 36, note: 'Văn bản quy định.' },
  ],
}
