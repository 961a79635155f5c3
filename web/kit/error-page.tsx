import type { ReactNode } from 'react'
import { isRouteErrorResponse, useLocation } from 'react-router'
import { isApiProblem } from './api.ts'
import { ButtonLink, ButtonRow } from './buttons.tsx'
import { PageTitle } from './frame.tsx'
import { problemWords } from './problems.ts'
import { signInPaths } from './visitor.ts'
import { useWords } from './words/use.ts'

/** A refusal or a fault, told so that the reader knows what happened, what is kept and where to go. */
export function ErrorPage({ error }: { readonly error: unknown }): ReactNode {
  const words = useWords()
  const { pathname, search } = useLocation()
  const say = words.errorPage
  const status = isRouteErrorResponse(error) ? error.status : 500
  const problem = isRouteErrorResponse(error) && isApiProblem(error.data) ? error.data : null
  if (status === 401) {
    const next = pathname + search
    const forOfficers = pathname.startsWith('/workbench') || pathname.startsWith('/ioc')
    return (
      <>
        <PageTitle title={say.signInTitle} lead={say.signIn} />
        <ButtonRow>
          {forOfficers ? (
            <ButtonLink to={signInPaths.officer(next)}>{say.signInOfficer}</ButtonLink>
          ) : (
            <ButtonLink to={signInPaths.citizen(next)}>{say.signInCitizen}</ButtonLink>
          )}
        </ButtonRow>
      </>
    )
  }
  const [title, text] =
    status === 404 || status === 410
      ? [say.missingTitle, say.missing]
      : status === 403
        ? [say.forbiddenTitle, say.forbidden]
        : status === 429 || status === 503
          ? [say.busyTitle, say.busy]
          : problem !== null && status < 500
            ? [say.conflictTitle, problemWords(problem, words)]
            : [say.faultTitle, say.fault]
  return (
    <>
      <PageTitle title={title} lead={text} />
      <ul className="bare ways">
        <li>
          <a href="/">{say.wayHome}</a>
        </li>
        <li>
          <a href="/thu-tuc">{say.waySearch}</a>
        </li>
        <li>
          <a href="/tra-cuu">{say.wayTrack}</a>
        </li>
      </ul>
      {problem === null ? null : <p className="soft small">{say.codeShown(problem.code)}</p>}
    </>
  )
}
