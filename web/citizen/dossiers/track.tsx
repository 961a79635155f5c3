import type { ReactNode } from 'react'
import { redirect, useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { failure, visitContext } from '../../kit/api.ts'
import { Button } from '../../kit/buttons.tsx'
import { track } from '../../kit/calls/dossiers.ts'
import { ErrorSummary } from '../../kit/error-summary.tsx'
import { TextField } from '../../kit/fields.tsx'
import { PageTitle } from '../../kit/frame.tsx'
import { problemWords } from '../../kit/problems.ts'
import { useWords } from '../../kit/words/use.ts'
import { wordsIn } from '../../kit/words/words.ts'

export async function loader(routed: LoaderFunctionArgs) {
  const code = (new URL(routed.request.url).searchParams.get('code') ?? '').trim().slice(0, 60)
  if (code === '') return { code, error: null }
  const words = wordsIn(routed.context.get(visitContext).language)
  const found = await track(routed, code)
  if (found.ok) return redirect(`/ho-so/${encodeURIComponent(found.value.code)}`)
  const { status } = found.problem
  if (status === 404 || status === 422) return { code, error: words.tracking.missing(code) }
  if (status === 503 || status === 429) return { code, error: problemWords(found.problem, words) }
  throw failure(found.problem)
}

export default function Track(): ReactNode {
  const { code, error } = useLoaderData<typeof loader>()
  const say = useWords().tracking
  return (
    <>
      {error === null ? null : <ErrorSummary title={say.notShown} errors={[{ name: 'code', text: error }]} />}
      <PageTitle title={say.title} lead={say.lead} />
      <form>
        <TextField
          name="code"
          label={say.label}
          hint={say.hint}
          value={code}
          autoComplete="off"
          error={error === null ? undefined : say.checkCode}
        />
        <Button>{say.go}</Button>
      </form>
    </>
  )
}
