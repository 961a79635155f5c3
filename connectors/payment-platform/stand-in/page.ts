import { html, type Markup } from '../../../platform/http/index.ts'
import type { KnownPayment } from './desk.ts'
import { modes, type Mode } from './mode.ts'

const modeNames: Readonly<Record<Mode, string>> = {
  working: 'Hoạt động',
  slow: 'Chậm: trả lời và xác nhận quá muộn',
  down: 'Ngừng: không trả lời',
  double: 'Xác nhận hai lần',
  silent: 'Không bao giờ xác nhận',
  'wrong-signature': 'Xác nhận sai mã xác thực',
  'wrong-amount': 'Thu thiếu 1.000 đồng',
}

const stateNames = { waiting: 'Chờ trả tiền', paid: 'Đã trả', failed: 'Không trả' } as const

const amountOf = (amount: number) => `${amount.toLocaleString('vi-VN')} đồng`

function sheet(title: string, content: Markup): Markup {
  return html`<!doctype html>
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
      </head>
      <body>
        <main>
          <p>
            <strong>BẢN DÙNG THỬ</strong>: đây không phải nền tảng thanh toán, không có tiền thật nào được
            trả.
          </p>
          ${content}
        </main>
      </body>
    </html> `
}

/** Where the payer pays; who pays is not asked. */
export function payPage(payment: KnownPayment, base: string, back: string): Markup {
  const { reference, amount, about, receiver, state } = payment
  return sheet(
    'Trả tiền thử',
    html`<h1>Trả ${amountOf(amount)}</h1>
      <dl>
        <dt>Nội dung</dt>
        <dd>${about}</dd>
        <dt>Nơi nhận</dt>
        <dd>${receiver}</dd>
        <dt>Mã tham chiếu</dt>
        <dd><code>${reference}</code></dd>
      </dl>
      ${
        state === 'waiting'
          ? html`<form method="post">
              <button formaction="${base}/pay/${reference}/paid">Trả tiền thử</button>
              <button formaction="${base}/pay/${reference}/cancelled">Không trả</button>
            </form>`
          : html`<p>${stateNames[state]}.</p>
              <p><a href="${back}">Quay về</a></p>`
      }`,
  )
}

/** What it was told of, and its switch. */
export function overviewPage(payments: readonly KnownPayment[], mode: Mode, base: string): Markup {
  return sheet(
    'Nền tảng thanh toán (bản dùng thử)',
    html`<h1>Giao dịch: ${payments.length}</h1>
      <p>Trạng thái hiện tại: <strong>${modeNames[mode]}</strong></p>
      <form method="post">
        ${modes.map((one) => html`<button formaction="${base}/mode/${one}" ${one === mode && html` disabled`}>${modeNames[one]}</button> `)}
      </form>
      <table>
        <thead>
          <tr>
            <th scope="col">Nội dung</th>
            <th scope="col">Số tiền</th>
            <th scope="col">Trạng thái</th>
            <th scope="col">Mã giao dịch</th>
          </tr>
        </thead>
        <tbody>
          ${payments.toReversed().map(
            ({ about, amount, state, providerId }) =>
              html`<tr>
                <td>${about}</td>
                <td>${amountOf(amount)}</td>
                <td>${stateNames[state]}</td>
                <td>${providerId ?? ''}</td>
              </tr> `,
          )}
        </tbody>
      </table>`,
  )
}
