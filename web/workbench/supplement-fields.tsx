import type { ReactNode } from 'react'
import { FileField, TextField } from '../kit/fields.tsx'
import type { Asked } from '../kit/form/asked.ts'
import type { Answers } from '../kit/form/definition.ts'
import { FormFields } from '../kit/form/form-fields.tsx'
import { readFields } from '../kit/form/read.ts'
import { useWords } from '../kit/words/use.ts'
import { givenOf, type Sent } from './sent.ts'

/** What was asked for anew, as it is brought: the fields to be corrected, and each paper in originals, copies, or as a file. */
export function SupplementFields({
  asked,
  answers,
  sent,
  errors,
}: {
  readonly asked: Asked
  readonly answers: Answers
  readonly sent: Sent
  readonly errors: ReadonlyMap<string, string>
}): ReactNode {
  const words = useWords()
  const say = words.counter
  const fields = asked.fields.map(({ field }) => field)
  const page = { key: 'supplement', title: { vi: '' }, help: null, fields }
  const reasons = new Map(asked.fields.map(({ field, reason }) => [field.name, reason]))
  return (
    <>
      <FormFields
        form={{ pages: [page] }}
        page={page}
        answers={sent.length === 0 ? answers : readFields(fields, postOf(sent))}
        errors={new Map([...reasons, ...errors])}
        extraRows={{}}
      />
      {asked.papers.map(({ key, name, reason }) => (
        <fieldset className="field" key={key}>
          <legend>{name}</legend>
          <p className="field-error">{reason}</p>
          <input type="hidden" name="paper" value={key} />
          <input type="hidden" name={`name:${key}`} value={name} />
          <div className="counts">
            <Count name={`originals:${key}`} label={say.originalsBrought} sent={sent} />
            <Count name={`copies:${key}`} label={say.copiesBrought} sent={sent} />
          </div>
          <FileField
            name={`file:${key}`}
            id={`file:${key}`}
            label={say.fileFor(name)}
            hint={words.wizard.fileHint}
            accept=".pdf,.jpg,.jpeg,.png,.docx,.xlsx"
            error={errors.get(`file:${key}`)}
            optional
          />
        </fieldset>
      ))}
    </>
  )
}

function Count({
  name,
  label,
  sent,
}: {
  readonly name: string
  readonly label: string
  readonly sent: Sent
}): ReactNode {
  return (
    <TextField
      name={name}
      label={label}
      inputMode="numeric"
      size="short"
      value={givenOf(sent, name) ?? '0'}
      maxLength={2}
    />
  )
}

function postOf(sent: Sent): FormData {
  const post = new FormData()
  for (const [name, value] of sent) post.append(name, value)
  return post
}
