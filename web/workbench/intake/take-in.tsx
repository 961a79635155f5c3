import { useEffect, useRef, useState, type ReactNode } from 'react'
import {
  data,
  Form,
  redirect,
  useActionData,
  useLoaderData,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from 'react-router'
import type { AgencyKind } from '../../../modules/agencies/contract.ts'
import type { Declaration } from '../../../modules/procedures/contract.ts'
import { localDateOf } from '../../../kernel/dates.ts'
import { visitContext, withQuery } from '../../kit/api.ts'
import { Button } from '../../kit/buttons.tsx'
import { listAgencies } from '../../kit/calls/agencies.ts'
import { findApplicant, listApplicantPapers, takeIn } from '../../kit/calls/intake.ts'
import { getProcedure } from '../../kit/calls/procedures.ts'
import { besideFields, ErrorSummary, type FieldError } from '../../kit/error-summary.tsx'
import { fieldId, Radios, Select, TextField } from '../../kit/fields.tsx'
import { findTerm } from '../../kit/form/fees.tsx'
import type { ExtraRows } from '../../kit/form/form-fields.tsx'
import { readFields } from '../../kit/form/read.ts'
import { papersOf } from '../../kit/form/requirements.ts'
import { useFormat } from '../../kit/format.ts'
import { Back, PageTitle } from '../../kit/frame.tsx'
import { Notice } from '../../kit/marks.tsx'
import { problemWords } from '../../kit/problems.ts'
import { useLanguage, useWords } from '../../kit/words/use.ts'
import { wordsIn } from '../../kit/words/words.ts'
import { sentOf, type Sent } from '../sent.ts'
import { Applicant, useLookUp, type Found } from './applicant.tsx'
import { carryOver } from './carry-over.ts'
import { Declared } from './declared.tsx'
import { goesOnByKey } from './form-keys.ts'
import { Papers } from './papers.tsx'
import { paperFields, readPapers, textIn } from './read-papers.ts'
import { caseIn, digitsOf, feesIn, fieldsOf, readIntake } from './read.ts'
import { choiceIn, countersOf, queryOf } from './reception.ts'
import { refusalErrors } from './refusal.ts'
import { Terms } from './terms.tsx'
import './intake.css'

export interface Refused {
  readonly kind: 'refused'
  readonly errors: readonly FieldError[]
  readonly sent: Sent
  readonly extraRows: ExtraRows
}

export async function loader(routed: LoaderFunctionArgs) {
  const agencies = await countersOf(routed)
  const procedure = await getProcedure(routed, routed.params['code'] ?? '')
  const choice = choiceIn(routed.request.url, agencies)
  const agency = agencies.find(({ id }) => id === choice.agencyId)
  const { declaration, form } = procedure
  return {
    declaration,
    form,
    choice,
    agencyName: agency?.name ?? '',
    deciders: await decidersOf(routed, declaration, agency?.kind),
    takes: declaration.channels.includes(choice.channel),
    isHere: declaration.agencies.receiving.some((kind) => kind === agency?.kind),
    today: localDateOf(new Date(routed.context.get(visitContext).now())),
    once: crypto.randomUUID(),
  }
}

/** Who may decide, where neither the office that receives nor the procedure says it; none where that is certain. */
async function decidersOf(
  routed: LoaderFunctionArgs,
  { agencies: { competent, only } }: Declaration,
  receiving: AgencyKind | undefined,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const isCertain = competent.some((kind) => kind === receiving) || only?.length === 1
  return isCertain ? [] : (await listAgencies(routed, competent)).map(({ id, name }) => ({ id, name }))
}

/** What is being written is never asked for again while it is written. */
export function shouldRevalidate({ formMethod }: { formMethod?: string }): boolean {
  return formMethod === undefined || formMethod === 'GET'
}

export async function action(routed: ActionFunctionArgs) {
  const { language, now } = routed.context.get(visitContext)
  const words = wordsIn(language)
  const agencies = await countersOf(routed)
  const post = await routed.request.formData()
  if (post.get('intent') === 'find') return look(routed, digitsOf(textIn(post, 'nationalId')))
  const { channel, agencyId } = choiceIn(routed.request.url, agencies)
  const procedure = await getProcedure(routed, routed.params['code'] ?? '')
  const { declaration, form } = procedure
  const today = localDateOf(new Date(now()))
  const answers = readFields(fieldsOf(form), post)
  const papers = papersOf(declaration, caseIn(post, declaration), answers, today, channel)
  const brought = await readPapers(routed, post, papers, words)
  const refused = (errors: readonly FieldError[], status: number, extraRows: ExtraRows = {}) =>
    data<Refused>(
      { kind: 'refused', errors, sent: [...brought.kept, ...sentIn(post)], extraRows },
      { status },
    )
  const add = post.get('_add')
  if (typeof add === 'string') return refused([], 200, { [add]: 1 })
  const counter = { channel, agencyId: agencyId ?? '', today, language, words }
  const read = readIntake(post, procedure, counter, papers, brought)
  if (!read.ok) return refused(read.errors, 422)
  const done = await takeIn(routed, read.input, textIn(post, 'once'))
  if (!done.ok) {
    return refused(refusalErrors(done.problem, { form, papers }, language, words), done.problem.status)
  }
  return redirect(
    withQuery(`/workbench/ho-so/${done.value.id}`, { done: read.input.accept ? 'accept' : null }),
  )
}

async function look(routed: ActionFunctionArgs, nationalId: string): Promise<Found> {
  const words = wordsIn(routed.context.get(visitContext).language)
  const asked = { kind: 'found', nationalId } as const
  const answer = await findApplicant(routed, nationalId)
  if (!answer.ok) {
    if (answer.problem.status === 403) throw data(answer.problem, { status: 403 })
    return { ...asked, person: null, papers: [], failed: problemWords(answer.problem, words) }
  }
  const { person } = answer.value
  const papers = person === null ? null : await listApplicantPapers(routed, person.id)
  return { ...asked, person, papers: papers?.ok ? papers.value.papers : [], failed: null }
}

/** The form's texts as they stand; files cannot be given back to a form. */
function sentIn(post: FormData): Sent {
  return [...post].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
}

function postOf(sent: Sent): FormData {
  const post = new FormData()
  for (const [name, value] of sent) post.append(name, value)
  return post
}

/** A field that was changed since it was refused is no longer marked; whether it is right now is told when it is sent. */
function isAsRefused(name: string | null, live: Sent, refused: Sent): boolean {
  return name === null || sentOf(live, name) === sentOf(refused, name)
}

/** One dossier, from who brought it to its code, on one page and by keyboard. */
export default function TakeIn(): ReactNode {
  const { declaration, choice, agencyName, takes, isHere } = useLoaderData<typeof loader>()
  const words = useWords()
  const say = words.intake
  const english = useLanguage() === 'en'
  const refusal = !isHere ? say.notHere(agencyName) : takes ? null : say.notThisWay[choice.channel]
  return (
    <div className="intake">
      <Back to={withQuery('/workbench/tiep-nhan', queryOf(choice))} text={say.other} />
      <PageTitle
        title={english ? declaration.nameEn : declaration.name}
        lead={
          <span className="soft">
            <span className="code">{declaration.code}</span> ·{' '}
            {say.way(say.channels[choice.channel], agencyName)}
          </span>
        }
      />
      {refusal === null ? (
        <IntakeForm />
      ) : (
        <Notice tone="due-soon">
          <p>{refusal}</p>
        </Notice>
      )}
    </div>
  )
}

function IntakeForm(): ReactNode {
  const { declaration, form, choice, deciders, today, once } = useLoaderData<typeof loader>()
  const told = useActionData<Refused | Found>()
  const words = useWords()
  const format = useFormat()
  const say = words.intake
  const refused = told?.kind === 'refused' ? told : null
  const [live, setLive] = useState<Sent>(refused?.sent ?? [])
  const [firstOnce] = useState(once)
  const element = useRef<HTMLFormElement>(null)
  const fields = fieldsOf(form)
  const heard = (): void => {
    if (element.current === null) return
    carryOver(element.current, fields, null)
    setLive(sentIn(new FormData(element.current)))
  }
  const lookUp = useLookUp(({ person }) => {
    if (element.current === null) return
    if (person !== null) carryOver(element.current, fields, person)
    setLive(sentIn(new FormData(element.current)))
  })
  useEffect(() => document.getElementById(fieldId('nationalId'))?.focus(), [])
  // Files that were kept by a refused attempt join what the form holds.
  const sent: Sent = [...live, ...(refused?.sent.filter(([name]) => name.startsWith('kept-')) ?? [])]
  const post = postOf(sent)
  const answers = readFields(fields, post)
  const caseKey = caseIn(post, declaration)
  const papers = papersOf(declaration, caseKey, answers, today, choice.channel)
  const missing = papers.filter(
    ({ requirement, isNeeded }) => isNeeded && !post.has(paperFields(requirement.key).got),
  )
  const errors = besideFields(
    refused?.errors.filter(({ name }) => isAsRefused(name, live, refused.sent)) ?? [],
  )
  const { cases } = declaration
  return (
    <>
      <ErrorSummary errors={refused?.errors ?? []} />
      <Form
        ref={element}
        className="intake-form"
        method="post"
        encType="multipart/form-data"
        noValidate
        onChange={heard}
        onKeyDown={goesOnByKey}
      >
        <input type="hidden" name="once" value={firstOnce} />
        <div className="intake-main">
          <p className="soft small">{say.keysHint}</p>
          {choice.channel === 'post' ? (
            <TextField
              name="receivedOn"
              label={say.receivedOn}
              hint={say.receivedOnHint}
              value={sentOf(sent, 'receivedOn') || format.day(today)}
              error={errors.get('receivedOn')}
              inputMode="numeric"
              size="date"
            />
          ) : null}
          <Applicant sent={sent} errors={errors} lookUp={lookUp} />
          {deciders.length === 0 ? null : (
            <div className="panel">
              <Select
                name="competentAgencyId"
                label={say.decider}
                hint={say.deciderHint}
                placeholder={say.deciderNone}
                choices={deciders.map(({ id, name }) => ({ value: id, label: name }))}
                value={sentOf(sent, 'competentAgencyId')}
                error={errors.get('competentAgencyId')}
              />
            </div>
          )}
          {cases.length === 1 ? null : (
            <div className="panel">
              <Radios
                name="caseKey"
                label={say.case}
                choices={cases.map(({ key, name, help }) => ({ value: key, label: name, hint: help }))}
                value={caseKey}
                error={errors.get('caseKey')}
              />
            </div>
          )}
          <Declared form={form} answers={answers} errors={errors} extraRows={refused?.extraRows ?? {}} />
          <Papers
            papers={papers}
            earlier={lookUp.found?.papers ?? []}
            sent={sent}
            errors={errors}
            isCaseChosen={caseKey !== null}
          />
          <div className="panel side-by-side">
            <Radios
              name="delivery"
              label={say.delivery}
              choices={(['counter', 'post', 'online'] as const).map((value) => ({
                value,
                label: words.dossier.deliveries[value],
              }))}
              value={sentOf(sent, 'delivery') || choice.channel}
              error={errors.get('delivery')}
            />
          </div>
        </div>
        <div className="intake-side">
          <Terms
            term={findTerm(declaration, caseKey, choice.channel)}
            answers={answers}
            decision={feesIn(post)}
            sent={sent}
          />
          <div className="panel intake-end">
            {caseKey === null ? null : (
              <p aria-live="polite">
                <strong>
                  {missing.length === 0
                    ? say.complete
                    : say.missing(missing.map(({ requirement }) => requirement.name).join('; '))}
                </strong>
              </p>
            )}
            <p className="soft small">{say.channelStays}</p>
            <div className="intake-ways">
              <div>
                <Button name="accept" value="true">
                  {say.accept}
                </Button>
                <p className="small">{say.acceptConsequence}</p>
              </div>
              <div>
                <Button weight="second" name="keep" value="true">
                  {say.keep}
                </Button>
                <p className="small">{say.keepConsequence}</p>
              </div>
            </div>
          </div>
        </div>
      </Form>
    </>
  )
}
