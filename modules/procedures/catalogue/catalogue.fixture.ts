import { columns, type Column } from './row.ts'

/** A row of the catalogue in which nothing is doubtful, but for what is given otherwise. */
export function aRow(given: Partial<Record<Column, string>> = {}): Record<Column, string> {
  return {
    ma_thu_tuc: '1.001193',
    ten_thu_tuc: 'Đăng ký khai sinh',
    linh_vuc: 'Hộ tịch',
    bo: 'bo-tu-phap',
    cap_thuc_hien: 'Cấp xã',
    loai_thu_tuc: 'TTHC được giao luật quy định chi tiết',
    so_quyet_dinh: '1872/QĐ-BTP',
    doi_tuong_thuc_hien: 'Công dân Việt Nam',
    kenh: 'Trực tuyến|Trực tiếp',
    thoi_han_theo_kenh: 'Trực tuyến=1 Ngày làm việc|Trực tiếp=1 Ngày làm việc',
    phi_so_dong: 'mien_phi',
    detail_url: 'https://dichvucong.gov.vn/thu-tuc-hanh-chinh/1',
    ...given,
  }
}

/** Rows as the catalogue's export writes them. */
export function aFile(rows: readonly Readonly<Record<string, string>>[]): string {
  const quoted = (value = '') => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
  const lines = rows.map((row) => columns.map((name) => quoted(row[name])).join(','))
  return [columns.join(','), ...lines, ''].join('\r\n')
}
