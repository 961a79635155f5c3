import type { Draft } from '../../../modules/dossiers/contract.ts'
import type { ProcedurePage } from '../../../modules/procedures/contract.ts'
import { formOf, shownPages } from '../../kit/form/definition.ts'

/** The pages of one application, in order: their addresses. */
export function stepsOf(draft: Draft, { form }: Pick<ProcedurePage, 'form'>): readonly string[] {
  const base = `/nop/${draft.id}`
  return [
    `${base}/bat-dau`,
    ...shownPages(formOf(form), draft.answers).map(({ key }) => `${base}/to-khai/${key}`),
    `${base}/giay-to`,
    `${base}/xem-lai`,
  ]
}

export interface Place {
  readonly number: number
  readonly of: number
  readonly before: string | null
  readonly after: string
}

/** Where a page stands among the steps. */
export function placeOf(steps: readonly string[], path: string): Place {
  const index = Math.max(0, steps.indexOf(path))
  return {
    number: index + 1,
    of: steps.length,
    before: steps[index - 1] ?? null,
    after: steps[index + 1] ?? steps.at(-1) ?? '/',
  }
}
