import type { ReactNode } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { visitContext } from '../../kit/api.ts'
import { ButtonLink, ButtonRow } from '../../kit/buttons.tsx'
import { listMine } from '../../kit/calls/dossiers.ts'
import { useFormat } from '../../kit/format.ts'
import { PageTitle } from '../../kit/frame.tsx'
import { Tag } from '../../kit/marks.tsx'
import { timeLeftOf } from '../../kit/time-left.tsx'
import { useRoot, useWords } from '../../kit/words/use.ts'

export async function loader(routed: LoaderFunctionArgs) {
  return { mine: await listMine(routed), now: routed.context.get(visitContext).now() }
}

export default function Mine(): ReactNode {
  const { mine, now } = useLoaderData<typeof loader>()
  const words = useWords()
  const format = useFormat()
  const say = words.mine
  const visitor = useRoot()?.visitor
  const signedIn = visitor?.kind === 'citizen' ? `${words.frame.signedInAs} ${visitor.name}` : undefined
  return (
    <>
      <PageTitle title={say.title} lead={signedIn} />
      {mine.drafts.length + mine.dossiers.length === 0 ? (
        <>
          <p>{say.none}</p>
          <ButtonRow>
            <ButtonLink to="/thu-tuc">{words.errorPage.waySearch}</ButtonLink>
          </ButtonRow>
        </>
      ) : null}
      {mine.drafts.length === 0 ? null : (
        <section>
          <h2>{say.drafts}</h2>
          <ul className="bare rows">
            {mine.drafts.map((draft) => (
              <li key={draft.id}>
                <a href={`/nop/${draft.id}`}>{draft.procedureName}</a>
                <p className="soft small">{words.home.draftSaved(format.dateTime(draft.updatedAt))}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {mine.dossiers.length === 0 ? null : (
        <section>
          <h2>{say.dossiers}</h2>
          <ul className="bare rows">
            {mine.dossiers.map((dossier) => {
              const isLate =
                dossier.dueAt !== null &&
                dossier.dueAt < now &&
                dossier.state !== 'finished' &&
                dossier.state !== 'released'
              return (
                <li key={dossier.id}>
                  <a href={`/ho-so/${encodeURIComponent(dossier.code)}`}>{dossier.procedureName}</a>
                  <p>
                    <Tag tone={isLate ? 'overdue' : toneOf[dossier.state]}>
                      {words.dossier.states[dossier.state]}
                      {isLate
                        ? `, ${timeLeftOf({ ...dossier, acceptedAt: dossier.submittedAt, dueBasis: 'computed' }, now, words).text}`
                        : null}
                    </Tag>
                  </p>
                  <p className="soft small">
                    <span className="code">{dossier.code}</span> · {dossier.agencyName} ·{' '}
                    {words.dossier.submittedAt} {format.dateTime(dossier.submittedAt)}
                    {dossier.dueAt === null
                      ? null
                      : ` · ${words.dossier.due} ${words.format.before(format.moment(dossier.dueAt))}`}
                  </p>
                </li>
              )
            })}
          </ul>
        </section>
      )}
      <p>
        <a href="/toi/luot-xem">{words.readings.link}</a>
      </p>
    </>
  )
}

const toneOf = {
  submitted: 'indigo',
  processing: 'indigo',
  'awaiting-supplement': 'due-soon',
  refused: 'overdue',
  finished: 'on-time',
  released: 'on-time',
} as const
