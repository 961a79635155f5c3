import type { ReactNode } from 'react'
import { Outlet } from 'react-router'
import { ErrorPage } from '../kit/error-page.tsx'
import { Frame, type NavigationItem } from '../kit/frame.tsx'
import type { PageHandle } from '../kit/handle.ts'
import { useRoot, useWords } from '../kit/words/use.ts'

export const handle: PageHandle = { area: 'citizen' }

function CitizenFrame({ children }: { readonly children: ReactNode }): ReactNode {
  const words = useWords().frame
  const visitor = useRoot()?.visitor
  const items: NavigationItem[] = [
    { to: '/thu-tuc', text: words.procedures },
    { to: '/tra-cuu', text: words.track },
    ...(visitor?.kind === 'citizen' ? [{ to: '/ho-so', text: words.myDossiers }] : []),
    ...(visitor?.kind === 'officer' ? [{ to: '/workbench', text: words.toWorkbench }] : []),
  ]
  return (
    <Frame area={words.citizenArea} home="/" navigation={items}>
      {children}
    </Frame>
  )
}

export default function CitizenLayout(): ReactNode {
  return (
    <CitizenFrame>
      <Outlet />
    </CitizenFrame>
  )
}

export function ErrorBoundary({ error }: { readonly error: unknown }): ReactNode {
  return (
    <CitizenFrame>
      <ErrorPage error={error} />
    </CitizenFrame>
  )
}
