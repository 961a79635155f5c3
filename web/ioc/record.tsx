import type { ReactNode } from 'react'
import { useLoaderData, type LoaderFunctionArgs, type ShouldRevalidateFunctionArgs } from 'react-router'
import type { DossierPage, Step, Verdict } from '../../modules/dossiers/contract.ts'
import { failure } from '../kit/api.ts'
import { readRecords } from '../kit/calls/indicators.ts'
import { getDossier } from '../kit/calls/work.ts'
import { DerivationLines, verdictSentences, wordOf } from '../kit/derivation.tsx'
import { useFormat, type Format } from '../kit/format.ts'
import { Back, PageTitle } from '../kit/frame.tsx'
import { Fact, Facts, Tag } from '../kit/marks.tsx'
import { Original } from '../kit/original.tsx'
import { Table } from '../kit/table.tsx'
import { useWords } from '../kit/words/use.ts'
import type { Words } from '../kit/words/words.ts'
import { choiceIn } from './choice.ts'

export async function loader(routed: LoaderFunctionArgs) {
  const url = new URL(routed.request.url)
  const key = routed.params['indicator'] ?? ''
  // Which figure led here; who may not see figures is turned away before any dossier is read.
  const records = await readRecords(routed, key, { ...choiceIn(url), part: null, after: null })
  if (!records.ok) throw failure(records.problem)
  return {
    figure: records.value.definition.name,
    dossier: await getDossier(routed, routed.params['id'] ?? ''),
    back: `/ioc/${key}/ho-so${url.search}`,
  }
}

/** Each reading is told to the person: the page is not read anew because something happened elsewhere. */
export const shouldRevalidate = ({ currentUrl, nextUrl }: ShouldRevalidateFunctionArgs): boolean =>
  currentUrl.href !== nextUrl.href

/** One dossier that a figure counts: until when, why until then, where it was, and what made it late. */
export default function RecordScreen(): ReactNode {
  const { figure, dossier, back } = useLoaderData<typeof loader>()
  const words = useWords()
  const format = useFormat()
  const say = words.ioc
  const { due, applicant } = dossier
  const moment = (instant: string | null): string =>
    instant === null ? words.frame.unknown : format.moment(instant)
  return (
    <>
      <Back to={back} text={say.backToRecords} />
      <PageTitle title={dossier.procedureName} original lead={<Original>{figure}</Original>} />
      <p className="record-head">
        <span className="code">{dossier.code}</span>
        <VerdictTag verdict={due.verdict} />
      </p>
      <Lateness dossier={dossier} />
      <Facts>
        <Fact name={say.agency}>
          <Original>{dossier.competentAgency.name}</Original>
        </Fact>
        {dossier.competentAgency.id === dossier.receivingAgency.id ? null : (
          <Fact name={words.dossier.receivingAgency}>
            <Original>{dossier.receivingAgency.name}</Original>
          </Fact>
        )}
        <Fact name={words.dossier.case}>
          <Original>{dossier.caseName}</Original>
        </Fact>
        <Fact name={words.dossier.state}>{wordOf(words.dossier.states, dossier.state)}</Fact>
        <Fact name={words.dossier.acceptedAt}>{moment(dossier.acceptedAt)}</Fact>
        <Fact name={words.dossier.due}>{moment(due.at)}</Fact>
        <Fact name={say.ended}>{dossier.finishedAt === null ? '–' : format.moment(dossier.finishedAt)}</Fact>
        {dossier.supplements.length === 0 ? null : (
          <Fact name={say.asked}>
            {dossier.supplements.map((one) => (
              <p key={one.id}>
                {say.askedOnce(
                  format.dateTime(one.requestedAt),
                  one.answeredAt === null ? say.notAnswered : format.dateTime(one.answeredAt),
                )}
              </p>
            ))}
          </Fact>
        )}
        <Fact name={say.ofWhom}>
          <p>{applicant?.name ?? words.frame.unknown}</p>
          {dossier.isWhole ? null : <p className="soft small">{say.withheld}</p>}
        </Fact>
      </Facts>
      <section aria-labelledby="why-title">
        <h2 id="why-title">{say.whyTitle}</h2>
        <DerivationLines
          lines={due.derivation}
          clause={due.clause}
          stated={due.basis === 'stated-by-source'}
          verdict={due.verdict}
        />
      </section>
      <section>
        <h2>{say.whereTitle}</h2>
        {dossier.steps.length === 0 ? (
          <p className="soft">{words.desk.noSteps}</p>
        ) : (
          <Stations steps={dossier.steps} />
        )}
      </section>
    </>
  )
}

function Stations({ steps }: { readonly steps: readonly Step[] }): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.dossier.columns
  const moment = (instant: string | null): string => (instant === null ? '–' : format.dateTime(instant))
  return (
    <Table
      caption={words.ioc.whereTitle}
      captionHidden
      rows={steps}
      rowKey={(step) => step.id}
      columns={[
        { key: 'name', title: say.step, cell: (step) => <Original>{step.name}</Original> },
        { key: 'who', title: say.who, cell: (step) => whoHas(step, words) },
        { key: 'opened', title: say.opened, cell: (step) => moment(step.openedAt) },
        { key: 'due', title: say.due, cell: (step) => moment(step.dueAt) },
        { key: 'closed', title: say.closed, cell: (step) => moment(step.closedAt) },
      ]}
    />
  )
}

/** The officer, else the duty, and the office. */
function whoHas({ officerName, role, agencyName }: Step, words: Words): string {
  const duty = role === null ? null : wordOf(words.dossier.roles, role)
  return [officerName ?? duty, agencyName].filter((one) => one !== null).join(', ') || '–'
}

function VerdictTag({ verdict }: { readonly verdict: Verdict | null }): ReactNode {
  const say = useWords().ioc
  if (verdict === null) return <Tag tone="unknown">{say.undecided}</Tag>
  return <Tag tone={verdict.isLate ? 'overdue' : 'on-time'}>{verdict.isLate ? say.late : say.onTime}</Tag>
}

/** What explains the lateness, in a sentence or two: by how much, and whose hands it was in when the time ran out. */
function Lateness({ dossier }: { readonly dossier: DossierPage }): ReactNode {
  const words = useWords()
  const format = useFormat()
  const { verdict } = dossier.due
  if (verdict === null) return null
  const told = [
    ...verdictSentences(verdict, words, format),
    ...(verdict.isLate ? heldBy(dossier.steps, verdict.lateFrom, words, format) : []),
  ]
  return <p className="lead-sentence">{told.join(' ')}</p>
}

function heldBy(steps: readonly Step[], at: string | null, words: Words, format: Format): readonly string[] {
  const step = steps.find(
    ({ openedAt, closedAt }) =>
      at !== null && openedAt !== null && openedAt <= at && (closedAt === null || closedAt > at),
  )
  if (step === undefined || step.openedAt === null) return []
  return [words.derivation.heldBy(step.name, whoHas(step, words), format.moment(step.openedAt))]
}
