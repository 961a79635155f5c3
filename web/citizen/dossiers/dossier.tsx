import type { ReactNode } from 'react'
import {
  data,
  redirect,
  useActionData,
  useLoaderData,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from 'react-router'
import type { Tracking } from '../../../modules/dossiers/contract.ts'
import type { VoteLink } from '../../../modules/surveys/contract.ts'
import { AccountShown } from '../../kit/account.tsx'
import { failure, visitContext } from '../../kit/api.ts'
import { Button, ButtonLink, ButtonRow } from '../../kit/buttons.tsx'
import { payOnline, track } from '../../kit/calls/dossiers.ts'
import { findVoteLink } from '../../kit/calls/votes.ts'
import { Derivation } from '../../kit/derivation.tsx'
import { StateTag } from '../../kit/dossier-state.tsx'
import { ErrorSummary } from '../../kit/error-summary.tsx'
import { useFormat, type Format } from '../../kit/format.ts'
import { Back, PageTitle } from '../../kit/frame.tsx'
import { Fact, Facts, Notice } from '../../kit/marks.tsx'
import { ResultFile } from '../../kit/result-file.tsx'
import { Original } from '../../kit/original.tsx'
import { problemWords } from '../../kit/problems.ts'
import { SlipLinks } from '../../kit/slip-links.tsx'
import { Timeline } from '../../kit/timeline.tsx'
import { useRoot, useWords } from '../../kit/words/use.ts'
import { wordsIn, type Words } from '../../kit/words/words.ts'
import { progressOf } from './progress.tsx'

export async function loader(routed: LoaderFunctionArgs) {
  const found = await track(routed, routed.params['code'] ?? '')
  if (!found.ok) throw failure(found.problem)
  const tracking = found.value
  const { own, dossierId } = tracking
  const mayVote = own && dossierId !== null && hasEnded(tracking)
  return {
    tracking,
    vote: mayVote ? await findVoteLink(routed, dossierId) : null,
    payment: new URL(routed.request.url).searchParams.get('payment'),
    now: routed.context.get(visitContext).now(),
  }
}

/** Begins to pay what is outstanding, and on to the platform. */
export async function action(routed: ActionFunctionArgs) {
  const found = await track(routed, routed.params['code'] ?? '')
  if (!found.ok) throw failure(found.problem)
  const { dossierId, own } = found.value
  if (!own || dossierId === null)
    throw failure({ status: 404, code: 'dossiers.missing', fields: [], meta: {} })
  const begun = await payOnline(routed, dossierId)
  if (begun.ok) return redirect(begun.value.payAt)
  const words = wordsIn(routed.context.get(visitContext).language)
  return data(
    { errors: [{ name: null, text: problemWords(begun.problem, words) }] },
    { status: begun.problem.status },
  )
}

function hasEnded({ finishedAt, refusedAt }: Tracking): boolean {
  return finishedAt !== null || refusedAt !== null
}

export default function DossierTracking(): ReactNode {
  const { tracking, vote, payment, now } = useLoaderData<typeof loader>()
  const told = useActionData<typeof action>()
  const words = useWords()
  const format = useFormat()
  const visitor = useRoot()?.visitor
  const say = words.tracking
  return (
    <>
      <Back
        to={visitor?.kind === 'citizen' ? '/ho-so' : '/tra-cuu'}
        text={visitor?.kind === 'citizen' ? words.mine.title : say.title}
      />
      <ErrorSummary errors={told?.errors ?? []} />
      <PageTitle original title={tracking.procedureName} tab={`${tracking.code} ${tracking.procedureName}`} />
      <p>
        <span className="code">{tracking.code}</span> · <StateTag item={clocked(tracking)} now={now} />
      </p>
      <p className="lead">{sentenceOf(tracking, words, format)}</p>
      {tracking.own ? null : <p className="soft">{say.masked}</p>}
      {tracking.supplement === null ? null : <SupplementAsked tracking={tracking} />}
      {tracking.refusal === null ? null : <SlipLinks from={slipsOf(tracking)} kinds={['03']} />}
      {tracking.state === 'awaiting-supplement' && !tracking.own ? (
        <Notice tone="due-soon">
          <p>{say.supplementSignIn}</p>
        </Notice>
      ) : null}
      <PaymentReturn tracking={tracking} payment={payment} />
      <ToPay tracking={tracking} />
      {vote === null ? null : <VoteAsked vote={vote} />}
      {!tracking.own && hasEnded(tracking) ? <p className="soft no-print">{words.vote.forOwner}</p> : null}
      <Facts>
        <Fact name={words.dossier.due}>
          <p>{dueText(tracking, words, format)}</p>
          <Derivation
            lines={tracking.due.derivation}
            clause={tracking.due.clause}
            stated={tracking.due.basis === 'stated-by-source'}
            verdict={tracking.due.verdict}
          />
          {tracking.receipt === null ? null : (
            <p className="no-print">
              <a href={`/ho-so/${encodeURIComponent(tracking.code)}/giay-tiep-nhan`}>
                {words.receiptForm.link}
              </a>
            </p>
          )}
        </Fact>
        <Fact name={words.dossier.applicant}>{tracking.applicant ?? words.frame.unknown}</Fact>
        <Fact name={words.dossier.competentAgency}>
          <Original>{tracking.competentAgencyName}</Original>
        </Fact>
        <Fact name={words.dossier.delivery}>
          {tracking.delivery === null ? words.frame.unknown : words.dossier.deliveries[tracking.delivery]}
        </Fact>
        {tracking.own ? (
          <Fact name={words.money.title}>
            {tracking.account === null ? (
              <p className="unknown">{words.money.laterForOwner}</p>
            ) : (
              <AccountShown account={tracking.account} />
            )}
          </Fact>
        ) : null}
        {tracking.result === null ? null : (
          <Fact name={words.dossier.result}>
            <Original>{tracking.result.name}</Original>, {words.dossier.resultNumber(tracking.result.number)}
            {tracking.result.signer === '' ? null : `, ${words.dossier.signedBy(tracking.result.signer)}`}
            <ResultFile dossierId={tracking.dossierId} result={tracking.result} />
          </Fact>
        )}
      </Facts>
      <h2>{say.progress}</h2>
      <Timeline items={progressOf(tracking, words, format)} stageWords={words.dossier.stages} />
      {tracking.own ? (
        <p className="no-print">
          <a href="/toi/luot-xem">{words.readings.link}</a>
        </p>
      ) : null}
    </>
  )
}

/** Where the applicant's own slips lie. */
function slipsOf({ code }: Tracking): string {
  return `/api/v1/tracking/${encodeURIComponent(code)}`
}

/** What became of the way to the platform, until it is paid. */
function PaymentReturn({
  tracking: { account },
  payment,
}: {
  readonly tracking: Tracking
  readonly payment: string | null
}): ReactNode {
  const { returns } = useWords().money
  const known: Readonly<Record<string, string | undefined>> = returns
  const text = payment === null ? undefined : known[payment]
  if (text === undefined || account?.state !== 'due') return null
  return (
    <Notice tone={payment === 'waiting' ? 'unknown' : 'due-soon'}>
      <output>{text}</output>
    </Notice>
  )
}

function ToPay({ tracking: { account, mayPayOnline } }: { readonly tracking: Tracking }): ReactNode {
  const say = useWords().money
  const format = useFormat()
  if (account === null || account.outstanding === 0) return null
  const outstanding = format.money(account.outstanding)
  return (
    <Notice title={say.payTitle}>
      <p>{mayPayOnline ? say.payLead(outstanding) : say.payAtCounter(outstanding)}</p>
      {mayPayOnline ? (
        <form method="post" action="?">
          <ButtonRow>
            <Button>{say.pay}</Button>
          </ButtonRow>
        </form>
      ) : null}
    </Notice>
  )
}

function VoteAsked({ vote }: { readonly vote: VoteLink }): ReactNode {
  const say = useWords().vote
  const to = `/danh-gia/${encodeURIComponent(vote.token)}`
  if (vote.hasVoted || !vote.isOpen) {
    return vote.hasVoted ? (
      <p className="no-print">
        <a href={to}>{say.again}</a>
      </p>
    ) : null
  }
  return (
    <Notice title={say.askTitle}>
      <p>{say.ask}</p>
      <ButtonRow>
        <ButtonLink to={to}>{say.go}</ButtonLink>
      </ButtonRow>
    </Notice>
  )
}

function clocked(tracking: Tracking) {
  const { state, acceptedAt, due } = tracking
  return { state, acceptedAt, dueAt: due.at, dueBasis: due.basis }
}

function sentenceOf(tracking: Tracking, words: Words, format: Format): string {
  const say = words.tracking.sentences
  const agency = tracking.competentAgencyName
  switch (tracking.state) {
    case 'submitted':
      return say.submitted(tracking.receivingAgencyName)
    case 'processing':
      return tracking.due.at === null
        ? say.processing(agency)
        : say.processingDue(agency, format.moment(tracking.due.at))
    case 'awaiting-supplement':
      return say['awaiting-supplement']
    case 'refused':
      return say.refused(tracking.receivingAgencyName)
    case 'finished':
      if (tracking.delivery === 'post') return say.finishedPost
      return tracking.delivery === 'online' ? say.finishedOnline : say.finished(tracking.receivingAgencyName)
    case 'released':
      return say.released(format.moment(tracking.releasedAt ?? tracking.submittedAt))
  }
}

function dueText(tracking: Tracking, words: Words, format: Format): string {
  const say = words.tracking
  switch (tracking.due.basis) {
    case 'suspended':
      return say.dueSuspended
    case 'no-limit':
      return say.dueNoLimit
    case 'computed':
    case 'stated-by-source':
    case 'unknown':
      if (tracking.due.at !== null) return words.format.before(format.moment(tracking.due.at))
      return tracking.acceptedAt === null ? say.dueLater : say.dueUnknown
  }
}

function SupplementAsked({ tracking }: { readonly tracking: Tracking }): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.tracking
  const { supplement } = tracking
  if (supplement === null) return null
  return (
    <Notice tone="due-soon" title={say.supplementTitle}>
      <p>{say.supplementOn(format.moment(supplement.requestedAt))}</p>
      <p className="answer">
        <Original>{supplement.message}</Original>
      </p>
      <p className="soft">{say.supplementModes[supplement.mode]}</p>
      <SlipLinks from={slipsOf(tracking)} kinds={['02']} />
      <ButtonRow>
        <ButtonLink to={`/ho-so/${encodeURIComponent(tracking.code)}/bo-sung`}>{say.supplementGo}</ButtonLink>
      </ButtonRow>
    </Notice>
  )
}
