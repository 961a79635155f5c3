import type { ReactNode } from 'react'
import {
  Form,
  redirect,
  useActionData,
  useLoaderData,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from 'react-router'
import { call, failure, visitContext, withQuery } from '../kit/api.ts'
import { Button } from '../kit/buttons.tsx'
import { wordOf } from '../kit/derivation.tsx'
import { ErrorSummary } from '../kit/error-summary.tsx'
import { useFormat } from '../kit/format.ts'
import { PageTitle } from '../kit/frame.tsx'
import { Notice } from '../kit/marks.tsx'
import { problemWords } from '../kit/problems.ts'
import { Table } from '../kit/table.tsx'
import { holds } from '../kit/visitor.ts'
import { useRoot, useWords } from '../kit/words/use.ts'
import { wordsIn } from '../kit/words/words.ts'
import type { Message, Messages, Remark, Status } from '../../connectors/national-portal/contract.ts'
import { Reconciliations, readReconciliations } from './reconciliations.tsx'

/** What is told to whom: the monitor's messages and status have the portal's shape. */
const targets = ['national-portal', 'emc'] as const
type Target = (typeof targets)[number]
const states = ['held', 'waiting', 'sent'] as const

export async function loader(routed: LoaderFunctionArgs) {
  const asked = new URL(routed.request.url).searchParams
  const state = states.find((one) => one === asked.get('state')) ?? 'held'
  const target = targetIn(asked)
  const base = `/api/v1/connectors/${target}`
  const [status, messages, days] = await Promise.all([
    call<Status>(routed, 'GET', `${base}/status`),
    call<Messages>(routed, 'GET', withQuery(`${base}/messages`, { state, after: asked.get('after') })),
    target === 'emc' ? readReconciliations(routed) : null,
  ])
  if (!status.ok) throw failure(status.problem)
  if (!messages.ok) throw failure(messages.problem)
  return { target, state, status: status.value, messages: messages.value, days }
}

function targetIn(asked: URLSearchParams): Target {
  return targets.find((one) => one === asked.get('to')) ?? 'national-portal'
}

export async function action(routed: ActionFunctionArgs) {
  const words = wordsIn(routed.context.get(visitContext).language)
  const id = (await routed.request.formData()).get('retry')
  const target = targetIn(new URL(routed.request.url).searchParams)
  const path = `/api/v1/connectors/${target}/messages/${encodeURIComponent(typeof id === 'string' ? id : '')}/retry`
  const retried = await call(routed, 'POST', path, {})
  if (!retried.ok) return { errors: [{ name: null, text: problemWords(retried.problem, words) }] }
  return redirect(`/workbench/lien-thong?to=${target}`)
}

export default function Outbox(): ReactNode {
  const { target, status, messages, state, days } = useLoaderData<typeof loader>()
  const told = useActionData<typeof action>()
  const words = useWords()
  const say = words.outbox
  return (
    <>
      <ErrorSummary errors={told?.errors ?? []} />
      <PageTitle title={say.title} lead={say.lead} />
      <nav aria-label={say.toWhom}>
        <ul className="bare pages">
          {targets.map((one) => (
            <li key={one}>
              <a href={`?to=${one}`} aria-current={one === target ? 'true' : undefined}>
                {say.targets[one].name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Standing status={status} target={target} />
      {days === null ? null : <Reconciliations days={days} />}
      <nav aria-label={say.title}>
        <ul className="bare pages">
          {states.map((one) => (
            <li key={one}>
              <a href={`?to=${target}&state=${one}`} aria-current={one === state ? 'true' : undefined}>
                {titleOf(one, say)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <h2>{titleOf(state, say)}</h2>
      {messages.items.length === 0 ? (
        <p className="soft">{state === 'held' ? say.heldNone : say.none}</p>
      ) : (
        <MessageTable messages={messages.items} state={state} />
      )}
      {messages.next === null ? null : (
        <a href={withQuery('', { to: target, state, after: messages.next })}>{words.frame.more}</a>
      )}
    </>
  )
}

function titleOf(
  state: (typeof states)[number],
  say: { readonly heldTitle: string; readonly waitingTitle: string; readonly sentTitle: string },
): string {
  return state === 'held' ? say.heldTitle : state === 'waiting' ? say.waitingTitle : say.sentTitle
}

function Standing({ status, target }: { readonly status: Status; readonly target: Target }): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.outbox
  const about = say.targets[target]
  const { counts, notTold } = status
  return (
    <>
      {status.connected ? null : (
        <Notice tone="unknown">
          <p>{about.unavailable}</p>
        </Notice>
      )}
      {status.standIn ? (
        <Notice tone="due-soon">
          <p>{about.standIn}</p>
        </Notice>
      ) : null}
      {about.note === '' ? null : <p className="soft">{about.note}</p>}
      <dl className="standing">
        {(['held', 'waiting', 'sent'] as const).map((state) => (
          <div key={state}>
            <dt>{say.counts[state]}</dt>
            <dd className="numbers">{format.number(counts[state])}</dd>
          </div>
        ))}
        <div>
          <dt>{about.told}</dt>
          <dd className="numbers">{format.number(status.dossiersTold)}</dd>
        </div>
        <div>
          <dt>{say.notTold}</dt>
          <dd className="small">
            {say.notTakenIn(format.number(notTold.takenIn))},{' '}
            {say.notAccepted(format.number(notTold.neverAccepted))}
          </dd>
        </div>
        <div>
          <dt>{say.lastSuccess}</dt>
          <dd className="small">
            {status.lastSuccessAt === null ? '–' : format.dateTime(status.lastSuccessAt)}
          </dd>
        </div>
      </dl>
      {status.lag > 0 ? <p className="soft">{say.lag(format.number(status.lag))}</p> : null}
      {status.lastError === null ? null : (
        <p className="soft">
          {say.lastError}: {status.lastError}
        </p>
      )}
    </>
  )
}

function MessageTable({
  messages,
  state,
}: {
  readonly messages: readonly Message[]
  readonly state: (typeof states)[number]
}): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.outbox
  const visitor = useRoot()?.visitor
  const mayRetry = visitor !== undefined && holds(visitor, 'operator')
  return (
    <>
      <Table
        caption={titleOf(state, say)}
        captionHidden
        rows={messages}
        rowKey={(message) => message.id}
        columns={[
          {
            key: 'dossier',
            title: say.dossier,
            cell: (message) => (
              <a className="code" href={`/workbench/ho-so/${message.dossierId}`}>
                {message.dossierCode ?? message.dossierId}
              </a>
            ),
          },
          {
            key: 'reasons',
            title: say.reasons,
            cell: (message) => (
              <>
                {message.inDoubt ? <p>{say.inDoubt}</p> : null}
                <Remarks remarks={message.reasons} />
                {message.omissions.length === 0 ? null : (
                  <details>
                    <summary>{say.omissions}</summary>
                    <Remarks remarks={message.omissions} />
                  </details>
                )}
                {message.error === null ? null : <p className="soft small">{message.error}</p>}
              </>
            ),
          },
          { key: 'since', title: say.since, cell: (message) => format.dateTime(message.since) },
          {
            key: 'attempts',
            title: say.attempts,
            number: true,
            cell: (message) => format.number(message.attempts),
          },
          ...(state === 'held' && mayRetry
            ? [
                {
                  key: 'retry',
                  title: say.retry,
                  cell: (message: Message) => (
                    <Form method="post">
                      <Button weight="second" name="retry" value={message.id}>
                        {say.retry}
                        <span className="out-of-sight"> {message.dossierCode}</span>
                      </Button>
                    </Form>
                  ),
                },
              ]
            : []),
        ]}
      />
      {state === 'held' && mayRetry ? <p className="soft">{say.retryConsequence}</p> : null}
    </>
  )
}

function Remarks({ remarks }: { readonly remarks: readonly Remark[] }): ReactNode {
  const words = useWords()
  return (
    <ul className="bare">
      {remarks.map((remark) => (
        <li key={`${remark.path}${remark.code}`}>
          {wordOf(words.outbox.codes, remark.code)}
          {remark.path === '' ? null : <span className="soft small"> ({remark.path})</span>}
        </li>
      ))}
    </ul>
  )
}
