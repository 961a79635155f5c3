import { useRef, type ReactNode } from 'react'
import {
  data,
  redirect,
  useActionData,
  useFetcher,
  useLoaderData,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from 'react-router'
import { failure, visitContext } from '../../kit/api.ts'
import { Button, ButtonRow } from '../../kit/buttons.tsx'
import { checkDraft, keepDraft } from '../../kit/calls/dossiers.ts'
import { besideFields, ErrorSummary } from '../../kit/error-summary.tsx'
import { answerErrors } from '../../kit/form/answer-errors.ts'
import { formOf, spokenIn, type Form, type FormPage } from '../../kit/form/definition.ts'
import { FormFields, type ExtraRows } from '../../kit/form/form-fields.tsx'
import { readFields } from '../../kit/form/read.ts'
import { useFormat } from '../../kit/format.ts'
import type { PageHandle } from '../../kit/handle.ts'
import { useLanguage, useWords } from '../../kit/words/use.ts'
import { wordsIn } from '../../kit/words/words.ts'
import { openDraft } from './draft.ts'
import { StepHead } from './step-head.tsx'
import { placeOf, stepsOf } from './steps.ts'

export const handle: PageHandle = { scripts: true }

/** How long typing rests before the draft is kept. */
const REST = 1500

function pageIn(form: Form, key: string | undefined): FormPage {
  const page = form.pages.find((one) => one.key === key)
  if (page === undefined) throw data(null, { status: 404 })
  return page
}

export async function loader(routed: LoaderFunctionArgs) {
  const { draft, procedure, place } = await openDraft(routed)
  pageIn(formOf(procedure.form), routed.params['page'])
  return { draft, place, form: procedure.form, pageKey: routed.params['page'] ?? '' }
}

export async function action(routed: ActionFunctionArgs) {
  const { draft, procedure } = await openDraft(routed)
  const { language } = routed.context.get(visitContext)
  const form = formOf(procedure.form)
  const page = pageIn(form, routed.params['page'])
  const post = await routed.request.formData()
  const others = Object.entries(draft.answers).filter(
    ([name]) => !page.fields.some((field) => field.name === name),
  )
  const answers = { ...Object.fromEntries(others), ...readFields(page.fields, post) }
  const kept = await keepDraft(routed, draft, { answers })
  if (!kept.ok) throw failure(kept.problem)
  const add = post.get('_add')
  if (typeof add === 'string') return { errors: [], extraRows: { [add]: 1 }, savedAt: null }
  if (post.has('_keep')) return { errors: [], extraRows: {}, savedAt: kept.value.updatedAt }
  const { fields } = await checkDraft(routed, draft.id, page.key)
  const errors = answerErrors(fields, form, language, wordsIn(language))
  if (errors.length > 0) return data({ errors, extraRows: {}, savedAt: null }, { status: 422 })
  const path = new URL(routed.request.url).pathname.replace(/\.data$/, '')
  const toReview = post.has('_review')
  return redirect(toReview ? `/nop/${draft.id}/xem-lai` : placeOf(stepsOf(kept.value, procedure), path).after)
}

export default function FormPageScreen(): ReactNode {
  const { draft, place, form: definition, pageKey } = useLoaderData<typeof loader>()
  const told = useActionData<typeof action>()
  const words = useWords()
  const language = useLanguage()
  const form = formOf(definition)
  const page = pageIn(form, pageKey)
  const errors = told?.errors ?? []
  const extraRows: ExtraRows = told?.extraRows ?? {}
  const keeping = useKeeping()
  return (
    <>
      <StepHead
        summary={<ErrorSummary errors={errors} />}
        place={place}
        title={spokenIn(language, page.title)}
        procedureName={draft.procedureName}
        lead={page.help === null ? undefined : spokenIn(language, page.help)}
      />
      <form method="post" noValidate onChange={keeping.changed}>
        <FormFields
          key={pageKey}
          form={form}
          page={page}
          answers={draft.answers}
          errors={besideFields(errors)}
          extraRows={extraRows}
        />
        <ButtonRow>
          <Button>{words.frame.goOn}</Button>
          <output className="soft small">{keeping.told}</output>
        </ButtonRow>
      </form>
    </>
  )
}

/** Keeps what is typed while it is typed, where there is JavaScript; without it, each page is kept as it is sent. */
function useKeeping() {
  const words = useWords().wizard
  const format = useFormat()
  const fetcher = useFetcher<typeof action>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const savedAt = fetcher.data?.savedAt ?? null
  return {
    changed: (event: { readonly currentTarget: HTMLFormElement }) => {
      const form = event.currentTarget
      clearTimeout(timer.current)
      timer.current = setTimeout(() => {
        const post = new FormData(form)
        post.set('_keep', '1')
        void fetcher.submit(post, { method: 'post' })
      }, REST)
    },
    told:
      fetcher.state === 'idle' ? (savedAt === null ? '' : words.saved(format.time(savedAt))) : words.saving,
  }
}
