import type { Supplement } from '../../../modules/dossiers/contract.ts'
import type { ProcedurePage } from '../../../modules/procedures/contract.ts'
import { fieldNameOf } from '../problems.ts'
import type { Form, FormField } from './definition.ts'

export interface Asked {
  readonly fields: readonly { readonly field: FormField; readonly reason: string }[]
  readonly papers: readonly { readonly key: string; readonly name: string; readonly reason: string }[]
}

/** What the office asked for anew, sorted into fields of the form and papers. */
export function askedIn(
  supplement: Supplement,
  form: Form,
  { declaration }: Pick<ProcedurePage, 'declaration'>,
): Asked {
  const fields = form.pages.flatMap((page) => page.fields)
  const reasons = new Map<string, string>()
  for (const { path, reason } of supplement.wrong) {
    const name = path.startsWith('/parts/') ? path : (fieldNameOf(path).split('.')[0] ?? '')
    const before = reasons.get(name)
    reasons.set(name, before === undefined ? reason : `${before} ${reason}`)
  }
  return {
    fields: fields.flatMap((field) => {
      const reason = reasons.get(field.name)
      return reason === undefined ? [] : [{ field: { ...field, showWhen: [] }, reason }]
    }),
    papers: [...reasons].flatMap(([path, reason]) => {
      const key = path.startsWith('/parts/') ? path.slice('/parts/'.length) : null
      if (key === null) return []
      return [{ key, reason, name: declaration.requirements.find((one) => one.key === key)?.name ?? key }]
    }),
  }
}
