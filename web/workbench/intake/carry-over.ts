import type { FormField } from '../../kit/form/definition.ts'

interface Told {
  readonly name: string
  readonly nationalId: string | null
  readonly phone: string | null
}

/**
 * What is known of whoever stands at the counter goes into the form's questions about them ('x-from'), so that it is typed once;
 * an answer that was written there by hand stays. `told` is null for somebody new: then the applicant's own fields tell.
 */
export function carryOver(form: HTMLFormElement, fields: readonly FormField[], told: Told | null): void {
  const of = (name: string): string => inputIn(form, name)?.value.trim() ?? ''
  const isKnown = told === null && of('personId') !== ''
  if (isKnown || isOrganisation(form)) return
  const known: Readonly<Record<string, string>> = {
    'person.name': told?.name ?? of('applicantName'),
    'person.nationalId': told?.nationalId ?? of('nationalId'),
    'person.phone': told?.phone ?? of('applicantPhone'),
  }
  for (const { name, schema } of fields) {
    const value = known[schema['x-from'] ?? '']
    const input = inputIn(form, name)
    if (value === undefined || value === '' || input === null) continue
    if (input.value !== '' && input.value !== input.dataset['carried']) continue
    input.value = value
    input.dataset['carried'] = value
  }
}

function isOrganisation(form: HTMLFormElement): boolean {
  const kind = form.elements.namedItem('applicantKind')
  return kind instanceof RadioNodeList && kind.value === 'organisation'
}

function inputIn(form: HTMLFormElement, name: string): HTMLInputElement | null {
  const found = form.elements.namedItem(name)
  return found instanceof HTMLInputElement ? found : null
}
