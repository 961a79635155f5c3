import type { ReactNode } from 'react'
import {
  data,
  Form,
  redirect,
  useActionData,
  useLoaderData,
  useSearchParams,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from 'react-router'
import type {
  ClosingInput,
  MoneyOpen,
  OwedRefund,
  ReturnInput,
  UnmatchedPayment,
} from '../../modules/dossiers/contract.ts'
import { call, get, visitContext } from '../kit/api.ts'
import { Button, ButtonRow } from '../kit/buttons.tsx'
import { besideFields, ErrorSummary } from '../kit/error-summary.tsx'
import { Radios, TextField } from '../kit/fields.tsx'
import { useFormat } from '../kit/format.ts'
import { PageTitle } from '../kit/frame.tsx'
import { Notice } from '../kit/marks.tsx'
import { errorsOf, fieldWords, sentence } from '../kit/problems.ts'
import { useWords } from '../kit/words/use.ts'
import { wordsIn, type Words } from '../kit/words/words.ts'
import { givenOf, sentOf, type Sent } from './sent.ts'

type Outcome = ClosingInput['outcome']
const outcomes: readonly Outcome[] = ['matched', 'to-refund', 'not-received']

export async function loader(routed: LoaderFunctionArgs) {
  const open = await get<MoneyOpen>(routed, '/api/v1/payments/open')
  return { open, once: crypto.randomUUID() }
}

export async function action(routed: ActionFunctionArgs) {
  const words = wordsIn(routed.context.get(visitContext).language)
  const post = await routed.request.formData()
  const text = (name: string): string => {
    const sent = post.get(name)
    return typeof sent === 'string' ? sent.trim() : ''
  }
  const intent = text('intent')
  const id = text('id')
  const outcome = outcomes.find((one) => one === intent)
  const path =
    outcome === undefined
      ? `/api/v1/payments/refunds/${encodeURIComponent(id)}/return`
      : `/api/v1/payments/unmatched/${encodeURIComponent(id)}/close`
  const field = (name: string) => text(named(intent, id, name))
  const input = outcome === undefined ? returnOf(field) : closingOf(outcome, field)
  const labels = labelsOf(words)
  const missing = missingIn(input, words).map((one) => ({ ...one, name: named(intent, id, one.name) }))
  const sent: Sent = [...post].flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  )
  if (missing.length > 0) return data({ errors: missing, intent, id, sent }, { status: 422 })
  const done = await call(routed, 'POST', path, input, { 'idempotency-key': text('once') })
  if (done.ok) return redirect('/workbench/khoan-thu?da-ghi')
  const errors = errorsOf(done.problem, words, (name) => labels[name]).map((one) => ({
    ...one,
    name: one.name === null ? null : named(intent, id, one.name),
  }))
  return data({ errors, intent, id, sent }, { status: done.problem.status })
}

type TextOf = (name: string) => string

function closingOf(outcome: Outcome, text: TextOf): ClosingInput {
  const reason = text('reason')
  const clause = text('clause')
  if (outcome === 'to-refund') return { outcome, reason, clause }
  if (outcome === 'not-received') return { outcome, reason }
  const surplus = reason === '' && clause === '' ? {} : { surplus: { reason, clause } }
  return { outcome, dossierCode: text('dossierCode'), ...surplus }
}

function returnOf(text: TextOf): ReturnInput {
  return text('way') === 'transfer' ? { way: 'transfer', number: text('number') } : { way: 'cash' }
}

function labelsOf({ moneyOpen: say }: Words): Readonly<Record<string, string>> {
  return { dossierCode: say.dossierCode, reason: say.reason, clause: say.clause, number: say.number }
}

/** What a form lacks is said before anything is sent; where nothing goes back, a ground is not asked for. */
function missingIn(input: ClosingInput | ReturnInput, words: Words) {
  const labels = labelsOf(words)
  const asked = { ...input, ...('surplus' in input ? input.surplus : {}) }
  return Object.entries(asked).flatMap(([name, value]) => {
    const label = labels[name]
    if (label === undefined || value !== '') return []
    const rule = fieldWords({ code: 'required' }, words)
    return [{ name, text: `${label}: ${rule}`, short: sentence(rule) }]
  })
}

/** A page of many forms: each field is named by its form as well. */
const named = (intent: string, id: string, name: string): string => `${intent}-${id}-${name}`

interface Failed {
  readonly intent: string
  readonly id: string
  readonly sent: Sent
  readonly errors: ReadonlyMap<string, string>
}

export default function MoneyOpenScreen(): ReactNode {
  const { open, once } = useLoaderData<typeof loader>()
  const told = useActionData<typeof action>()
  const say = useWords().moneyOpen
  const [search] = useSearchParams()
  const failed = told === undefined ? null : { ...told, errors: besideFields(told.errors) }
  return (
    <>
      <ErrorSummary errors={told?.errors ?? []} />
      {search.has('da-ghi') && told === undefined ? (
        <Notice tone="on-time">
          <output>{say.done}</output>
        </Notice>
      ) : null}
      <PageTitle title={say.title} lead={say.lead} />
      {open.unmatched.length === 0 ? <p className="soft">{say.none}</p> : null}
      {open.unmatched.map((one) => (
        <Unmatched key={one.id} payment={one} once={once} failed={failed?.id === one.id ? failed : null} />
      ))}
      <h2>{say.refundsTitle}</h2>
      <p className="soft">{open.refunds.length === 0 ? say.refundsNone : say.refundsLead}</p>
      {open.refunds.map((one) => (
        <Owed key={one.id} refund={one} once={once} failed={failed?.id === one.id ? failed : null} />
      ))}
    </>
  )
}

