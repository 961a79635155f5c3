import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { Form, Link, useLoaderData, useNavigation, useSubmit, type LoaderFunctionArgs } from 'react-router'
import type { ProcedureSummary } from '../../../modules/procedures/contract.ts'
import { withQuery } from '../../kit/api.ts'
import { listProcedures } from '../../kit/calls/procedures.ts'
import { fieldId, Radios, Select, TextField } from '../../kit/fields.tsx'
import { PageTitle } from '../../kit/frame.tsx'
import { Original } from '../../kit/original.tsx'
import { useLanguage, useWords } from '../../kit/words/use.ts'
import { Keys } from '../keys.tsx'
import { channels, choiceIn, countersOf, queryOf, type Choice } from './reception.ts'
import './intake.css'

/** How long typing rests before it is searched for. */
const REST = 200

export async function loader(routed: LoaderFunctionArgs) {
  const agencies = await countersOf(routed)
  const query = new URL(routed.request.url).searchParams.get('q')?.trim() ?? ''
  return {
    query,
    choice: choiceIn(routed.request.url, agencies),
    agencies: agencies.map(({ id, name }) => ({ id, name })),
    procedures: await listProcedures(routed, query),
  }
}

/** Which way it came, to which agency, and what it is about; by keyboard: type, down, Enter. */
export default function FindProcedure(): ReactNode {
  const { query, choice, agencies, procedures } = useLoaderData<typeof loader>()
  const say = useWords().intake
  const words = useWords()
  const submit = useSubmit()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const goesToResults = useRef(false)
  const isIdle = useNavigation().state === 'idle'
  useEffect(() => document.getElementById(fieldId('q'))?.focus(), [])
  useEffect(() => {
    if (!isIdle || !goesToResults.current) return
    goesToResults.current = false
    results()[0]?.focus()
  }, [isIdle])
  return (
    <div className="intake">
      <PageTitle title={say.title} lead={say.lead} />
      <search>
        <Form
          className="filters"
          onChange={(event) => {
            const form = event.currentTarget
            clearTimeout(timer.current)
            timer.current = setTimeout(() => void submit(form, { replace: true }), REST)
          }}
          onSubmit={() => {
            clearTimeout(timer.current)
            goesToResults.current = true
          }}
          onKeyDown={moveIntoResults}
        >
          <div className="side-by-side">
            <Radios
              name="kenh"
              label={words.dossier.channel}
              choices={channels.map((value) => ({ value, label: say.channels[value] }))}
              value={choice.channel}
            />
          </div>
          {agencies.length > 1 ? (
            <Select
              name="co-quan"
              label={words.dossier.receivingAgency}
              choices={agencies.map(({ id, name }) => ({ value: id, label: name }))}
              value={choice.agencyId}
            />
          ) : null}
          <div className="find">
            <TextField name="q" type="search" label={say.find} hint={say.findHint} value={query} />
          </div>
        </Form>
      </search>
      <p className="soft small" aria-live="polite">
        {procedures.length === 0
          ? words.procedures.nothing(query)
          : words.procedures.count(String(procedures.length))}
      </p>
      <ol className="bare work" aria-label={say.results}>
        {procedures.map((procedure) => (
          <Result key={procedure.code} procedure={procedure} choice={choice} />
        ))}
      </ol>
      <Keys />
    </div>
  )
}

function Result({
  procedure,
  choice,
}: {
  readonly procedure: ProcedureSummary
  readonly choice: Choice
}): ReactNode {
  const say = useWords().intake
  const english = useLanguage() === 'en'
  const { code, name, nameEn, field, channels: taken } = procedure
  return (
    <li>
      <Link
        to={withQuery(`/workbench/tiep-nhan/${code}`, queryOf(choice))}
        data-result
        onKeyDown={moveAmongResults}
      >
        <span className="work-person">{english ? nameEn : name}</span>
        <span className="work-asked">
          <span className="code">{code}</span> · <Original>{field}</Original>
          {taken.includes(choice.channel) ? null : <strong> · {say.notThisWay[choice.channel]}</strong>}
        </span>
      </Link>
    </li>
  )
}

function results(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>('[data-result]')]
}

function moveIntoResults(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'ArrowDown' || !(event.target instanceof HTMLInputElement)) return
  if (event.target.type !== 'search') return
  event.preventDefault()
  results()[0]?.focus()
}

function moveAmongResults(event: KeyboardEvent<HTMLAnchorElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  event.preventDefault()
  const all = results()
  const next = all.indexOf(event.currentTarget) + step
  if (next < 0) document.getElementById(fieldId('q'))?.focus()
  else all[next]?.focus()
}
