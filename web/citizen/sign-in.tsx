import type { ReactNode } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { ButtonLink } from '../kit/buttons.tsx'
import { PageTitle } from '../kit/frame.tsx'
import { localPath } from '../kit/local-path.ts'
import { Notice } from '../kit/marks.tsx'
import { signInPaths } from '../kit/visitor.ts'
import { useWords } from '../kit/words/use.ts'

export function loader({ request }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams
  return { next: localPath(asked.get('next')), failed: asked.get('error') }
}

export default function SignIn(): ReactNode {
  const { next, failed } = useLoaderData<typeof loader>()
  const words = useWords()
  const say = words.signIn
  return (
    <>
      <PageTitle title={say.title} />
      {failed === null ? null : (
        <Notice tone="overdue" title={say.failedTitle}>
          <p>{say.failed}</p>
          <p className="soft small">{words.errorPage.codeShown(failed)}</p>
        </Notice>
      )}
      <section>
        <h2>{say.citizen}</h2>
        <p>{say.citizenHint}</p>
        <ButtonLink to={signInPaths.citizen(next)}>{say.citizenGo}</ButtonLink>
      </section>
      <section>
        <h2>{say.officer}</h2>
        <p>{say.officerHint}</p>
        <ButtonLink to={signInPaths.officer(next === '/' ? '/workbench' : next)} weight="second">
          {say.officerGo}
        </ButtonLink>
      </section>
    </>
  )
}
