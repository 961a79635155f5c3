import type { ReactNode } from 'react'
import type { DossierPage } from '../../modules/dossiers/contract.ts'
import { fieldId } from '../kit/fields.tsx'
import { labelOf, shownNames, type Form } from '../kit/form/definition.ts'
import type { Language } from '../kit/language.ts'
import { useLanguage, useWords } from '../kit/words/use.ts'

import { sentOf, wasSent, type Sent } from './sent.ts'

export interface Named {
  readonly key: string
  readonly name: string
}

interface Place {
  readonly path: string
  readonly label: string
}

/** What can be wrong in a dossier: each field that its answers show, each paper that its case asks for. */
export function placesOf(
  { answers }: Pick<DossierPage, 'answers'>,
  form: Form,
  requirements: readonly Named[],
  language: Language,
): readonly Place[] {
  const shown = shownNames(form, answers)
  const fields = form.pages
    .flatMap((page) => page.fields)
    .filter(({ name }) => shown.has(name))
    .map(({ name, schema }) => ({ path: `/answers/${name}`, label: labelOf(schema, language, name) }))
  return [...fields, ...requirements.map(({ key, name }) => ({ path: `/parts/${key}`, label: name }))]
}

/** Every field and paper that can be wrong, each with a mark and a place for the reason. */
export function WrongPlaces({
  sent,
  dossier,
  form,
  requirements,
}: {
  readonly sent: Sent
  readonly dossier: DossierPage
  readonly form: Form
  readonly requirements: readonly Named[]
}): ReactNode {
  const say = useWords().desk
  const language = useLanguage()
  return (
    <fieldset className="field">
      <legend id={fieldId('wrong')} tabIndex={-1}>
        {say.wrong}
      </legend>
      <p className="field-hint">{say.wrongHint}</p>
      <div className="wrong-places">
        {placesOf(dossier, form, requirements, language).map(({ path, label }) => (
          <div className="wrong-place" key={path}>
            <div className="choice">
              <input
                type="checkbox"
                id={fieldId(`mark:${path}`)}
                name="wrong"
                value={path}
                defaultChecked={wasSent(sent, 'wrong', path)}
              />
              <label htmlFor={fieldId(`mark:${path}`)}>{label}</label>
            </div>
            <input type="hidden" name={`label:${path}`} value={label} />
            <input
              className="input"
              id={fieldId(`reason:${path}`)}
              name={`reason:${path}`}
              maxLength={1000}
              defaultValue={sentOf(sent, `reason:${path}`)}
              aria-label={say.wrongReason(label)}
              placeholder={say.wrongReason('…')}
            />
          </div>
        ))}
      </div>
    </fieldset>
  )
}
