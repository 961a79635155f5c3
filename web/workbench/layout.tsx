import type { ReactNode } from 'react'
import { Outlet } from 'react-router'
import { ErrorPage } from '../kit/error-page.tsx'
import { Frame, type NavigationItem } from '../kit/frame.tsx'
import type { PageHandle } from '../kit/handle.ts'
import { holds } from '../kit/visitor.ts'
import { useRoot, useWords } from '../kit/words/use.ts'
import './workbench.css'

export const handle: PageHandle = { area: 'workbench', scripts: true }

function WorkbenchFrame({ children }: { readonly children: ReactNode }): ReactNode {
  const { frame: words, catalogue, intake, moneyOpen, registers } = useWords()
  const visitor = useRoot()?.visitor
  const administers = visitor !== undefined && (holds(visitor, 'administrator') || holds(visitor, 'operator'))
  const items: NavigationItem[] = [
    { to: '/workbench', text: words.work },
    ...(visitor !== undefined && holds(visitor, 'reception')
      ? [{ to: '/workbench/tiep-nhan', text: intake.nav }]
      : []),
    ...(visitor !== undefined && (holds(visitor, 'reception') || holds(visitor, 'approver'))
      ? [{ to: '/workbench/khoan-thu', text: moneyOpen.nav }]
      : []),
    { to: '/workbench/du-lieu', text: registers.nav },
    { to: '/workbench/lien-thong', text: words.outbox },
    ...(visitor !== undefined && holds(visitor, 'operator')
      ? [{ to: '/workbench/danh-muc', text: catalogue.nav }]
      : []),
    ...(administers ? [{ to: '/workbench/quan-tri', text: words.administration }] : []),
    ...(visitor !== undefined && holds(visitor, 'leader') ? [{ to: '/ioc', text: words.toIoc }] : []),
  ]
  return (
    <Frame area={words.workbenchArea} home="/workbench" navigation={items}>
      {children}
    </Frame>
  )
}

export default function WorkbenchLayout(): ReactNode {
  return (
    <WorkbenchFrame>
      <Outlet />
    </WorkbenchFrame>
  )
}

export function ErrorBoundary({ error }: { readonly error: unknown }): ReactNode {
  return (
    <WorkbenchFrame>
      <ErrorPage error={error} />
    </WorkbenchFrame>
  )
}
