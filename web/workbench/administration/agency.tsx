import type { ReactNode } from 'react'
import {
  Form,
  useActionData,
  useLoaderData,
  useSearchParams,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from 'react-router'
import type { AgencyPage } from '../../../modules/agencies/contract.ts'
import type { Continuity } from '../../../modules/dossiers/contract.ts'
import type { Holders } from '../../../modules/people/contract.ts'
import { get, withQuery } from '../../kit/api.ts'
import { Button, ButtonLink, ButtonRow } from '../../kit/buttons.tsx'
import { besideFields, ErrorSummary } from '../../kit/error-summary.tsx'
import { TextField } from '../../kit/fields.tsx'
import { useFormat } from '../../kit/format.ts'
import { Back, PageTitle } from '../../kit/frame.tsx'
import { Fact, Facts, Notice } from '../../kit/marks.tsx'
import { Table } from '../../kit/table.tsx'
import { useWords } from '../../kit/words/use.ts'
import type { Words } from '../../kit/words/words.ts'
import { AgencyFields, agencyLabel, everyKind } from './agency-fields.tsx'
import { agencyChoices, api } from './calls.ts'
import { Basis, Choose, Day } from './officer-fields.tsx'
import { Period } from './period.tsx'
import { inputOf, lastDay, send } from './sending.ts'
import { today } from './today.ts'

const intent = 'change'

export async function loader(routed: LoaderFunctionArgs) {
  const id = encodeURIComponent(routed.params['id'] ?? '')
  const on = new URL(routed.request.url).searchParams.get('on')
  const agency = await get<AgencyPage>(routed, `${api}/agencies/${id}`)
  const [holders, agencies, continuity] = await Promise.all([
    get<Holders>(routed, withQuery(`${api}/holders`, { agencyId: agency.id, on })),
    agencyChoices(routed),
    get<Continuity>(routed, `${api}/agencies/${id}/continuity`),
  ])
  return { agency, holders, agencies, continuity, today: today(routed) }
}

export async function action(routed: ActionFunctionArgs) {
  const id = encodeURIComponent(routed.params['id'] ?? '')
  const post = await routed.request.formData()
  if (post.get('intent') === 'end') {
    return send<Continuity>(
      routed,
      post,
      { intent: 'end', method: 'POST', path: `${api}/agencies/${id}/end`, body: inputOf(post, 'end') },
      { labelOf: endLabel, next: () => `/workbench/quan-tri/co-quan/${id}?done=end` },
    )
  }
  return send<AgencyPage>(
    routed,
    post,
    { intent, method: 'POST', path: `${api}/agencies/${id}/versions`, body: inputOf(post, intent) },
    { labelOf: agencyLabel, next: () => `/workbench/quan-tri/co-quan/${id}?done=${intent}` },
  )
}

function endLabel(words: Words, _intent: string, name: string): string | undefined {
  const { bodies, basis } = words.administration
  return { on: bodies.endOn, successorId: bodies.endSuccessor, basis }[name]
}

export default function Agency(): ReactNode {
  const { agency } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const words = useWords()
  const [search] = useSearchParams()
  const say = words.administration.bodies
  const done = search.get('done')
  const { state } = agency
  return (
    <>
      <Back to="/workbench/quan-tri/co-quan" text={say.back} />
      <ErrorSummary errors={refused?.errors ?? []} />
      {done === null || refused !== undefined ? null : (
        <Notice tone="on-time">
          <output>{done === 'add' ? say.addDone : done === 'end' ? say.endDone : say.changeDone}</output>
        </Notice>
      )}
      <PageTitle title={state.name} />
      <Facts>
        <Fact name={say.kind}>{say.kinds[state.kind]}</Fact>
        <Fact name={say.parent}>{state.parent?.name ?? say.noParent}</Fact>
        <Fact name={say.code}>
          {state.code === null ? '' : <span className="code">{state.code} · </span>}
          {say.codeStatuses[state.codeStatus]}
        </Fact>
        <Fact name={say.area}>
          {state.area === null ? words.frame.none : `${state.area.name} (${state.area.code})`}
        </Fact>
        <Fact name={say.counter}>{state.counter ?? words.frame.none}</Fact>
        <Fact name={say.source}>{state.source}</Fact>
        <Linked name={say.succeededBy} to={agency.successors} />
        <Linked name={say.succeeds} to={agency.predecessors} />
      </Facts>
      <Change />
      <End />
      <WhoHolds />
      <Children agency={agency} />
      <Table
        caption={say.versions}
        rows={agency.versions}
        rowKey={({ validFrom }) => validFrom}
        columns={[
          { key: 'name', title: say.bodyName, cell: ({ name }) => name },
          {
            key: 'period',
            title: words.administration.time,
            cell: ({ validFrom, validTo }) => <Period from={validFrom} to={validTo} />,
          },
          { key: 'parent', title: say.parent, cell: ({ parent }) => parent?.name ?? '' },
          { key: 'code', title: say.code, cell: ({ code }) => code ?? '' },
          { key: 'source', title: say.source, cell: ({ source }) => source },
        ]}
      />
    </>
  )
}

function Change(): ReactNode {
  const { agency, agencies, today: startOn } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const words = useWords()
  const say = words.administration.bodies
  if (!agency.mayChange) return <p className="soft">{say.notYours}</p>
  const { state } = agency
  const kinds = state.kind === 'unit' ? (['unit'] as const) : everyKind
  const { parent } = state
  const isParentListed = parent === null || agencies.some(({ value }) => value === parent.id)
  const parents = isParentListed ? agencies : [{ value: parent.id, label: parent.name }, ...agencies]
  return (
    <section className="panel actions">
      <details open={refused?.intent === intent}>
        <summary>{say.change}</summary>
        <Form method="post" className="narrow" noValidate key={agency.revision}>
          <input type="hidden" name="revision" value={agency.revision} />
          <AgencyFields
            intent={intent}
            sent={refused?.intent === intent ? refused.sent : []}
            errors={besideFields(refused?.intent === intent ? refused.errors : [])}
            kinds={kinds}
            agencies={parents.filter(({ value }) => value !== agency.id)}
            startOn={startOn}
            state={state}
          />
          <p className="consequence">
            <strong>{words.administration.consequence}:</strong> {say.changeConsequence}
          </p>
          <ButtonRow>
            <Button>{say.changeDo}</Button>
          </ButtonRow>
        </Form>
      </details>
    </section>
  )
}

function Linked({ name, to }: { readonly name: string; readonly to: AgencyPage['successors'] }): ReactNode {
  const say = useWords().administration.bodies
  const format = useFormat()
  if (to.length === 0) return null
  return (
    <Fact name={name}>
      {to.map((one) => (
        <p key={one.id}>
          <a href={`/workbench/quan-tri/co-quan/${one.id}`}>{say.linkedFrom(one.name, format.day(one.on))}</a>
        </p>
      ))}
    </Fact>
  )
}

/** What is still open here, before it is said that the agency is no more and who carries that on. */
function End(): ReactNode {
  const { agency, agencies, continuity } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const words = useWords()
  const format = useFormat()
  const say = words.administration.bodies
  if (!agency.mayChange || agency.state.validTo !== null) return null
  const tried = refused?.intent === 'end' ? refused : undefined
  const field = { intent: 'end', sent: tried?.sent ?? [], errors: besideFields(tried?.errors ?? []) }
  const { open, unpaid, refundsOwed, officers } = continuity
  return (
    <section className="panel actions">
      <details open={tried !== undefined}>
        <summary>{say.end}</summary>
        <p>{say.endLead}</p>
        <Facts>
          <Fact name={say.endOpen}>
            {open.length === 0 ? words.frame.none : null}
            {open.map(({ state, count }) => (
              <p key={state}>{say.endCount(words.dossier.states[state], format.number(count))}</p>
            ))}
          </Fact>
          <Fact name={say.endUnpaid}>{format.number(unpaid)}</Fact>
          <Fact name={say.endRefunds}>{format.number(refundsOwed)}</Fact>
          <Fact name={say.endOfficers}>
            {officers.length === 0 ? words.frame.none : null}
            {officers.map(({ id, name }) => (
              <p key={id}>
                <a href={`/workbench/quan-tri/can-bo/${id}`}>{name}</a>
              </p>
            ))}
          </Fact>
        </Facts>
        <Form method="post" className="narrow" noValidate>
          <input type="hidden" name="intent" value="end" />
          <input type="hidden" name="revision" value={agency.revision} />
          <Day {...field} name="on" label={say.endOn} />
          <Choose
            {...field}
            name="successorId"
            label={say.endSuccessor}
            choices={agencies.filter(({ value }) => value !== agency.id)}
            placeholder={say.endNoSuccessor}
          />
          <Basis {...field} />
          <p className="consequence">
            <strong>{words.administration.consequence}:</strong> {say.endConsequence}
          </p>
          <ButtonRow>
            <Button weight="grave">{say.endDo}</Button>
          </ButtonRow>
        </Form>
      </details>
    </section>
  )
}

function WhoHolds(): ReactNode {
  const { holders } = useLoaderData<typeof loader>()
  const words = useWords()
  const format = useFormat()
  const say = words.administration
  return (
    <>
      <h2>{say.bodies.holders(format.day(holders.on))}</h2>
      <Form className="filters" key={holders.on}>
        <TextField name="on" type="date" size="date" label={say.on} value={holders.on} />
        <Button weight="second">{say.show}</Button>
      </Form>
      <Facts>
        {holders.roles.map(({ role, officers }) => (
          <Fact key={role} name={words.dossier.roles[role]}>
            {officers.length === 0 ? <span className="soft">{say.bodies.nobody}</span> : null}
            <ul className="lines">
              {officers.map(({ id, name, until, delegatedBy }) => (
                <li key={id}>
                  <a href={`/workbench/quan-tri/can-bo/${id}`}>{name}</a>
                  {delegatedBy === null ? null : (
                    <span className="soft"> · {say.list.delegated(delegatedBy)}</span>
                  )}
                  {until === null ? null : (
                    <span className="soft"> · {say.untilDay(format.day(lastDay(until)))}</span>
                  )}
                </li>
              ))}
            </ul>
          </Fact>
        ))}
      </Facts>
    </>
  )
}

function Children({ agency }: { readonly agency: AgencyPage }): ReactNode {
  const say = useWords().administration.bodies
  return (
    <>
      <h2>{say.children}</h2>
      {agency.children.length === 0 ? <p className="soft">{say.noChildren}</p> : null}
      <ul className="lines">
        {agency.children.map(({ id, name, kind }) => (
          <li key={id}>
            <a href={`/workbench/quan-tri/co-quan/${id}`}>{name}</a>
            <span className="soft"> · {say.kinds[kind]}</span>
          </li>
        ))}
      </ul>
      {agency.mayAddUnit ? (
        <ButtonRow>
          <ButtonLink to={`/workbench/quan-tri/co-quan-moi?under=${agency.id}`} weight="second">
            {say.addUnit}
          </ButtonLink>
        </ButtonRow>
      ) : null}
    </>
  )
}
