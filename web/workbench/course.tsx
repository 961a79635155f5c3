import type { ReactNode } from 'react'
import type { DossierPage, Moment, Step, Supplement } from '../../modules/dossiers/contract.ts'
import { wordOf } from '../kit/derivation.tsx'
import { useFormat } from '../kit/format.ts'
import { Notice } from '../kit/marks.tsx'
import { Table } from '../kit/table.tsx'
import { useWords } from '../kit/words/use.ts'

/** The steps of the process: who had it, since when, until when, how it ended. */
export function Steps({ steps }: { readonly steps: readonly Step[] }): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.dossier
  const moment = (instant: string | null): string => (instant === null ? '–' : format.dateTime(instant))
  if (steps.length === 0) {
    return (
      <section>
        <h2>{words.desk.steps}</h2>
        <p className="soft">{words.desk.noSteps}</p>
      </section>
    )
  }
  return (
    <section>
      <h2>{words.desk.steps}</h2>
      <Table
        caption={words.desk.steps}
        captionHidden
        rows={steps}
        rowKey={(step) => step.id}
        columns={[
          { key: 'name', title: say.columns.step, cell: (step) => step.name },
          {
            key: 'who',
            title: say.columns.who,
            cell: (step) => step.officerName ?? (step.role === null ? '–' : wordOf(say.roles, step.role)),
          },
          { key: 'opened', title: say.columns.opened, cell: (step) => moment(step.openedAt) },
          { key: 'due', title: say.columns.due, cell: (step) => moment(step.dueAt) },
          { key: 'closed', title: say.columns.closed, cell: (step) => moment(step.closedAt) },
          {
            key: 'note',
            title: words.desk.note,
            cell: (step) => [step.note, ...step.flags].filter(Boolean).join(' · '),
          },
        ]}
      />
    </section>
  )
}

/** Everything the ledger knows of the dossier, in case order. */
export function History({ moments }: { readonly moments: readonly Moment[] }): ReactNode {
  const words = useWords()
  const format = useFormat()
  return (
    <section>
      <h2>{words.desk.history}</h2>
      <ol className="history">
        {moments.map((moment) => (
          <li key={moment.seq}>
            <time dateTime={moment.occurredAt}>{format.dateTime(moment.occurredAt)}</time>{' '}
            <strong>{wordOf(words.dossier.moments, moment.kind)}</strong>
            {moment.actor === null ? null : ` · ${moment.actor}`}
            {moment.agencyName === null ? null : ` · ${moment.agencyName}`}
            {moment.basis === null ? null : (
              <span className="soft"> · {words.dossier.basis(moment.basis)}</span>
            )}
            {isLater(moment) ? (
              <span className="soft"> {words.dossier.recordedLater(format.dateTime(moment.recordedAt))}</span>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  )
}

const MINUTE = 60_000

/** Worth saying when what happened was written down more than a minute after. */
function isLater({ occurredAt, recordedAt }: Moment): boolean {
  return Date.parse(recordedAt) - Date.parse(occurredAt) > MINUTE
}

export function Supplements({
  supplements,
  labels,
}: {
  readonly supplements: DossierPage['supplements']
  /** What the places are called, by their path. */
  readonly labels: ReadonlyMap<string, string>
}): ReactNode {
  const words = useWords()
  const format = useFormat()
  if (supplements.length === 0) return null
  const when = (one: Supplement): string =>
    one.answeredAt === null ? words.desk.waiting : words.desk.answered(format.dateTime(one.answeredAt))
  return (
    <section>
      <h2>{words.desk.supplements}</h2>
      {supplements.map((one) => (
        <Notice key={one.id} tone={one.answeredAt === null ? 'due-soon' : 'plain'}>
          <p>
            <strong>{format.dateTime(one.requestedAt)}</strong>
            {one.requestedBy === null ? null : ` · ${one.requestedBy}`} · {when(one)}
          </p>
          <p className="answer">{one.message}</p>
          <ul>
            {one.wrong.map(({ path, reason }) => (
              <li key={path}>
                <span className="soft">{labels.get(path) ?? path}</span>: {reason}
              </li>
            ))}
          </ul>
          <p className="soft small">{words.tracking.supplementModes[one.mode]}</p>
        </Notice>
      ))}
    </section>
  )
}
