import { addDays, instantOf, isLocalDate } from '../../../kernel/dates.ts'
import type {
  ApplicantInput,
  Delivery,
  FeeDecision,
  IntakeInput,
} from '../../../modules/dossiers/contract.ts'
import type { ProcedurePage } from '../../../modules/procedures/contract.ts'
import type { FieldError } from '../../kit/error-summary.tsx'
import { answerErrors } from '../../kit/form/answer-errors.ts'
import { formOf, shownNames, type Answers, type FormField } from '../../kit/form/definition.ts'
import { readDay, readFields } from '../../kit/form/read.ts'
import type { Paper } from '../../kit/form/requirements.ts'
import type { Language } from '../../kit/language.ts'
import { sentence } from '../../kit/problems.ts'
import type { Words } from '../../kit/words/words.ts'
import { countOf, paperFields, textIn, type BroughtPapers } from './read-papers.ts'
import type { IntakeChannel } from './reception.ts'

/** A letter lies no longer at the office before it is entered (the platform refuses older ones). */
const DAYS_A_LETTER_LIES = 31

const deliveries: readonly Delivery[] = ['counter', 'post', 'online']

export interface Counter {
  readonly channel: IntakeChannel
  readonly agencyId: string
  readonly today: string
  readonly language: Language
  readonly words: Words
}

export type ReadIntake =
  | { readonly ok: true; readonly input: IntakeInput }
  | { readonly ok: false; readonly errors: readonly FieldError[] }

export function fieldsOf(form: unknown): readonly FormField[] {
  return formOf(form).pages.flatMap((page) => page.fields)
}

/** The case that was chosen; a procedure with one case needs no choice. */
export function caseIn(
  post: FormData,
  { cases }: Pick<ProcedurePage['declaration'], 'cases'>,
): string | null {
  const chosen = textIn(post, 'caseKey')
  return (cases.length === 1 ? cases[0] : cases.find(({ key }) => key === chosen))?.key ?? null
}

/** What an officer's form takes in; what is missing is said before anything is sent. */
export function readIntake(
  post: FormData,
  { declaration, form }: Pick<ProcedurePage, 'declaration' | 'form'>,
  { channel, agencyId, today, language, words }: Counter,
  asked: readonly Paper[],
  { papers, errors: paperErrors }: BroughtPapers,
): ReadIntake {
  const say = words.intake
  const errors: FieldError[] = []
  const wrong = (name: string, label: string, rule: string): void => {
    errors.push({ name, text: `${label}: ${rule}`, short: sentence(rule) })
  }
  const receivedAt = channel === 'post' ? receivedAtIn(post, today) : undefined
  if (receivedAt === null) wrong('receivedOn', say.receivedOn, say.receivedOnWrong)
  const applicant = readApplicant(post, words, wrong)
  const caseKey = caseIn(post, declaration)
  if (caseKey === null) wrong('caseKey', say.case, words.problems.rules['not-chosen'])
  const answers = readFields(fieldsOf(form), post)
  const accept = post.has('accept')
  errors.push(...unanswered(form, answers, language, words), ...paperErrors)
  for (const { requirement, isNeeded } of accept ? asked : []) {
    const { got } = paperFields(requirement.key)
    if (isNeeded && !post.has(got)) wrong(got, requirement.name, say.refusals['dossiers.part-missing'])
  }
  const decider = textIn(post, 'competentAgencyId')
  if (post.has('competentAgencyId') && decider === '') {
    wrong('competentAgencyId', say.decider, words.problems.rules['not-chosen'])
  }
  const delivery = deliveries.find((one) => one === textIn(post, 'delivery'))
  if (delivery === undefined) wrong('delivery', say.delivery, words.problems.rules['not-chosen'])
  if (errors.length > 0 || caseKey === null || delivery === undefined) return { ok: false, errors }
  return {
    ok: true,
    input: {
      procedure: declaration.code,
      caseKey,
      agencyId,
      ...(decider === '' ? {} : { competentAgencyId: decider }),
      channel,
      applicant,
      answers,
      papers: [...papers],
      delivery,
      ...(receivedAt ? { receivedAt } : {}),
      accept,
      fees: feesIn(post),
    },
  }
}

/** What has to be answered and is not, told with all else that is wrong; whether answers are right, the platform says. */
function unanswered(form: unknown, answers: Answers, language: Language, words: Words): FieldError[] {
  const shown = shownNames(formOf(form), answers)
  const missing = fieldsOf(form)
    .filter(({ name, isRequired }) => isRequired && shown.has(name) && !(name in answers))
    .map(({ name }) => ({ path: `/answers/${name}`, code: 'required' }))
  return answerErrors(missing, formOf(form), language, words)
}

/** When the post brought it; nothing stated for today, null where the day is impossible. */
function receivedAtIn(post: FormData, today: string): string | undefined | null {
  const day = readDay(textIn(post, 'receivedOn'))
  if (day === today) return undefined
  if (!isLocalDate(day) || day > today || day < addDays(today, -DAYS_A_LETTER_LIES)) return null
  return instantOf(day, '08:00').toISOString()
}

function readApplicant(
  post: FormData,
  words: Words,
  wrong: (name: string, label: string, rule: string) => void,
): ApplicantInput {
  const say = words.intake
  const { formats } = words.form
  const personId = textIn(post, 'personId')
  if (personId !== '') return { personId }
  const kind = textIn(post, 'applicantKind') === 'organisation' ? 'organisation' : 'citizen'
  const optional = (name: string): string | null => textIn(post, name) || null
  const name = textIn(post, 'applicantName')
  const nationalId = kind === 'citizen' ? digitsOf(textIn(post, 'nationalId')) || null : null
  const birthOn = kind === 'citizen' ? readDay(textIn(post, 'applicantBirthOn')) || null : null
  const phone = optional('applicantPhone')
  const email = optional('applicantEmail')
  if (nationalId !== null && !/^[0-9]{12}$/.test(nationalId)) {
    wrong('nationalId', say.nationalId, formats['national-id'])
  }
  if (name.length < 2) {
    wrong('applicantName', say.name[kind], name === '' ? words.problems.rules.required : say.nameWrong)
  }
  if (birthOn !== null && !isLocalDate(birthOn)) wrong('applicantBirthOn', say.birthOn, formats.date)
  if (phone !== null && !/^[0-9+ ]{8,15}$/.test(phone))
    wrong('applicantPhone', say.phone, formats['phone-vn'])
  if (email !== null && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    wrong('applicantEmail', say.email, formats.email)
  }
  return { kind, name, nationalId, birthOn, phone, email }
}

/** A number as people write and scan it, without what they put between the digits. */
export function digitsOf(text: string): string {
  return text.replaceAll(/[\s.-]/g, '')
}

/** What the officer judged of the fees; what was left open stays so. */
export function feesIn(post: FormData): FeeDecision {
  const pages = countOf(textIn(post, 'pages'))
  const copies = countOf(textIn(post, 'copyCount'))
  const applies = Object.fromEntries(
    [...post.keys()].flatMap((name) => {
      const judged = textIn(post, name)
      return name.startsWith('applies:') && (judged === 'true' || judged === 'false')
        ? [[name.slice('applies:'.length), judged === 'true'] as const]
        : []
    }),
  )
  return { ...(pages ? { pages } : {}), ...(copies ? { copies } : {}), applies }
}