function Unmatched({
  payment,
  once,
  failed,
}: {
  readonly payment: UnmatchedPayment
  readonly once: string
  readonly failed: Failed | null
}): ReactNode {
  const say = useWords().moneyOpen
  const format = useFormat()
  const { id, amount, paidAt, providerId, reference, reason, dossier } = payment
  const owed = dossier?.outstanding ?? null
  const open = outcomes.filter(
    (one) =>
      (one === 'matched' && reason !== 'contradicts-earlier') ||
      one === 'to-refund' ||
      (one === 'not-received' && reason === 'contradicts-earlier'),
  )
  return (
    <section className="panel" aria-labelledby={`unmatched-${id}`}>
      <h3 id={`unmatched-${id}`}>{say.item(format.money(amount), format.dateTime(paidAt))}</h3>
      <p>{say.reasons[reason]}</p>
      <p>
        {dossier === null ? (
          say.unknownDossier
        ) : (
          <>
            {say.paidUnder}{' '}
            <a className="code" href={`/workbench/ho-so/${dossier.id}`}>
              {dossier.code}
            </a>
            ; {dossier.outstanding > 0 ? say.stillOwed(format.money(dossier.outstanding)) : say.owesNothing}
          </>
        )}
      </p>
      <p className="soft small numbers">
        {say.transaction(providerId)}, {say.reference(reference)}
      </p>
      {open.map((outcome) => {
        const tried = failed?.intent === outcome ? failed : null
        const field = (name: string) => named(outcome, id, name)
        return (
          <details key={outcome} name={`close-${id}`} open={tried !== null}>
            <summary>{say[outcome].name}</summary>
            <Form method="post" className="narrow" noValidate>
              <input type="hidden" name="intent" value={outcome} />
              <input type="hidden" name="id" value={id} />
              <input type="hidden" name="once" value={once} />
              {outcome === 'matched' ? (
                <TextField
                  name={field('dossierCode')}
                  label={say.dossierCode}
                  value={givenOf(tried?.sent ?? [], field('dossierCode')) ?? dossier?.code ?? ''}
                  error={tried?.errors.get(field('dossierCode'))}
                  maxLength={60}
                />
              ) : null}
              <TextField
                name={field('reason')}
                label={say.reason}
                optional={outcome === 'matched'}
                hint={
                  outcome !== 'matched'
                    ? undefined
                    : owed === null
                      ? say.surplusHintUnknown
                      : say.surplusHint(format.money(owed))
                }
                value={sentOf(tried?.sent ?? [], field('reason'))}
                error={tried?.errors.get(field('reason'))}
                maxLength={1000}
              />
              {outcome === 'not-received' ? null : (
                <TextField
                  name={field('clause')}
                  label={say.clause}
                  optional={outcome === 'matched'}
                  value={sentOf(tried?.sent ?? [], field('clause'))}
                  error={tried?.errors.get(field('clause'))}
                  maxLength={400}
                />
              )}
              <Consequence text={say[outcome].consequence} />
              <ButtonRow>
                <Button weight="second">{say[outcome].do}</Button>
              </ButtonRow>
            </Form>
          </details>
        )
      })}
    </section>
  )
}

function Consequence({ text }: { readonly text: string }): ReactNode {
  const { desk } = useWords()
  return (
    <p className="consequence">
      <strong>{desk.consequence}:</strong> {text}
    </p>
  )
}

function Owed({
  refund,
  once,
  failed,
}: {
  readonly refund: OwedRefund
  readonly once: string
  readonly failed: Failed | null
}): ReactNode {
  const words = useWords()
  const say = words.moneyOpen
  const format = useFormat()
  const { id, amount, reason, clause, decidedAt, decidedBy, dossier } = refund
  const field = (name: string) => named('give', id, name)
  return (
    <section className="panel" aria-labelledby={`refund-${id}`}>
      <h3 id={`refund-${id}`}>{say.refundItem(format.money(amount))}</h3>
      <p>
        {reason} ({clause})
      </p>
      <p className="soft small">
        {say.decided(format.dateTime(decidedAt), decidedBy ?? words.frame.unknown)}
        {dossier === null ? null : (
          <>
            {' · '}
            <a className="code" href={`/workbench/ho-so/${dossier.id}`}>
              {dossier.code}
            </a>
          </>
        )}
      </p>
      {refund.mayReturn ? (
        <details open={failed !== null}>
          <summary>{say.give.name}</summary>
          <Form method="post" className="narrow" noValidate>
            <input type="hidden" name="intent" value="give" />
            <input type="hidden" name="id" value={id} />
            <input type="hidden" name="once" value={once} />
            <Radios
              name={field('way')}
              label={say.way}
              value={givenOf(failed?.sent ?? [], field('way')) ?? 'cash'}
              choices={(['cash', 'transfer'] as const).map((way) => ({ value: way, label: say.ways[way] }))}
            />
            <TextField
              name={field('number')}
              label={say.number}
              optional
              hint={say.numberHint}
              value={sentOf(failed?.sent ?? [], field('number'))}
              error={failed?.errors.get(field('number'))}
              maxLength={80}
            />
            <Consequence text={say.give.consequence} />
            <ButtonRow>
              <Button weight="second">{say.give.do}</Button>
            </ButtonRow>
          </Form>
        </details>
      ) : null}
    </section>
  )
}
