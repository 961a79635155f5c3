import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { DossierPage } from '../../modules/dossiers/contract.ts'
import { paperPath } from '../kit/calls/work.ts'
import { shownPages, spokenIn, type Form } from '../kit/form/definition.ts'
import { FormAnswers } from '../kit/form/form-answers.tsx'
import { useFormat } from '../kit/format.ts'
import { Fact, Facts } from '../kit/marks.tsx'
import { fieldNameOf } from '../kit/problems.ts'
import { useLanguage, useWords } from '../kit/words/use.ts'

/** What the applicant declared and brought. */
export function AnswersAndPapers({
  dossier,
  form,
}: {
  readonly dossier: DossierPage
  readonly form: Form
}): ReactNode {
  const words = useWords()
  const language = useLanguage()
  const say = words.desk
  const open = dossier.supplements.find((one) => one.answeredAt === null)
  const wrong = new Map(open?.wrong.map(({ path, reason }) => [fieldNameOf(path), reason]))
  const hasForm = form.pages.length > 0
  return (
    <>
      <Papers dossier={dossier} />
      <section aria-labelledby="answers-title">
        <h2 id="answers-title">{say.answers}</h2>
        {hasForm || Object.keys(dossier.answers).length === 0 ? null : (
          <p className="soft">{say.answersRaw}</p>
        )}
        {hasForm ? (
          shownPages(form, dossier.answers).map((page) => (
            <section key={page.key}>
              <h3>{spokenIn(language, page.title)}</h3>
              <FormAnswers form={form} page={page} answers={dossier.answers} wrong={wrong} />
            </section>
          ))
        ) : (
          <Facts>
            {Object.entries(dossier.answers).map(([name, value]) => (
              <Fact key={name} name={name}>
                {typeof value === 'string' ? value : JSON.stringify(value)}
              </Fact>
            ))}
          </Facts>
        )}
      </section>
    </>
  )
}

function Papers({ dossier }: { readonly dossier: DossierPage }): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.desk
  const [search] = useSearchParams()
  const viewing = (id: string): string => {
    const next = new URLSearchParams(search)
    next.delete('done')
    next.set('paper', id)
    return `?${next.toString()}`
  }
  return (
    <section aria-labelledby="papers-title">
      <h2 id="papers-title">{say.papers}</h2>
      {dossier.parts.length === 0 ? <p className="soft">{say.noPapers}</p> : null}
      <ul className="bare rows">
        {dossier.parts.map((part) => (
          <li key={part.id}>
            {part.title}
            {part.originals + part.copies === 0 ? null : (
              <p className="small">
                {say.onPaper(format.number(part.originals), format.number(part.copies))}
                {part.returnedAt === null
                  ? null
                  : ` · ${say.paperReturned(format.dateTime(part.returnedAt))}`}
              </p>
            )}
            {part.reusedFrom === null ? null : <p className="small">{say.paperReused(part.reusedFrom)}</p>}
            <p className="small">
              {part.file === null ? (
                <span className="unknown">{say.noDigitalCopy}</span>
              ) : (
                <a href={paperPath(dossier.id, part.id)} target="_blank" rel="noreferrer">
                  {part.file.name}
                  <span className="out-of-sight"> {words.frame.opensNewTab}</span>
                </a>
              )}{' '}
              <span className="soft">
                {part.file === null ? null : `${format.size(part.file.size)} · `}
                {format.dateTime(part.addedAt)}
              </span>
              {part.file?.mediaType.startsWith('image/') ? (
                <>
                  {' '}
                  · <Link to={viewing(part.id)}>{say.viewPaper}</Link>
                </>
              ) : null}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
