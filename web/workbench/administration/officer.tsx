import type { ReactNode } from 'react'
import {
  Form,
  useActionData,
  useLoaderData,
  useSearchParams,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from 'react-router'
import type { OfficerPage } from '../../../modules/people/contract.ts'
import { get, withQuery } from '../../kit/api.ts'
import { Button } from '../../kit/buttons.tsx'
import { wordOf } from '../../kit/derivation.tsx'
import { ErrorSummary } from '../../kit/error-summary.tsx'
import { TextField } from '../../kit/fields.tsx'
import { useFormat } from '../../kit/format.ts'
import { Back, PageTitle } from '../../kit/frame.tsx'
import { Notice } from '../../kit/marks.tsx'
import { Table } from '../../kit/table.tsx'
import { useWords } from '../../kit/words/use.ts'
import type { Words } from '../../kit/words/words.ts'
import { agencyChoices, api } from './calls.ts'
import { Changes } from './officer-changes.tsx'
import { Period } from './period.tsx'
import { RightsList } from './rights-list.tsx'
import { dayAfter, inputOf, send, type Sending } from './sending.ts'
import { today } from './today.ts'

export async function loader(routed: LoaderFunctionArgs) {
  const asked = new URL(routed.request.url).searchParams
  const id = encodeURIComponent(routed.params['id'] ?? '')
  const [officer, agencies] = await Promise.all([
    get<OfficerPage>(routed, withQuery(`${api}/officers/${id}`, { on: asked.get('on') })),
    agencyChoices(routed),
  ])
  return { officer, agencies, today: today(routed) }
}

export async function action(routed: ActionFunctionArgs) {
  const id = routed.params['id'] ?? ''
  const post = await routed.request.formData()
  const intent = post.get('intent')
  const sending = sendingOf(typeof intent === 'string' ? intent : '', id, post)
  return send<OfficerPage>(routed, post, sending, {
    labelOf,
    next: () => `/workbench/quan-tri/can-bo/${id}?done=${sending.intent}`,
  })
}

function sendingOf(intent: string, id: string, post: FormData): Sending {
  const officer = `${api}/officers/${encodeURIComponent(id)}`
  const body = inputOf(post, intent)
  const to = dayAfter(body['to'])
  const lasting = { ...body, ...(to === undefined ? {} : { to }) }
  const part = (name: string) => {
    const { [name]: value, ...rest } = body
    return { key: encodeURIComponent(typeof value === 'string' ? value : 'none'), rest }
  }
  switch (intent) {
    case 'assign':
      return { intent, method: 'POST', path: `${officer}/assignments`, body: lasting }
    case 'delegate':
      return { intent, method: 'POST', path: `${officer}/delegations`, body: lasting }
    case 'end': {
      const { key, rest } = part('assignmentId')
      return { intent, method: 'POST', path: `${officer}/assignments/${key}/end`, body: rest }
    }
    case 'undelegate': {
      const { key, rest } = part('delegationId')
      return { intent, method: 'POST', path: `${officer}/delegations/${key}/end`, body: rest }
    }
    case 'position':
      return { intent, method: 'POST', path: `${officer}/positions`, body }
    case 'leave':
      return { intent, method: 'POST', path: `${officer}/leave`, body }
    case 'rename':
      return { intent, method: 'PUT', path: `${officer}/name`, body }
    default:
      return { intent: 'move', method: 'POST', path: `${officer}/move`, body }
  }
}

function labelOf({ administration: say }: Words, intent: string, name: string): string | undefined {
  const labels: Readonly<Record<string, string>> = {
    ...say.fields,
    agencyId: say.agency,
    role: say.role,
    from: say.from,
    to: say.until,
    on: intent === 'move' ? say.fields.moveOn : intent === 'leave' ? say.fields.leaveOn : say.endOn,
    title: intent === 'move' ? say.fields.newPosition : say.position,
    name: say.name,
    basis: say.basis,
  }
  return labels[name]
}

export default function Officer(): ReactNode {
  const { officer, agencies, today: startOn } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const words = useWords()
  const format = useFormat()
  const [search] = useSearchParams()
  const say = words.administration
  const done = search.get('done')
  const intents: Readonly<Record<string, { readonly done: string } | undefined>> = say.intents
  const notice = done === null || refused !== undefined ? undefined : intents[done]
  return (
    <>
      <Back to="/workbench/quan-tri" text={say.officer.back} />
      <ErrorSummary errors={refused?.errors ?? []} />
      {notice === undefined ? null : (
        <Notice tone="on-time">
          <output>{notice.done}</output>
        </Notice>
      )}
      <PageTitle
        title={officer.name}
        lead={
          <span className="soft">
            {say.account}: {officer.subject}
          </span>
        }
      />
      <h2>{say.officer.rightsOn(format.day(officer.on))}</h2>
      <RightsList rights={officer.rights} none={say.officer.noRights} />
      <Form className="filters" key={officer.on}>
        <TextField name="on" type="date" size="date" label={say.on} value={officer.on} />
        <Button weight="second">{say.show}</Button>
      </Form>
      <Changes
        officer={officer}
        agencies={agencies}
        today={startOn}
        refused={refused}
        key={officer.revision}
      />
      <Work officer={officer} />
      <Assignments officer={officer} />
      <Positions officer={officer} />
      <Delegations officer={officer} />
      <History officer={officer} />
    </>
  )
}

interface Shown {
  readonly officer: OfficerPage
}

function Work({ officer }: Shown): ReactNode {
  const words = useWords()
  const say = words.administration.officer
  if (officer.work.length === 0) return null
  return (
    <>
      <h2>{say.whose}</h2>
      <p>{say.whoseLead}</p>
      <ul className="lines">
        {officer.work.map(({ agency, role, others }) => (
          <li key={`${agency.id}${role}`}>
            <strong>{words.dossier.roles[role]}</strong>, {agency.name}:{' '}
            {others.length === 0 ? (
              <strong>{say.nobodyElse}</strong>
            ) : (
              others.map(({ name }) => name).join(', ')
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

function Assignments({ officer }: Shown): ReactNode {
  const words = useWords()
  const say = words.administration
  if (officer.assignments.length === 0) return <p className="soft">{say.officer.noAssignments}</p>
  return (
    <Table
      caption={say.officer.assignments}
      rows={officer.assignments}
      rowKey={({ id }) => id}
      columns={[
        { key: 'role', title: say.role, cell: ({ role }) => words.dossier.roles[role] },
        { key: 'agency', title: say.agency, cell: ({ agency }) => agency.name },
        { key: 'period', title: say.time, cell: ({ from, to }) => <Period from={from} to={to} /> },
        { key: 'basis', title: say.basis, cell: ({ basis }) => basis ?? say.officer.fromContent },
      ]}
    />
  )
}

function Positions({ officer }: Shown): ReactNode {
  const say = useWords().administration
  if (officer.positions.length === 0) return <p className="soft">{say.officer.noPositions}</p>
  return (
    <Table
      caption={say.officer.positions}
      rows={officer.positions}
      rowKey={({ id }) => id}
      columns={[
        { key: 'title', title: say.position, cell: ({ title }) => title },
        { key: 'agency', title: say.agency, cell: ({ agency }) => agency.name },
        { key: 'period', title: say.time, cell: ({ from, to }) => <Period from={from} to={to} /> },
        { key: 'basis', title: say.basis, cell: ({ basis }) => basis },
      ]}
    />
  )
}

function Delegations({ officer }: Shown): ReactNode {
  const words = useWords()
  const say = words.administration
  if (officer.delegations.length === 0) return <p className="soft">{say.officer.noDelegations}</p>
  return (
    <Table
      caption={say.officer.delegations}
      rows={officer.delegations}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'other',
          title: say.officer.delegations,
          cell: ({ given, other }) =>
            given ? say.officer.given(other.name) : say.officer.received(other.name),
        },
        { key: 'role', title: say.role, cell: ({ role }) => words.dossier.roles[role] },
        { key: 'agency', title: say.agency, cell: ({ agency }) => agency.name },
        { key: 'period', title: say.time, cell: ({ from, to }) => <Period from={from} to={to} /> },
        { key: 'basis', title: say.basis, cell: ({ basis }) => basis },
      ]}
    />
  )
}

function History({ officer }: Shown): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.administration
  return (
    <>
      <h2>{say.officer.history}</h2>
      {officer.history.length === 0 ? <p className="soft">{say.officer.noHistory}</p> : null}
      <ol className="history">
        {officer.history.map(({ kind, at, by, basis, agency, role, from, other }, index) => (
          <li key={`${at}${index.toString()}`}>
            <strong>{wordOf(say.moments, kind)}</strong>
            {[role === null ? null : words.dossier.roles[role], agency, other]
              .filter((part) => part !== null)
              .map((part) => ` · ${part}`)}
            {from === null ? null : ` · ${say.since(format.day(from))}`}
            <br />
            <span className="soft small">
              {format.dateTime(at)}
              {by === null ? null : ` · ${say.officer.by(by)}`}
              {basis === null ? null : ` · ${say.basis}: ${basis}`}
            </span>
          </li>
        ))}
      </ol>
    </>
  )
}
