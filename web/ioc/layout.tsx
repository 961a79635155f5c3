import type { ReactNode } from 'react'
import { Outlet } from 'react-router'
import { ErrorPage } from '../kit/error-page.tsx'
import { Frame } from '../kit/frame.tsx'
import type { PageHandle } from '../kit/handle.ts'
import { useRoot, useWords } from '../kit/words/use.ts'
import { Live } from './live.tsx'
import './ioc.css'
import './wall.css'

export const handle: PageHandle = { area: 'ioc', scripts: true }

function IocFrame({ children }: { readonly children: ReactNode }): ReactNode {
  const words = useWords().frame
  const works = useRoot()?.visitor.kind === 'officer' ? [{ to: '/workbench', text: words.toWorkbench }] : []
  return (
    <Frame area={words.iocArea} home="/ioc" navigation={[{ to: '/ioc', text: words.figures }, ...works]}>
      {children}
    </Frame>
  )
}

export default function IocLayout(): ReactNode {
  return (
    <IocFrame>
      <Outlet />
      <Live />
    </IocFrame>
  )
}

export function ErrorBoundary({ error }: { readonly error: unknown }): ReactNode {
  return (
    <IocFrame>
      <ErrorPage error={error} />
    </IocFrame>
  )
}
