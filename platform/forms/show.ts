import type { Form, FormField } from './compile.ts'
import type { Answers, ShowWhen } from './definition.ts'

/** The fields that these answers show, in order. An answer to a hidden field shows nothing. */
export function shownFields(form: Form, answers: Answers): readonly FormField[] {
  const shown = new Map<string, unknown>()
  return form.fields.filter(({ name, showWhen }) => {
    const isShown = showWhen.every((when) => isMet(when, shown.get(when.field)))
    if (isShown) shown.set(name, Object.hasOwn(answers, name) ? answers[name] : undefined)
    return isShown
  })
}

function isMet(when: ShowWhen, answer: unknown): boolean {
  const wanted: readonly unknown[] = 'in' in when ? when.in : [when.equals]
  return Array.isArray(answer) ? answer.some((one) => wanted.includes(one)) : wanted.includes(answer)
}
