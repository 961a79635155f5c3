import type { Problem } from '../../kernel/problem.ts'
import { html } from '../http/index.ts'

const reasons: Readonly<Record<string, string>> = {
  'auth.attempt-unknown': 'Lần đăng nhập này đã hết hạn hoặc đã được dùng. Hãy đăng nhập lại.',
  'auth.refused-by-issuer': 'Việc đăng nhập đã bị hủy hoặc bị hệ thống xác thực từ chối.',
  'auth.issuer-unreachable': 'Chưa kết nối được với hệ thống xác thực. Hãy thử lại sau ít phút.',
  'auth.issuer-answer-invalid': 'Hệ thống xác thực trả lời không đúng. Hãy thử lại sau ít phút.',
  'http.too-many-requests': 'Có quá nhiều lần đăng nhập từ nơi này. Hãy đợi một phút rồi thử lại.',
  'people.officer-unknown': 'Tài khoản này chưa được tỉnh cấp quyền sử dụng.',
  'people.officer-without-role': 'Tài khoản này hiện không giữ nhiệm vụ nào tại cơ quan của tỉnh.',
  'people.subject-of-another':
    'Số định danh này đang gắn với một tài khoản khác. Hãy liên hệ cơ quan tiếp nhận.',
}

const styles = `
:root { color-scheme: light dark }
body { margin: 3rem auto; max-width: 34rem; padding: 0 1.2rem; font: 1.06rem/1.6 system-ui, sans-serif }
small { opacity: .75 }
`

/** Tells a person, not a program, why they are not signed in. */
export function failurePage(problem: Problem, requestId: string, nonce: string, again: string): string {
  return html`<!doctype html>
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Chưa đăng nhập được</title>
        <style nonce="${nonce}">
          ${styles}
        </style>
      </head>
      <body>
        <main>
          <h1>Chưa đăng nhập được</h1>
          <p>${reasons[problem.code] ?? 'Đã có lỗi xảy ra khi đăng nhập. Hãy thử lại.'}</p>
          <p><a href="${again}">Đăng nhập lại</a> · <a href="/">Về trang chủ</a></p>
          <p><small>${problem.code} · ${requestId}</small></p>
        </main>
      </body>
    </html>`.text
}
