import type { ReactNode } from 'react'
import type { DossierPage } from '../../modules/dossiers/contract.ts'
import { fieldId } from '../kit/fields.tsx'
import { labelOf, shownNames, type Form } from '../kit/form/definition.ts'
import { useLanguage, useWords } from '../kit/words/use.ts'

export interface Named {
  readonly key: string
  readonly name: string
}

/** Every field and paper that can be wrong, each with a mark and a place for the reason. */
export function WrongPlaces({
  dossier,
  form,
  requirements,
}: {
  readonly dossier: DossierPage
  readonly form: Form
  readonly requirements: readonly Named[]
}): ReactNode {
  const words = useWords()
  const language = useLanguage()
  const say = words.desk
  const shown = shownNames(form, dossier.answers)
  const fields = form.pages
    .flatMap((page) => page.fields)
    .filter(({ name }) => shown.has(name))
    .map(({ name, schema }) => ({ path: `/${name}`, label: labelOf(schema, language, name) }))
  const papers = requirements.map(({ key, name }) => ({ path: `/parts/${key}`, label: name }))
  return (
    <fieldset className="field">
      <legend id={fieldId('wrong')} tabIndex={-1}>
        {say.wrong}
      </legend>
      <p className="field-hint">{say.wrongHint}</p>
      <div className="wrong-places">
        {[...fields, ...papers].map(({ path, label }) => (
          <div className="wrong-place" key={path}>
            <div className="choice">
              <input type="checkbox" id={fieldId(`mark:${path}`)} name="wrong" value={path} />
              <label htmlFor={fieldId(`mark:${path}`)}>{label}</label>
            </div>
            <input type="hidden" name={`label:${path}`} value={label} />
            <input
              className="input"
              id={fieldId(`reason:${path}`)}
              name={`reason:${path}`}
              maxLength={1000}
              aria-label={say.wrongReason(label)}
              placeholder={say.wrongReason('…')}
            />
          </div>
        ))}
      </div>
    </fieldset>
  )
}
