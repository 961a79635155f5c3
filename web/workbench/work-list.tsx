import type { ReactNode } from 'react'
import {
  Form,
  Link,
  Outlet,
  useLoaderData,
  useMatches,
  useSearchParams,
  type LoaderFunctionArgs,
} from 'react-router'
import type { WorkItem } from '../../modules/dossiers/contract.ts'
import { visitContext } from '../kit/api.ts'
import { Button } from '../kit/buttons.tsx'
import { listAgencies } from '../kit/calls/agencies.ts'
import { listWork } from '../kit/calls/work.ts'
import { ErrorPage } from '../kit/error-page.tsx'
import { Checkbox, Select } from '../kit/fields.tsx'
import { PageTitle } from '../kit/frame.tsx'
import { TimeLeftBar } from '../kit/time-left.tsx'
import { useRoot, useWords } from '../kit/words/use.ts'
import { Keys } from './keys.tsx'

const states = ['submitted', 'processing', 'awaiting-supplement', 'finished', 'released', 'refused'] as const

export async function loader(routed: LoaderFunctionArgs) {
  const asked = new URL(routed.request.url).searchParams
  const filter = {
    mine: asked.get('mine') === 'true',
    state: states.find((state) => state === asked.get('state')) ?? null,
    agencyId: asked.get('agency') || null,
    after: asked.get('after') || null,
  }
  const [list, agencies] = await Promise.all([
    listWork(routed, filter),
    listAgencies(routed, ['service-centre', 'commune-committee', 'department']),
  ])
  return {
    list,
    filter,
    agencies: agencies.map(({ id, name }) => ({ id, name })),
    now: routed.context.get(visitContext).now(),
  }
}

/** The list stays beside the dossier that is open, so it is asked for anew only when something may have changed. */
export default function WorkListScreen(): ReactNode {
  const { list, filter, now } = useLoaderData<typeof loader>()
  const words = useWords()
  const say = words.workbench
  const [search] = useSearchParams()
  const openId = useMatches().at(-1)?.params['id']
  const query = new URLSearchParams(
    [...search].filter(([name]) => name !== 'paper' && name !== 'done'),
  ).toString()
  const suffix = query === '' ? '' : `?${query}`
  return (
    <div className={openId === undefined ? 'bench' : 'bench with-dossier'}>
      <section className="bench-list" aria-label={say.listLabel}>
        {openId === undefined ? <PageTitle title={say.title} lead={say.lead} /> : <h2>{say.title}</h2>}
        <Filters />
        {list.items.length === 0 ? <p className="soft">{filter.mine ? say.emptyMine : say.empty}</p> : null}
        <ul className="bare work">
          {list.items.map((item) => (
            <Row key={item.id} item={item} now={now} isOpen={item.id === openId} suffix={suffix} />
          ))}
        </ul>
        <p className="pages">
          {filter.after === null ? null : <Link to={pageOf(search, null)}>{say.toFirst}</Link>}
          {list.next === null ? null : <Link to={pageOf(search, list.next)}>{say.next}</Link>}
        </p>
      </section>
      <div className="bench-dossier">
        <Outlet />
      </div>
      <Keys />
    </div>
  )
}

/** A dossier that cannot be shown says so in its own pane; the list stays. */
export function ErrorBoundary({ error }: { readonly error: unknown }): ReactNode {
  return <ErrorPage error={error} />
}

function pageOf(search: URLSearchParams, after: string | null): string {
  const next = new URLSearchParams(search)
  if (after === null) next.delete('after')
  else next.set('after', after)
  return `/workbench?${next.toString()}`
}

function Row({
  item,
  now,
  isOpen,
  suffix,
}: {
  readonly item: WorkItem
  readonly now: string
  readonly isOpen: boolean
  readonly suffix: string
}): ReactNode {
  const words = useWords()
  const say = words.workbench
  const asked: Readonly<Record<string, string>> = say.asked
  const task = item.waitingFor
  return (
    <li>
      <Link
        to={`/workbench/ho-so/${item.id}${suffix}`}
        aria-current={isOpen ? 'true' : undefined}
        data-work-row
      >
        <span className="work-head">
          <span className="code">{item.code}</span>
          <TimeLeftBar item={item} now={now} />
        </span>
        <span className="work-person">{item.applicantName ?? say.noName}</span>
        <span className="work-procedure">{item.procedureName}</span>
        <span className="work-asked">
          {task === null ? words.dossier.states[item.state] : (asked[task.name] ?? task.name)}
          {task?.mine ? <strong> · {say.mineMark}</strong> : null}
        </span>
      </Link>
    </li>
  )
}

function Filters(): ReactNode {
  const { filter, agencies } = useLoaderData<typeof loader>()
  const words = useWords()
  const say = words.workbench
  const visitor = useRoot()?.visitor
  const held = new Set(visitor?.kind === 'officer' ? visitor.roles.map(({ agencyId }) => agencyId) : [])
  const own = agencies.filter(({ id }) => held.has(id))
  return (
    <Form className="filters" action="/workbench">
      <Checkbox name="mine" label={say.mine} checked={filter.mine} />
      <Select
        name="state"
        label={say.state}
        placeholder={say.anyState}
        choices={states.map((state) => ({ value: state, label: words.dossier.states[state] }))}
        value={filter.state}
      />
      {own.length > 1 ? (
        <Select
          name="agency"
          label={say.agency}
          placeholder={say.anyAgency}
          choices={own.map(({ id, name }) => ({ value: id, label: name }))}
          value={filter.agencyId}
        />
      ) : null}
      <Button weight="second">{say.apply}</Button>
    </Form>
  )
}
