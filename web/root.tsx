import type { ReactNode } from 'react'
import { Links, Outlet, Scripts, ScrollRestoration, useMatches, type LoaderFunctionArgs } from 'react-router'
import { call, visitContext } from './kit/api.ts'
import { ErrorPage } from './kit/error-page.tsx'
import { Frame } from './kit/frame.tsx'
import { areaOf, carriesScripts, isWall } from './kit/handle.ts'
import { officesOf } from './kit/calls/agencies.ts'
import darkStyle from './kit/style/dark.css?url'
import { darkMedia } from './kit/theme.ts'
import { anonymous, type Visitor } from './kit/visitor.ts'
import { useRoot, useWords } from './kit/words/use.ts'
import './kit/style/tokens.css'
import './kit/style/base.css'
import './kit/style/controls.css'
import './kit/style/panel.css'
import './kit/style/notice.css'
import './kit/style/tag.css'
import './kit/style/table.css'
import './kit/style/facts.css'
import './kit/style/lists.css'
import './kit/style/timeline.css'
import './kit/style/derivation.css'
import './kit/style/chart.css'
import './kit/style/frame.css'
import './kit/style/print.css'

/** The house's mark for the browser's tab: a sun over a road. */
const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" rx="6" fill="#20437a"/>' +
    '<path d="M8 22a10 10 0 0 1 20 0z" fill="#e0a82e"/>' +
    '<path d="M5 22h26M9 27h18M13 32h10" stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>',
)}`

export async function loader({ context }: LoaderFunctionArgs) {
  const { language, theme, house, now } = context.get(visitContext)
  const session = await call<Visitor>({ context }, 'GET', '/api/v1/session')
  const visitor = session.ok ? session.value : anonymous
  return { language, theme, house, visitor, now: now(), offices: await officesOf({ context }, visitor) }
}

/** Navigation within the workbench does not ask again who is there; a form that was sent does. */
export function shouldRevalidate({ formMethod }: { formMethod?: string }): boolean {
  return formMethod !== undefined && formMethod !== 'GET'
}

export function Layout({ children }: { readonly children: ReactNode }): ReactNode {
  const root = useRoot()
  const handles = useMatches().map((match) => match.handle)
  const chosen = root?.theme ?? 'system'
  const theme = chosen === 'system' && isWall(handles) ? 'dark' : chosen
  const dark = darkMedia(theme)
  return (
    <html lang={root?.language ?? 'vi'}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme === 'system' ? 'light dark' : theme} />
        <link rel="icon" href={icon} />
        <Links />
        {dark === null ? null : <link rel="stylesheet" href={darkStyle} media={dark} />}
      </head>
      <body data-area={areaOf(handles)} data-wall={isWall(handles) ? '' : undefined}>
        {children}
        {carriesScripts(handles) ? (
          <>
            <ScrollRestoration />
            <Scripts />
          </>
        ) : null}
      </body>
    </html>
  )
}

export default function App(): ReactNode {
  return <Outlet />
}

export function ErrorBoundary({ error }: { readonly error: unknown }): ReactNode {
  const words = useWords()
  return (
    <Frame area={words.frame.citizenArea} home="/" navigation={[]}>
      <ErrorPage error={error} />
    </Frame>
  )
}
