import type { ApiProblem } from '../../kit/api.ts'
import type { FieldError } from '../../kit/error-summary.tsx'
import { answerErrors } from '../../kit/form/answer-errors.ts'
import { formOf } from '../../kit/form/definition.ts'
import type { Paper } from '../../kit/form/requirements.ts'
import type { Language } from '../../kit/language.ts'
import { fieldNameOf, fieldWords, problemWords, sentence } from '../../kit/problems.ts'
import type { Words } from '../../kit/words/words.ts'
import { paperFields } from './read-papers.ts'

/** A refusal of the platform's, each fault at its field, in the words of the counter. */
export function refusalErrors(
  problem: ApiProblem,
  { form, papers }: { readonly form: unknown; readonly papers: readonly Paper[] },
  language: Language,
  words: Words,
): FieldError[] {
  const known: Readonly<Record<string, string>> = words.intake.refusals
  const whole = known[problem.code] ?? problemWords(problem, words)
  const answers = problem.fields.filter(({ path }) => path.startsWith('/answers'))
  const others = problem.fields.filter(({ path }) => !path.startsWith('/answers'))
  if (answers.length > 0) return answerErrors(answers, formOf(form), language, words)
  if (others.length === 0) return [{ name: null, text: whole }]
  return others.map(({ path, ...field }): FieldError => {
    const [, place, key] = path.split('/')
    const paper = papers.find(({ requirement }) => requirement.key === key)
    if (place === 'parts' && paper !== undefined) {
      return {
        name: paperFields(paper.requirement.key).got,
        text: `${paper.requirement.name}: ${whole}`,
        short: whole,
      }
    }
    const labels: Readonly<Record<string, readonly [name: string, label: string]>> = {
      receivedAt: ['receivedOn', words.intake.receivedOn],
      caseKey: ['caseKey', words.intake.case],
      delivery: ['delivery', words.intake.delivery],
      competentAgencyId: ['competentAgencyId', words.intake.decider],
    }
    const ofApplicant: typeof labels = {
      name: ['applicantName', words.intake.name.citizen],
      nationalId: ['nationalId', words.intake.nationalId],
      birthOn: ['applicantBirthOn', words.intake.birthOn],
      phone: ['applicantPhone', words.intake.phone],
      email: ['applicantEmail', words.intake.email],
    }
    const at = place === 'applicant' ? ofApplicant[key ?? ''] : labels[place ?? '']
    const rule = fieldWords(field, words)
    if (at !== undefined) return { name: at[0], text: `${at[1]}: ${rule}`, short: sentence(rule) }
    return { name: null, text: `${fieldNameOf(path)}: ${rule}` }
  })
}
