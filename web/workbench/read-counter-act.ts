import type { LoaderFunctionArgs } from 'react-router'
import type {
  CashInput,
  DigitalCopyInput,
  PaperInput,
  RefundInput,
  ReturnPapersInput,
  SettleFeesInput,
  SupplementReceivedInput,
} from '../../modules/dossiers/contract.ts'
import { withoutHidden } from '../../kernel/text.ts'
import { uploadOne } from '../kit/calls/dossiers.ts'
import { getDossier } from '../kit/calls/work.ts'
import { getProcedureVersion } from '../kit/calls/procedures.ts'
import type { FieldError } from '../kit/error-summary.tsx'
import { formOf } from '../kit/form/definition.ts'
import { askedIn } from '../kit/form/asked.ts'
import { readFees } from '../kit/form/fees.tsx'
import { readFields } from '../kit/form/read.ts'
import { problemWords } from '../kit/problems.ts'
import type { Words } from '../kit/words/words.ts'
import type { ReadAct } from './read-act.ts'

const counterActs = [
  'receive-supplement',
  'settle-fees',
  'receive-cash',
  'refund',
  'return-papers',
  'digital-copy',
] as const
export type CounterAct = (typeof counterActs)[number]

export function isCounterAct(intent: string): intent is CounterAct {
  return counterActs.some((act) => act === intent)
}

type Routed = Pick<LoaderFunctionArgs, 'context' | 'params'>

/** What a form at the counter asks to be done, and with what. */
export async function readCounterAct(
  routed: Routed,
  intent: CounterAct,
  post: FormData,
  words: Words,
): Promise<ReadAct> {
  const say = words.counter
  const refused = (errors: readonly FieldError[]): ReadAct => ({ ok: false, intent, errors })
  switch (intent) {
    case 'settle-fees': {
      const basis = textOf(post, 'basis')
      if (basis === '' && post.has('is-changed')) {
        return refused([{ name: 'basis', text: `${say.basis}: ${words.problems.rules.required}` }])
      }
      const input: SettleFeesInput = { fees: readFees(post), ...(basis === '' ? {} : { basis }) }
      return { ok: true, action: intent, input }
    }
    case 'receive-cash': {
      const amount = dongOf(textOf(post, 'cash'))
      if (amount === null) return refused([{ name: 'cash', text: say.cashWrong }])
      return { ok: true, action: intent, input: { amount } satisfies CashInput }
    }
    case 'refund': {
      const { lines, errors } = linesToRefund(post, words)
      const reason = textOf(post, 'refund-reason')
      const clause = textOf(post, 'refund-clause')
      const { required } = words.problems.rules
      if (reason === '') errors.push({ name: 'refund-reason', text: `${say.refundReason}: ${required}` })
      if (clause === '') errors.push({ name: 'refund-clause', text: `${say.refundClause}: ${required}` })
      if (errors.length > 0) return refused(errors)
      return { ok: true, action: intent, input: { lines, reason, clause } satisfies RefundInput }
    }
    case 'return-papers': {
      const partIds = post.getAll('returned').filter((id) => typeof id === 'string')
      if (partIds.length === 0) return refused([{ name: 'returned', text: say.returnedNone }])
      return { ok: true, action: intent, input: { partIds } satisfies ReturnPapersInput }
    }
    case 'digital-copy': {
      const partId = textOf(post, 'part')
      const file = post.get('copy')
      const name = `copy-${partId}`
      if (!(file instanceof File) || file.size === 0) {
        return refused([{ name, text: `${say['digital-copy'].name}: ${words.problems.rules['no-file']}` }])
      }
      const stored = await uploadOne(routed, file)
      if (!stored.ok) return refused([{ name, text: problemWords(stored.problem, words) }])
      const input: DigitalCopyInput = { partId, sha256: stored.value.sha256, name: stored.value.name }
      return { ok: true, action: intent, input }
    }
    case 'receive-supplement': {
      const { papers, errors } = await papersBrought(routed, post, words)
      if (errors.length > 0) return refused(errors)
      const answers = await answersBrought(routed, post)
      return { ok: true, action: intent, input: { answers, papers } satisfies SupplementReceivedInput }
    }
  }
}

function linesToRefund(post: FormData, words: Words) {
  const lines: RefundInput['lines'] = []
  const errors: FieldError[] = []
  for (const key of post.getAll('refund-key').filter((one) => typeof one === 'string')) {
    const name = `refund:${key}`
    const text = textOf(post, name)
    if (text === '') continue
    const amount = dongOf(text)
    if (amount === null) errors.push({ name, text: words.counter.refundWrong(textOf(post, `name:${key}`)) })
    else lines.push({ key, amount })
  }
  return { lines, errors }
}

/** The answers to what the open supplement asked; nothing else of the post is one. */
async function answersBrought(routed: Routed, post: FormData): Promise<SupplementReceivedInput['answers']> {
  const dossier = await getDossier(routed, routed.params['id'] ?? '')
  const open = dossier.supplements.find(({ answeredAt }) => answeredAt === null)
  if (open === undefined) return {}
  const procedure = await getProcedureVersion(routed, dossier.procedureVersionId)
  const asked = askedIn(open, formOf(procedure.form), procedure)
  return {
    ...readFields(
      asked.fields.map(({ field }) => field),
      post,
    ),
  }
}

async function papersBrought(routed: Routed, post: FormData, words: Words) {
  const papers: PaperInput[] = []
  const errors: FieldError[] = []
  for (const requirement of post.getAll('paper').filter((key) => typeof key === 'string')) {
    const paper = textOf(post, `name:${requirement}`)
    const originals = countOf(textOf(post, `originals:${requirement}`))
    const copies = countOf(textOf(post, `copies:${requirement}`))
    const file = post.get(`file:${requirement}`)
    if (originals === null || copies === null) {
      errors.push({ name: `originals:${requirement}`, text: words.counter.countWrong(paper) })
    } else if (file instanceof File && file.size > 0) {
      const stored = await uploadOne(routed, file)
      if (stored.ok) {
        const { sha256, name } = stored.value
        papers.push({ requirement, originals, copies, file: { sha256, name } })
      } else {
        errors.push({
          name: `file:${requirement}`,
          text: `${paper}: ${problemWords(stored.problem, words)}`,
        })
      }
    } else if (originals + copies > 0) papers.push({ requirement, originals, copies })
    else errors.push({ name: `originals:${requirement}`, text: words.counter.paperNone(paper) })
  }
  return { papers, errors }
}

function textOf(post: FormData, name: string): string {
  const sent = post.get(name)
  return typeof sent === 'string' ? withoutHidden(sent).trim() : ''
}

function countOf(text: string): number | null {
  if (text === '') return 0
  return /^\d{1,2}$/.test(text) ? Number(text) : null
}

/** Đồng as people write them: 6000 or 6.000. */
function dongOf(text: string): number | null {
  const digits = /^\d{1,3}(?:\.\d{3})+$/.test(text) ? text.replaceAll('.', '') : text
  return /^[1-9]\d{0,12}$/.test(digits) ? Number(digits) : null
}
