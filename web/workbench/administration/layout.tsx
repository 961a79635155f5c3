import type { ReactNode } from 'react'
import { Outlet, useLocation } from 'react-router'
import { ErrorPage } from '../../kit/error-page.tsx'
import { useWords } from '../../kit/words/use.ts'
import './administration.css'

const base = '/workbench/quan-tri'

function Sections({ children }: { readonly children: ReactNode }): ReactNode {
  const say = useWords().administration
  const { pathname } = useLocation()
  const sections = [
    { to: base, text: say.officers, isHere: pathname === base || pathname.startsWith(`${base}/can-bo`) },
    { to: `${base}/co-quan`, text: say.agencies, isHere: pathname.startsWith(`${base}/co-quan`) },
    { to: `${base}/lich`, text: say.calendars, isHere: pathname.startsWith(`${base}/lich`) },
    { to: `${base}/bang-tinh`, text: say.workbookNav, isHere: pathname.startsWith(`${base}/bang-tinh`) },
    { to: `${base}/quyen`, text: say.rights, isHere: pathname.startsWith(`${base}/quyen`) },
  ]
  return (
    <>
      <nav aria-label={say.sections}>
        <ul className="bare pages sections">
          {sections.map(({ to, text, isHere }) => (
            <li key={to}>
              <a href={to} aria-current={isHere ? 'true' : undefined}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </>
  )
}

export default function AdministrationLayout(): ReactNode {
  return (
    <Sections>
      <Outlet />
    </Sections>
  )
}

export function ErrorBoundary({ error }: { readonly error: unknown }): ReactNode {
  return (
    <Sections>
      <ErrorPage error={error} />
    </Sections>
  )
}
