import type { LoaderFunctionArgs } from 'react-router'
import type {
  CompleteTaskInput,
  Delivery,
  RefusalInput,
  ReleaseInput,
  SupplementRequestInput,
} from '../../modules/dossiers/contract.ts'
import { withoutHidden } from '../../kernel/text.ts'
import { uploadOne } from '../kit/calls/dossiers.ts'
import type { DossierAct } from '../kit/calls/work.ts'
import type { FieldError } from '../kit/error-summary.tsx'
import { readFees } from '../kit/form/fees.tsx'
import { problemWords } from '../kit/problems.ts'
import type { Words } from '../kit/words/words.ts'
import { isCounterAct, readCounterAct } from './read-counter-act.ts'

export type ReadAct =
  | { readonly ok: true; readonly action: DossierAct; readonly input: object }
  | { readonly ok: false; readonly intent: string; readonly errors: readonly FieldError[] }

const deliveries: readonly Delivery[] = ['counter', 'post', 'online']

/** What an officer's form asks to be done, and with what; what is missing is said before anything is sent. */
export async function readAct(
  routed: Pick<LoaderFunctionArgs, 'context' | 'params'>,
  post: FormData,
  words: Words,
): Promise<ReadAct> {
  const text = (name: string): string => {
    const sent = post.get(name)
    return typeof sent === 'string' ? withoutHidden(sent).trim() : ''
  }
  const intent = text('intent')
  const required = words.problems.rules.required
  const missing = (names: Readonly<Record<string, string>>): FieldError[] =>
    Object.entries(names).flatMap(([name, label]) =>
      text(name) === '' ? [{ name, text: `${label}: ${required}` }] : [],
    )
  const refused = (errors: readonly FieldError[]): ReadAct => ({ ok: false, intent, errors })
  if (isCounterAct(intent)) return readCounterAct(routed, intent, post, words)
  switch (intent) {
    case 'accept':
      return { ok: true, action: 'accept', input: { fees: readFees(post) } }
    case 'refuse': {
      const errors = missing({ ground: words.desk.ground })
      if (errors.length > 0) return refused(errors)
      const clause = text('clause')
      const input: RefusalInput = { ground: text('ground'), ...(clause === '' ? {} : { clause }) }
      return { ok: true, action: 'refuse', input }
    }
    case 'request-supplement': {
      const { wrong, errors } = readWrong(post, words)
      const all = [...missing({ message: words.desk.message }), ...errors]
      if (all.length > 0) return refused(all)
      const input: SupplementRequestInput = { message: text('message'), wrong }
      return { ok: true, action: 'request-supplement', input }
    }
    case 'complete-task': {
      const errors = missing({ outcome: words.desk.outcome })
      if (errors.length > 0) return refused(errors)
      return completion(routed, post, text, words)
    }
    case 'release': {
      const delivery = deliveries.find((one) => one === text('delivery'))
      if (delivery === undefined) return refused(missing({ delivery: words.desk.deliveredBy }))
      const handedTo = text('handedTo')
      const consignment = delivery === 'post' ? text('consignment') : ''
      const input: ReleaseInput = {
        delivery,
        ...(handedTo === '' ? {} : { handedTo }),
        ...(consignment === '' ? {} : { consignment }),
      }
      return { ok: true, action: 'release', input }
    }
    default:
      return refused([{ name: null, text: words.problems.other(intent) }])
  }
}

function readWrong(post: FormData, words: Words) {
  const marked = post.getAll('wrong').filter((path) => typeof path === 'string')
  const wrong: SupplementRequestInput['wrong'] = []
  const errors: FieldError[] = []
  for (const path of marked) {
    const sent = post.get(`reason:${path}`)
    const reason = typeof sent === 'string' ? withoutHidden(sent).trim() : ''
    const label = post.get(`label:${path}`)
    if (reason === '') {
      const place = typeof label === 'string' ? label : path
      errors.push({ name: `reason:${path}`, text: words.desk.wrongWithoutReason(place) })
    } else wrong.push({ path, reason })
  }
  if (marked.length === 0) errors.push({ name: 'wrong', text: words.desk.wrongNone })
  return { wrong, errors }
}

async function completion(
  routed: Pick<LoaderFunctionArgs, 'context'>,
  post: FormData,
  text: (name: string) => string,
  words: Words,
): Promise<ReadAct> {
  const file = post.get('file')
  const number = text('number')
  const note = text('note')
  let stored: { sha256: string; name: string } | undefined
  if (file instanceof File && file.size > 0) {
    const sent = await uploadOne(routed, file)
    if (!sent.ok) {
      const error = { name: 'file', text: problemWords(sent.problem, words) }
      return { ok: false, intent: 'complete-task', errors: [error] }
    }
    stored = { sha256: sent.value.sha256, name: sent.value.name }
  }
  const input: CompleteTaskInput = {
    taskId: text('taskId'),
    outcome: text('outcome'),
    ...(note === '' ? {} : { note }),
    ...(number === '' ? {} : { result: { number, ...(stored === undefined ? {} : { file: stored }) } }),
  }
  return { ok: true, action: 'complete-task', input }
}
