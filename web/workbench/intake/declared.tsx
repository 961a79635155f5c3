import type { ReactNode } from 'react'
import { formOf, shownPages, spokenIn, type Answers } from '../../kit/form/definition.ts'
import { FormFields, type ExtraRows } from '../../kit/form/form-fields.tsx'
import { useLanguage, useWords } from '../../kit/words/use.ts'

/** The form's pages one below the other, each question there as soon as it has to be asked. */
export function Declared({
  form: definition,
  answers,
  errors,
  extraRows,
}: {
  readonly form: unknown
  readonly answers: Answers
  readonly errors: ReadonlyMap<string, string>
  readonly extraRows: ExtraRows
}): ReactNode {
  const say = useWords().intake
  const language = useLanguage()
  const form = formOf(definition)
  if (form.pages.length === 0) return null
  return (
    <section className="panel" aria-labelledby="declared-title">
      <h2 id="declared-title">{say.declaration}</h2>
      {shownPages(form, answers).map((page) => (
        <section key={page.key} aria-labelledby={`declared-${page.key}`}>
          <h3 id={`declared-${page.key}`}>{spokenIn(language, page.title)}</h3>
          {page.help === null ? null : <p className="soft">{spokenIn(language, page.help)}</p>}
          <div className="fields-grid">
            <FormFields
              form={form}
              page={page}
              answers={answers}
              errors={errors}
              extraRows={extraRows}
              startsLive
            />
          </div>
        </section>
      ))}
    </section>
  )
}
