import { data, redirect, type ActionFunctionArgs } from 'react-router'
import { addDays } from '../../../kernel/dates.ts'
import { call, visitContext, type ApiRequest } from '../../kit/api.ts'
import type { FieldError } from '../../kit/error-summary.tsx'
import { errorsOf } from '../../kit/problems.ts'
import { wordsIn, type Words } from '../../kit/words/words.ts'
import type { Sent } from '../sent.ts'

/** A page has several forms: every field is named `<intent>-<name>`, and what is wrong is told under that name. */
export const named = (intent: string, name: string): string => `${intent}-${name}`

/** What was sent and refused, to be shown again. */
export interface Refused {
  readonly intent: string
  readonly errors: readonly FieldError[]
  readonly sent: Sent
}

/** The fields of one form as the API takes them: empty ones are not sent, so that it says which are missing. */
export function inputOf(post: FormData, intent: string): Record<string, unknown> {
  const prefix = named(intent, '')
  const revision = post.get('revision')
  const entries = [...post].flatMap(([name, value]) => {
    const text = typeof value === 'string' ? value.trim() : ''
    return name.startsWith(prefix) && text !== '' ? [[name.slice(prefix.length), text] as const] : []
  })
  return {
    ...(typeof revision === 'string' ? { revision: Number(revision) } : {}),
    ...Object.fromEntries(entries),
  }
}

/** People say the last day, the API takes the first day after it. */
export function dayAfter(day: unknown): string | undefined {
  if (typeof day !== 'string' || day === '') return undefined
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? addDays(day, 1) : day
}

/** The last day of a half-open period, as people say it. */
export function lastDay(to: string): string {
  return addDays(to, -1)
}

export interface Sending {
  readonly intent: string
  readonly method: ApiRequest['method']
  readonly path: string
  readonly body: Record<string, unknown>
}

export type LabelOf = (words: Words, intent: string, name: string) => string | undefined

/** Sends one form to the API: on to `next` when it is done, and back to the form with what is wrong when it is refused. */
export async function send<T>(
  routed: ActionFunctionArgs,
  post: FormData,
  { intent, method, path, body }: Sending,
  { labelOf, next }: { readonly labelOf: LabelOf; readonly next: (value: T) => string },
) {
  const words = wordsIn(routed.context.get(visitContext).language)
  const answer = await call<T>(routed, method, path, body)
  if (answer.ok) return redirect(next(answer.value))
  const errors = errorsOf(answer.problem, words, (name) => labelOf(words, intent, name)).map((error) => ({
    ...error,
    name: error.name === null ? null : named(intent, error.name),
  }))
  const sent = [...post].flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  )
  const refused: Refused = { intent, errors, sent }
  return data(refused, { status: answer.problem.status })
}
