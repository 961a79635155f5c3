import { Type, type Static } from 'typebox'
import { html, type Markup } from '../../../platform/http/index.ts'
import type { HoSo } from '../wire/provisional/messages.ts'

/** How the stand-in behaves: `broken` takes in and drops the connection, `stopped` takes nothing in. */
export const Mode = Type.Enum(['working', 'broken', 'stopped'])
export type Mode = Static<typeof Mode>

const modeNames: Readonly<Record<Mode, string>> = {
  working: 'Hoạt động',
  broken: 'Hỏng: nhận rồi đứt kết nối',
  stopped: 'Ngừng: không nhận gì',
}

const channelNames: Readonly<Record<string, string>> = {
  '1': 'trực tiếp',
  '2': 'trực tuyến',
  '3': 'bưu chính công ích',
}

/** What has arrived. */
export function page(dossiers: readonly HoSo[], mode: Mode, base: string): Markup {
  const modes = Object.keys(modeNames) as Mode[]
  return html`<!doctype html>
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Hệ thống giám sát EMC (bản dùng thử)</title>
      </head>
      <body>
        <main>
          <p>
            <strong>BẢN DÙNG THỬ</strong>: đây không phải hệ thống EMC của Bộ Khoa học và Công nghệ, mà là bản
            thay thế để thử kết nối. Định dạng dữ liệu là <strong>tạm thời</strong>, chưa có đặc tả chính
            thức.
          </p>
          <h1>Hồ sơ đã nhận: ${dossiers.length}</h1>
          <p>Trạng thái hiện tại: <strong>${modeNames[mode]}</strong></p>
          <form method="post">
            ${modes.map((one) => html`<button formaction="${base}/mode/${one}" ${one === mode && html` disabled`}>${modeNames[one]}</button> `)}
          </form>
          <table>
            <thead>
              <tr>
                <th scope="col">Mã hồ sơ</th>
                <th scope="col">Đơn vị</th>
                <th scope="col">Hình thức nộp</th>
                <th scope="col">Trạng thái</th>
                <th scope="col">Tiếp nhận</th>
              </tr>
            </thead>
            <tbody>
              ${dossiers.toReversed().map(row)}
            </tbody>
          </table>
        </main>
      </body>
    </html> `
}

function row({ MaHoSo, DonViXuLy, KenhThucHien, TrangThaiHoSo, NgayTiepNhan }: HoSo): Markup {
  const day = NgayTiepNhan.replace(/^(\d{4})(\d\d)(\d\d).*$/, '$3/$2/$1')
  return html`<tr>
    <td>${MaHoSo}</td>
    <td>${DonViXuLy}</td>
    <td>${KenhThucHien === null ? 'không rõ' : channelNames[KenhThucHien]}</td>
    <td>${TrangThaiHoSo}</td>
    <td>${day}</td>
  </tr> `
}
