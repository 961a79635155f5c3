import { html, raw } from '../../http/index.ts'

/** An account that a visitor may choose to be. */
export interface StandInAccount {
  readonly subject: string
  readonly name: string
  /** What may be tried with it, in a few words. */
  readonly tries: string
  /** Under which heading it stands. */
  readonly group?: string
  /** What the issuer tells of it, in the words of the wire. */
  readonly claims: Readonly<Record<string, unknown>>
}

export interface StandInWords {
  /** 'BẢN DÙNG THỬ — không phải …', on every page. */
  readonly watermark: string
  readonly title: string
  readonly lead: string
}

const styles = `
:root { color-scheme: light dark; --line: light-dark(#c9ced6, #424a54); --quiet: light-dark(#4d5560, #aab2bd) }
* { box-sizing: border-box }
body { margin: 0; font: 1.06rem/1.5 system-ui, sans-serif; background: light-dark(#fff, #14171b); color: light-dark(#15181c, #eceef0) }
.watermark { position: sticky; top: 0; padding: .7rem 1rem; text-align: center; font-weight: 700;
  background: repeating-linear-gradient(-45deg, #ffd84d 0 1.2rem, #ffe27a 1.2rem 2.4rem); color: #201a00 }
main { max-width: 42rem; margin: 0 auto; padding: 1.2rem }
h1 { font-size: 1.5rem; margin: .4rem 0 } h2 { font-size: 1.05rem; margin: 1.4rem 0 .4rem }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem }
button { width: 100%; min-height: 3rem; padding: .6rem .9rem; font: inherit; text-align: start; cursor: pointer; color: inherit;
  background: light-dark(#f7f8fa, #1d2127); border: 1px solid var(--line); border-radius: .5rem }
button:hover, button:focus-visible { border-color: currentcolor } button:focus-visible { outline: 3px solid #2a7de1; outline-offset: 2px }
button strong { display: block } button span { color: var(--quiet) } .cancel { margin-top: 1.4rem; text-align: center }
`

export interface ChoicePage {
  readonly words: StandInWords
  readonly accounts: readonly StandInAccount[]
  readonly action: string
  readonly styleNonce: string
}

/** The sign-in page: one button an account, no script. */
export function choicePage({ words, accounts, action, styleNonce }: ChoicePage): string {
  const groups = Map.groupBy(accounts, ({ group }) => group ?? '')
  const lists = [...groups].map(
    ([group, members]) =>
      html`${group !== '' && html`<h2>${group}</h2>`}
        <ul>
          ${members.map(
            ({ subject, name, tries }) =>
              html`<li>
                <button name="account" value="${subject}">
                  <strong>${name}</strong><span>${tries}</span>
                </button>
              </li>`,
          )}
        </ul>`,
  )
  return framed(
    words,
    styleNonce,
    html`<h1>${words.title}</h1>
      <p>${words.lead}</p>
      <form method="post" action="${action}">
        ${lists}
        <p><button class="cancel" name="cancel" value="yes">Hủy, không đăng nhập</button></p>
      </form>`.text,
  )
}

export function errorPage(words: StandInWords, styleNonce: string, error: string): string {
  const body = html`<h1>Không tiếp tục được</h1>
    <p>Lần đăng nhập này đã hết hạn hoặc không hợp lệ. <a href="/">Về trang chủ</a> và đăng nhập lại.</p>
    <p><small>${error}</small></p>`
  return framed(words, styleNonce, body.text)
}

function framed(words: StandInWords, styleNonce: string, body: string): string {
  return html`<!doctype html>
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${words.watermark}</title>
        <style nonce="${styleNonce}">
          ${raw(styles)}
        </style>
      </head>
      <body>
        <div class="watermark" role="note">${words.watermark}</div>
        <main>${raw(body)}</main>
      </body>
    </html>`.text
}
