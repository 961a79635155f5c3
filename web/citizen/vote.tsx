import type { ReactNode } from 'react'
import {
  data,
  redirect,
  useActionData,
  useLoaderData,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from 'react-router'
import type { Liked, VotePage, VoteReason } from '../../modules/surveys/contract.ts'
import { visitContext } from '../kit/api.ts'
import { Button, ButtonRow } from '../kit/buttons.tsx'
import { castVote, readVote } from '../kit/calls/votes.ts'
import { besideFields, ErrorSummary, type FieldError } from '../kit/error-summary.tsx'
import { Checkboxes, Radios, TextArea } from '../kit/fields.tsx'
import { useFormat } from '../kit/format.ts'
import { PageTitle } from '../kit/frame.tsx'
import { Fact, Facts, Notice } from '../kit/marks.tsx'
import { errorsOf, sentence } from '../kit/problems.ts'
import { useWords } from '../kit/words/use.ts'
import { wordsIn } from '../kit/words/words.ts'

const COMMENT_LENGTH = 2000

export async function loader(routed: LoaderFunctionArgs) {
  const page = await readVote(routed, routed.params['token'] ?? '')
  return { page, isKept: new URL(routed.request.url).searchParams.has('da-gui') }
}

export async function action(routed: ActionFunctionArgs) {
  const token = routed.params['token'] ?? ''
  const words = wordsIn(routed.context.get(visitContext).language)
  const post = await routed.request.formData()
  const text = post.get('comment')
  const sent = {
    liked: post.get('liked'),
    reasons: post.getAll('reasons'),
    comment: typeof text === 'string' && text.trim() !== '' ? text : null,
  }
  if (sent.liked === null) {
    const rule = words.problems.rules['not-chosen']
    const error = { name: 'liked', text: `${words.vote.liked}: ${rule}`, short: sentence(rule) }
    return data({ errors: [error], sent: keptOf(sent) }, { status: 422 })
  }
  const cast = await castVote(routed, token, sent)
  if (cast.ok) return redirect(`/danh-gia/${encodeURIComponent(token)}?da-gui`)
  const labels: Readonly<Record<string, string>> = {
    liked: words.vote.liked,
    reasons: words.vote.reasonsLabel,
    comment: words.vote.comment,
  }
  const errors = errorsOf(cast.problem, words, (name) => labels[name])
  return data({ errors, sent: keptOf(sent) }, { status: cast.problem.status })
}

/** What was sent, to be shown again. */
function keptOf({ liked, reasons, comment }: { liked: unknown; reasons: unknown[]; comment: string | null }) {
  return {
    liked: typeof liked === 'string' ? liked : null,
    reasons: reasons.map(String),
    comment: comment ?? '',
  }
}

export default function Voting(): ReactNode {
  const { page, isKept } = useLoaderData<typeof loader>()
  const told = useActionData<typeof action>()
  const words = useWords()
  const format = useFormat()
  const say = words.vote
  const lastDay = format.date(lastDayOf(page))
  const errors: readonly FieldError[] = told?.errors ?? []
  return (
    <>
      <ErrorSummary errors={errors} />
      {isKept && errors.length === 0 && page.vote !== null ? (
        <Notice tone="on-time" title={say.kept}>
          {page.isOpen ? <p>{say.keptUntil(lastDay)}</p> : null}
        </Notice>
      ) : null}
      {page.isOpen && page.vote !== null && !isKept && errors.length === 0 ? (
        <Notice title={say.votedTitle}>
          <p>{say.voted(format.dateTime(page.vote.changedAt), lastDay)}</p>
        </Notice>
      ) : null}
      <PageTitle
        title={say.title}
        tab={`${say.title} ${page.dossierCode}`}
        {...(page.isOpen ? { lead: say.lead(page.agencyName) } : {})}
      />
      <p className="soft">
        {page.procedureName} · <span className="code">{page.dossierCode}</span>
      </p>
      {page.isOpen ? (
        <VoteForm page={page} errors={errors} {...(told === undefined ? {} : { sent: told.sent })} />
      ) : (
        <Closed page={page} lastDay={lastDay} />
      )}
    </>
  )
}

/** Voting ends at midnight: the day before is the last. */
function lastDayOf({ closesAt }: VotePage): string {
  return new Date(Date.parse(closesAt) - 1).toISOString()
}

function VoteForm({
  page,
  errors,
  sent,
}: {
  readonly page: VotePage
  readonly errors: readonly FieldError[]
  readonly sent?: ReturnType<typeof keptOf>
}): ReactNode {
  const say = useWords().vote
  const marked = besideFields(errors)
  const shown = sent ?? {
    liked: page.vote?.liked ?? null,
    reasons: page.vote?.reasons ?? [],
    comment: page.vote?.comment ?? '',
  }
  const choices: readonly Liked[] = ['liked', 'neutral', 'disliked']
  const reasons = Object.keys(say.reasons) as VoteReason[]
  return (
    <form method="post" noValidate>
      <Radios
        name="liked"
        label={say.liked}
        error={marked.get('liked')}
        value={shown.liked}
        choices={choices.map((value) => ({ value, label: say.choices[value] }))}
      />
      <Checkboxes
        name="reasons"
        label={say.reasonsLabel}
        optional
        error={marked.get('reasons')}
        values={shown.reasons}
        choices={reasons.map((value) => ({ value, label: say.reasons[value] }))}
      />
      <TextArea
        name="comment"
        label={say.comment}
        optional
        hint={say.commentHint}
        error={marked.get('comment')}
        value={shown.comment}
        maxLength={COMMENT_LENGTH}
      />
      <ButtonRow>
        <Button>{page.vote === null ? say.send : say.change}</Button>
      </ButtonRow>
    </form>
  )
}

function Closed({ page, lastDay }: { readonly page: VotePage; readonly lastDay: string }): ReactNode {
  const say = useWords().vote
  const { vote } = page
  return (
    <>
      <Notice title={say.closedTitle}>
        <p>{say.closed(lastDay)}</p>
        {vote === null ? <p>{say.none}</p> : null}
      </Notice>
      {vote === null ? null : (
        <>
          <h2>{say.given}</h2>
          <Facts>
            <Fact name={say.liked}>{say.choices[vote.liked]}</Fact>
            {vote.reasons.length === 0 ? null : (
              <Fact name={say.reasonsLabel}>
                {vote.reasons.map((reason) => say.reasons[reason]).join(', ')}
              </Fact>
            )}
            {vote.comment === null ? null : (
              <Fact name={say.comment}>
                <span className="answer">{vote.comment}</span>
              </Fact>
            )}
          </Facts>
        </>
      )}
    </>
  )
}
