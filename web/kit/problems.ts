import type { ApiProblem, ProblemField } from './api.ts'
import type { FieldError } from './error-summary.tsx'
import type { Words } from './words/words.ts'

/** The words for a problem's code; an unknown one is shown as it is, so that it can be told on. */
export function problemWords(problem: Pick<ApiProblem, 'code'>, words: Words): string {
  const known: Readonly<Record<string, string>> = words.problems.codes
  return known[problem.code] ?? words.problems.other(problem.code)
}

/** The words for a refused workbook, with the place in it where the refusal names one. */
export function placedWords(problem: ApiProblem, words: Words): string {
  const text = problemWords(problem, words)
  const at = problem.meta['at'] ?? problem.meta['sheet']
  return typeof at === 'string' ? words.administration.workbook.place(text, at) : text
}

/** What is wrong with one field, in words, by the rule that it breaks. */
export function fieldWords(field: Pick<ProblemField, 'code' | 'meta'>, words: Words): string {
  const rules: Readonly<Record<string, string | ((limit: string) => string)>> = words.problems.rules
  const rule = rules[field.code] ?? rules[field.code.split('.').at(-1) ?? '']
  if (typeof rule === 'string') return rule
  if (typeof rule === 'function') return rule(limitOf(field.meta))
  return words.problems.otherRule(field.code)
}

function limitOf(meta: ProblemField['meta']): string {
  const limit = meta?.['limit'] ?? meta?.['minimum'] ?? meta?.['maximum']
  return typeof limit === 'number' || typeof limit === 'string' ? String(limit) : ''
}

/** The field a JSON pointer means: its last part but one level under `root` ('/answers/fullName' → 'fullName'). */
export function fieldNameOf(path: string): string {
  return path.replace(/^\/?(?:body\/)?(?:answers\/)?/, '').replaceAll('/', '.')
}

/** A problem as an error summary shows it; without fields it is one line about the whole. */
export function errorsOf(
  problem: ApiProblem,
  words: Words,
  labelOf: (name: string) => string | undefined,
): FieldError[] {
  if (problem.fields.length === 0) return [{ name: null, text: problemWords(problem, words) }]
  return problem.fields.map((field) => {
    const name = fieldNameOf(field.path)
    const label = labelOf(name)
    const text = fieldWords(field, words)
    return label === undefined
      ? { name: null, text: `${name}: ${text}` }
      : { name, text: `${label}: ${text}`, short: sentence(text) }
  })
}

/** A rule's words as a sentence of their own. */
export function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1)
}
