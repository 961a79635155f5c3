import { html, type Markup } from '../../../platform/http/index.ts'
import type { ReceivedDossier } from './desk.ts'
import { modes, type Mode } from './mode.ts'

const stateNames: Readonly<Record<string, string>> = {
  '1': 'Mới đăng ký',
  '2': 'Được tiếp nhận',
  '3': 'Không được tiếp nhận',
  '4': 'Đang xử lý',
  '5': 'Yêu cầu bổ sung giấy tờ',
  '6': 'Yêu cầu thực hiện nghĩa vụ tài chính',
  '7': 'Công dân yêu cầu rút hồ sơ',
  '8': 'Dừng xử lý',
  '9': 'Đã xử lý xong',
  '10': 'Đã trả kết quả',
}

const modeNames: Readonly<Record<Mode, string>> = {
  working: 'Hoạt động',
  slow: 'Chậm: nhận rồi trả lời quá muộn',
  broken: 'Hỏng: nhận rồi đứt kết nối',
  stopped: 'Ngừng: không nhận gì',
}

/** What has arrived, without a word about whose dossiers they are. */
export function page(dossiers: readonly ReceivedDossier[], mode: Mode, base: string): Markup {
  return html`<!doctype html>
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Cổng DVCQG (bản dùng thử)</title>
      </head>
      <body>
        <main>
          <p>
            <strong>BẢN DÙNG THỬ</strong>: đây không phải Cổng Dịch vụ công quốc gia, mà là bản thay thế để
            thử kết nối.
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
                <th scope="col">Thủ tục</th>
                <th scope="col">Trạng thái</th>
                <th scope="col">Tiếp nhận</th>
                <th scope="col">Hẹn trả</th>
                <th scope="col">Xử lý xong</th>
                <th scope="col">Số bước</th>
                <th scope="col">Số lần cập nhật</th>
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

function row({ body, steps, updates }: ReceivedDossier): Markup {
  const { MaHoSo, MaTTHC, TenTTHC, TrangThaiHoSo, NgayTiepNhan, NgayHenTra, NgayKetThucXuLy } = body
  return html`<tr>
    <td>${MaHoSo}</td>
    <td>${MaTTHC} ${TenTTHC}</td>
    <td>${TrangThaiHoSo} ${stateNames[TrangThaiHoSo]}</td>
    <td>${readable(NgayTiepNhan)}</td>
    <td>${readable(NgayHenTra)}</td>
    <td>${readable(NgayKetThucXuLy)}</td>
    <td>${steps.length}</td>
    <td>${updates}</td>
  </tr> `
}

function readable(time: string): string {
  const [, year, month, day, hour, minute] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)/.exec(time) ?? []
  return year === undefined ? '' : `${hour}:${minute} ${day}/${month}/${year}`
}
