import type { ReactNode } from 'react'
import {
  data,
  redirect,
  useActionData,
  useLoaderData,
  useSearchParams,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from 'react-router'
import type { DossierPage } from '../../modules/dossiers/contract.ts'
import type { ProcedurePage } from '../../modules/procedures/contract.ts'
import { visitContext, type ApiProblem } from '../kit/api.ts'
import { act, getDossier } from '../kit/calls/work.ts'
import { getProcedureVersion } from '../kit/calls/procedures.ts'
import { Derivation } from '../kit/derivation.tsx'
import { StateTag } from '../kit/dossier-state.tsx'
import { besideFields, ErrorSummary, type FieldError } from '../kit/error-summary.tsx'
import { answerErrors } from '../kit/form/answer-errors.ts'
import { askedIn, type Asked } from '../kit/form/asked.ts'
import { formOf } from '../kit/form/definition.ts'
import { declaredFees } from '../kit/form/fees.tsx'
import { papersOf } from '../kit/form/requirements.ts'
import { useFormat } from '../kit/format.ts'
import { Back } from '../kit/frame.tsx'
import { ResultFile } from '../kit/result-file.tsx'
import { SlipLinks } from '../kit/slip-links.tsx'
import { Fact, Facts, Notice } from '../kit/marks.tsx'
import { errorsOf } from '../kit/problems.ts'
import { useLanguage, useWords } from '../kit/words/use.ts'
import { wordsIn, type Words } from '../kit/words/words.ts'
import { Actions } from './actions.tsx'
import { AnswersAndPapers } from './contents.tsx'
import { CounterActs } from './counter.tsx'
import { History, Steps, Supplements } from './course.tsx'
import { Money } from './money.tsx'
import type { Sent } from './sent.ts'
import { readAct } from './read-act.ts'
import { placesOf } from './wrong-places.tsx'
import { PaperViewer } from './viewer.tsx'

export async function loader(routed: LoaderFunctionArgs) {
  const dossier = await getDossier(routed, routed.params['id'] ?? '')
  const procedure = await getProcedureVersion(routed, dossier.procedureVersionId)
  return {
    dossier,
    form: procedure.form,
    requirements: papersOf(
      procedure.declaration,
      dossier.caseKey,
      dossier.answers,
      undefined,
      dossier.channel ?? 'online',
    ).map(({ requirement }) => ({
      key: requirement.key,
      name: requirement.name,
    })),
    fees: declaredFees(procedure.declaration, dossier.caseKey, dossier.channel),
    asked: openOf(dossier, procedure),
    once: crypto.randomUUID(),
    now: routed.context.get(visitContext).now(),
  }
}

/** What the applicant is awaited with; null while nothing is. */
function openOf({ supplements }: DossierPage, procedure: ProcedurePage): Asked | null {
  const open = supplements.find(({ answeredAt }) => answeredAt === null)
  return open === undefined ? null : askedIn(open, formOf(procedure.form), procedure)
}

export async function action(routed: ActionFunctionArgs) {
  const words = wordsIn(routed.context.get(visitContext).language)
  const id = routed.params['id'] ?? ''
  const post = await routed.request.formData()
  const read = await readAct(routed, post, words)
  if (!read.ok) return data({ errors: read.errors, intent: read.intent, sent: sentIn(post) }, { status: 422 })
  const once = post.get('once')
  const done = await act(routed, id, read.action, read.input, typeof once === 'string' ? once : null)
  if (!done.ok) {
    return data(
      {
        errors: await errorsIn(routed, read.action, done.problem, words),
        intent: read.action,
        sent: sentIn(post),
      },
      { status: done.problem.status },
    )
  }
  const to = new URL(routed.request.url)
  to.searchParams.set('done', read.action)
  return redirect(to.pathname.replace(/\.data$/, '') + to.search)
}

/** Questions that stand under another name than the API has for them. */
const fieldsOfActs: Readonly<Record<string, string>> = {
  'result.number': 'number',
  'result.file': 'file',
  taskId: 'outcome',
}

/** What the API refused, each beside its question where the form asked it. */
async function errorsIn(
  routed: ActionFunctionArgs,
  action: string,
  problem: ApiProblem,
  words: Words,
): Promise<readonly FieldError[]> {
  if (action !== 'receive-supplement' || problem.fields.length === 0) {
    const labels: Readonly<Record<string, string>> = {
      ground: words.desk.ground,
      clause: words.desk.groundClause,
      message: words.desk.message,
      outcome: words.desk.outcome,
      taskId: words.desk.outcome,
      note: words.desk.note,
      'result.number': words.desk.resultNumber,
      'result.file': words.desk.resultFile,
      delivery: words.desk.deliveredBy,
      consignment: words.counter.consignment,
      handedTo: words.desk.handedTo,
      basis: words.counter.basis,
    }
    return errorsOf(problem, words, (name) => labels[name]).map((error) => ({
      ...error,
      name: error.name === null ? null : (fieldsOfActs[error.name] ?? error.name),
    }))
  }
  const dossier = await getDossier(routed, routed.params['id'] ?? '')
  const { form } = await getProcedureVersion(routed, dossier.procedureVersionId)
  return answerErrors(problem.fields, formOf(form), routed.context.get(visitContext).language, words)
}

/** What was written, to be shown again when it is refused; files cannot be given back to a form. */
function sentIn(post: FormData): Sent {
  return [...post].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
}

export default function DossierScreen(): ReactNode {
  const { dossier, form, requirements, fees, asked, once, now } = useLoaderData<typeof loader>()
  const told = useActionData<typeof action>()
  const words = useWords()
  const format = useFormat()
  const [search] = useSearchParams()
  const say = words.desk
  const done = search.get('done')
  const { counter } = words
  const doneWords: Readonly<Record<string, { readonly done: string } | undefined>> = {
    'settle-fees': counter['settle-fees'],
    'receive-cash': counter['receive-cash'],
    refund: counter.refund,
    'return-papers': counter['return-papers'],
    'digital-copy': counter['digital-copy'],
    'receive-supplement': counter['receive-supplement'],
    accept: say.accept,
    'request-supplement': say['request-supplement'],
    refuse: say.refuse,
    'complete-task': say['complete-task'],
    release: say.release,
  }
  const notice = done === null || told !== undefined ? undefined : doneWords[done]
  const paper = dossier.parts.find(({ id }) => id === search.get('paper'))
  const { due } = dossier
  const isTakenIn = dossier.applicant === null
  const slips = [
    ...(dossier.acceptedAt !== null && !isTakenIn ? (['01'] as const) : []),
    ...(dossier.supplements.length > 0 ? (['02'] as const) : []),
    ...(dossier.refusedAt === null ? [] : (['03'] as const)),
    ...(dossier.acceptedAt === null ? [] : (['06'] as const)),
  ]
  const places = placesOf(dossier, formOf(form), requirements, useLanguage())
  const failed = told === undefined ? null : { intent: told.intent, sent: told.sent }
  const labels = new Map(places.map(({ path, label }) => [path, label]))
  return (
    <div className={paper === undefined ? 'desk' : 'desk with-paper'}>
      <article className="desk-main" aria-labelledby="dossier-title">
        <title>{`${dossier.code} ${dossier.procedureName}`}</title>
        <Back to="/workbench" text={words.workbench.backToList} />
        <ErrorSummary errors={told?.errors ?? []} />
        {notice === undefined ? null : (
          <Notice tone="on-time">
            <output>{notice.done}</output>
          </Notice>
        )}
        <h1 id="dossier-title">{dossier.procedureName}</h1>
        <p className="desk-head">
          <span className="code">{dossier.code}</span>
          <StateTag
            item={{
              state: dossier.state,
              acceptedAt: dossier.acceptedAt,
              dueAt: due.at,
              dueBasis: due.basis,
            }}
            now={now}
          />
        </p>
        <Facts>
          <Fact name={say.applicant}>
            {dossier.applicant === null ? (
              words.frame.unknown
            ) : (
              <>
                <p>
                  <strong>{dossier.applicant.name}</strong>
                  {dossier.applicant.nationalId === null ? null : (
                    <span className="numbers"> · {dossier.applicant.nationalId}</span>
                  )}
                  {dossier.applicant.phone === null ? null : (
                    <span className="numbers"> · {dossier.applicant.phone}</span>
                  )}
                </p>
                <p className="soft small">{dossier.isWhole ? say.readingRecorded : words.ioc.withheld}</p>
              </>
            )}
          </Fact>
          <Fact name={words.dossier.case}>{dossier.caseName}</Fact>
          <Fact name={words.dossier.submittedAt}>
            {format.moment(dossier.submittedAt)}
            {dossier.channel === null ? null : ` · ${words.dossier.channels[dossier.channel]}`}
          </Fact>
          <Fact name={words.dossier.due}>
            <p>{due.at === null ? dueWords(due.basis, words) : format.moment(due.at)}</p>
            <Derivation
              lines={due.derivation}
              clause={due.clause}
              stated={due.basis === 'stated-by-source'}
              verdict={due.verdict}
            />
          </Fact>
          <Fact name={words.dossier.receivingAgency}>{dossier.receivingAgency.name}</Fact>
          {dossier.competentAgency.id === dossier.receivingAgency.id ? null : (
            <Fact name={words.dossier.competentAgency}>{dossier.competentAgency.name}</Fact>
          )}
          {dossier.delivery === null ? null : (
            <Fact name={words.dossier.delivery}>{words.dossier.deliveries[dossier.delivery]}</Fact>
          )}
          {dossier.result === null ? null : (
            <Fact name={words.dossier.result}>
              {dossier.result.name}, {words.dossier.resultNumber(dossier.result.number)}
              {dossier.result.signer === '' ? null : `, ${words.dossier.signedBy(dossier.result.signer)}`}
              <ResultFile dossierId={dossier.id} result={dossier.result} />
            </Fact>
          )}
          {dossier.refusal === null ? null : (
            <Fact name={words.dossier.states.refused}>
              {[dossier.refusal.ground, dossier.refusal.clause === null ? '' : `(${dossier.refusal.clause})`]
                .filter(Boolean)
                .join(' ') || say.groundWithheld}
            </Fact>
          )}
          {slips.length === 0 || !dossier.isWhole ? null : (
            <Fact name={words.dossier.slips}>
              <SlipLinks from={`/api/v1/dossiers/${dossier.id}`} kinds={slips} />
            </Fact>
          )}
        </Facts>
        {dossier.isWhole ? (
          <Actions
            dossier={dossier}
            form={formOf(form)}
            requirements={requirements}
            fees={fees}
            failed={failed}
          />
        ) : null}
        <Money dossier={dossier} fees={fees} />
        <CounterActs
          dossier={dossier}
          fees={fees}
          asked={asked}
          once={once}
          failed={failed}
          errors={besideFields(told?.errors ?? [])}
        />
        <Supplements supplements={dossier.supplements} labels={labels} />
        {dossier.isWhole ? <AnswersAndPapers dossier={dossier} form={formOf(form)} /> : null}
        <Steps steps={dossier.steps} />
        <History moments={dossier.timeline} />
      </article>
      {paper === undefined ? null : <PaperViewer dossierId={dossier.id} part={paper} />}
    </div>
  )
}

function dueWords(basis: string, words: ReturnType<typeof useWords>): string {
  if (basis === 'suspended') return words.timeLeft.suspended
  if (basis === 'no-limit') return words.timeLeft.noLimit
  return words.timeLeft.notStarted
}
