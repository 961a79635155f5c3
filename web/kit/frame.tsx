import type { ReactNode } from 'react'
import { useLocation } from 'react-router'
import { Original } from './original.tsx'
import { PrintHead } from './print-head.tsx'
import { themes } from './theme.ts'
import { signInPaths } from './visitor.ts'
import { useProvinceName, useRoot, useWords } from './words/use.ts'

export interface NavigationItem {
  readonly to: string
  readonly text: string
}

/** Band, masthead, main part and foot of every page of an area. */
export function Frame({
  area,
  home,
  navigation,
  children,
}: {
  readonly area: string
  readonly home: string
  readonly navigation: readonly NavigationItem[]
  readonly children: ReactNode
}): ReactNode {
  const words = useWords()
  const root = useRoot()
  const province = useProvinceName()
  return (
    <>
      <a className="skip" href="#main">
        {words.frame.skip}
      </a>
      <header className="masthead">
        {root?.house.demo ? <p className="demo-band">{words.frame.demoBand}</p> : null}
        <div className="masthead-row column">
          <a className="wordmark" href={home}>
            <Sun />
            <span>
              <strong>{area}</strong>
              <span className="soft small">{province}</span>
            </span>
          </a>
          <Navigation items={navigation} />
          <Account />
        </div>
      </header>
      <PrintHead area={area} province={province} />
      <main id="main" tabIndex={-1} className="column">
        {children}
      </main>
      <footer className="footer">
        <div className="column">
          <p>
            {words.frame.footer(province)}. {words.frame.footerPromise}
          </p>
          <ul>
            <li>
              <LanguageSwitch />
            </li>
            <li>
              <ThemeSwitch />
            </li>
          </ul>
        </div>
      </footer>
    </>
  )
}

function Navigation({ items }: { readonly items: readonly NavigationItem[] }): ReactNode {
  const words = useWords()
  const { pathname } = useLocation()
  const current = items
    .filter(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
    .toSorted((a, b) => b.to.length - a.to.length)[0]
  if (items.length === 0) return null
  return (
    <nav className="masthead-nav" aria-label={words.frame.mainNavigation}>
      <ul>
        {items.map((item) => (
          <li key={item.to}>
            <a href={item.to} aria-current={item === current ? 'page' : undefined}>
              {item.text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Who is signed in, and for an officer where; the way in and the way out. */
function Account(): ReactNode {
  const words = useWords()
  const root = useRoot()
  const { pathname, search } = useLocation()
  const visitor = root?.visitor
  if (root === undefined || visitor === undefined || visitor.kind === 'anonymous') {
    return (
      <p className="account">
        <a href={`/dang-nhap?next=${encodeURIComponent(pathname + search)}`}>{words.frame.signIn}</a>
      </p>
    )
  }
  const [office, ...more] = root.offices
  return (
    <form className="account" method="post" action={signInPaths.out}>
      <p className="account-who">
        <span className="out-of-sight">{words.frame.signedInAs} </span>
        <strong>{visitor.name}</strong>
        {office === undefined ? null : (
          <span className="soft small">
            {more.length === 0 ? office : words.frame.officeAndMore(office, more.length)}
          </span>
        )}
      </p>
      <button type="submit" className="link-button">
        {words.frame.signOut}
      </button>
    </form>
  )
}

function LanguageSwitch(): ReactNode {
  const words = useWords()
  const { pathname, search } = useLocation()
  return (
    <form method="post" action="/ngon-ngu">
      <input type="hidden" name="next" value={pathname + search} />
      <button
        type="submit"
        className="link-button"
        name="language"
        value={words.frame.otherLanguageCode}
        lang={words.frame.otherLanguageCode}
        aria-label={words.frame.languageLabel}
      >
        {words.frame.toOtherLanguage}
      </button>
    </form>
  )
}

/** Three ways to be read; the one in force is said and not offered. */
function ThemeSwitch(): ReactNode {
  const words = useWords()
  const theme = useRoot()?.theme ?? 'system'
  const { pathname, search } = useLocation()
  return (
    <form className="themes" method="post" action="/giao-dien">
      <input type="hidden" name="next" value={pathname + search} />
      <span>{words.frame.theme}:</span>
      {themes.map((one) =>
        one === theme ? (
          <strong key={one}>{words.frame.themes[one]}</strong>
        ) : (
          <button key={one} type="submit" className="link-button" name="theme" value={one}>
            {words.frame.themes[one]}
          </button>
        ),
      )}
    </form>
  )
}

/** The house's mark: a sun that rises over a straight road. */
function Sun(): ReactNode {
  return (
    <svg viewBox="0 0 36 36" aria-hidden="true" focusable="false">
      <rect className="wordmark-ground" width="36" height="36" rx="6" />
      <path className="wordmark-sun" d="M8 22a10 10 0 0 1 20 0z" />
      <path className="wordmark-ray" d="M5 22h26M9 27h18M13 32h10" strokeWidth="2" strokeLinecap="round" />
    </svg>
  )
}

/** The page's title in the tab and its first heading; `lead` says in a sentence what it is for. */
export function PageTitle({
  title,
  tab,
  lead,
  original = false,
}: {
  readonly title: string
  readonly tab?: string
  readonly lead?: ReactNode
  /** The title is content, in Vietnamese whichever language the page is in. */
  readonly original?: boolean
}): ReactNode {
  const province = useProvinceName()
  return (
    <>
      <title>{`${tab ?? title} – ${province}`}</title>
      <h1>{original ? <Original>{title}</Original> : title}</h1>
      {lead === undefined ? null : <p>{lead}</p>}
    </>
  )
}

export function Back({ to, text }: { readonly to: string; readonly text?: string }): ReactNode {
  const words = useWords()
  return (
    <a className="back" href={to}>
      ‹ {text ?? words.frame.back}
    </a>
  )
}
