import { CookieBrowser } from '../cookie-browser.ts'

/** Whoever may stand before the province, by the name that heads a column of rights.md; nobody has no account. */
export const visitors = {
  nobody: null,
  owner: { issuer: 'citizen', account: 'nguyen-van-an' },
  'other citizen': { issuer: 'citizen', account: 'pham-quoc-dung' },
  reception: { issuer: 'officer', account: 'nguyen-thi-lan' },
  'case officer': { issuer: 'officer', account: 'tran-quoc-bao' },
  approver: { issuer: 'officer', account: 'vo-hong-son' },
  'reception elsewhere': { issuer: 'officer', account: 'le-thi-my-hanh' },
  'case officer elsewhere': { issuer: 'officer', account: 'huynh-tan-loc' },
  'approver elsewhere': { issuer: 'officer', account: 'dang-van-hung' },
  leader: { issuer: 'officer', account: 'lam-chi-hieu' },
  'leader elsewhere': { issuer: 'officer', account: 'do-thi-hong-gam' },
  operator: { issuer: 'officer', account: 'to-thanh-phong' },
  administrator: { issuer: 'officer', account: 'ngo-thi-kim-ngan' },
} as const

export type VisitorName = keyof typeof visitors

export const visitorNames = Object.keys(visitors) as VisitorName[]

/** The agency that the dossiers of the matrix belong to, and the one at which the officers elsewhere serve. */
export const concerned = 'ubnd-27694'
export const elsewhere = 'ubnd-25459'

/** A browser in which this visitor is signed in, by the way that everybody takes. */
export async function signedIn(home: string, name: VisitorName): Promise<CookieBrowser> {
  const browser = new CookieBrowser(home)
  const account = visitors[name]
  if (account === null) return browser
  const choice = await browser.get(`/auth/${account.issuer}/sign-in?next=/api`)
  const landed = await browser.post(choice.url.href, { account: account.account })
  if (landed.url.pathname !== '/api') throw new Error(`${name} could not sign in: ${landed.url.href}`)
  return browser
}
