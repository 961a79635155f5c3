import { html, raw, type Markup } from '../../../platform/http/index.ts'
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

const styles = `
:root { color-scheme: light dark; --line: light-dark(#c9ced6, #424a54); --quiet: light-dark(#4d5560, #aab2bd) }
* { box-sizing: border-box }
body { margin: 0; font: 1.06rem/1.5 system-ui, sans-serif; background: light-dark(#fff, #14171b); color: light-dark(#15181c, #eceef0) }
.watermark { padding: .7rem 1rem; text-align: center; font-weight: 700;
  background: repeating-linear-gradient(-45deg, #ffd84d 0 1.2rem, #ffe27a 1.2rem 2.4rem); color: #201a00 }
main { max-width: 42rem; margin: 0 auto; padding: 1.2rem; overflow-x: auto }
h1 { font-size: 1.5rem; margin: .4rem 0 } dt { color: var(--quiet) } dd { margin: 0 0 .6rem; overflow-wrap: anywhere }
form { display: grid; gap: .5rem; margin: 1.2rem 0 }
button { width: 100%; min-height: 3rem; padding: .6rem .9rem; font: inherit; cursor: pointer; color: inherit;
  background: light-dark(#f7f8fa, #1d2127); border: 1px solid var(--line); border-radius: .5rem }
button:hover, button:focus-visible { border-color: currentcolor } button:focus-visible { outline: 3px solid #2a7de1; outline-offset: 2px }
button:disabled { color: var(--quiet); cursor: default }
table { border-collapse: collapse } th, td { padding: .3rem .6rem; text-align: start; border-bottom: 1px solid var(--line) }
`

function sheet(title: string, styleNonce: string, content: Markup): Markup {
  return html`<!doctype html>
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <style nonce="${styleNonce}">
          ${raw(styles)}
        </style>
      </head>
      <body>
        <div class="watermark" role="note">
          BẢN DÙNG THỬ: đây không phải nền tảng thanh toán, không có tiền thật nào được trả
        </div>
        <main>${content}</main>
      </body>
    </html> `
}

/** Where the payer pays; who pays is not asked. */
export function payPage(payment: KnownPayment, base: string, back: string, styleNonce: string): Markup {
  const { reference, amount, about, receiver, state } = payment
  return sheet(
    'Trả tiền thử',
    styleNonce,
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
export function overviewPage(
  payments: readonly KnownPayment[],
  mode: Mode,
  base: string,
  styleNonce: string,
): Markup {
  return sheet(
    'Nền tảng thanh toán (bản dùng thử)',
    styleNonce,
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
