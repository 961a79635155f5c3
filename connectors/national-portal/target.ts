import { createHash } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'
import type { FieldProblem } from '../../kernel/problem.ts'
import type { Database } from '../../platform/db/index.ts'
import { refusalOf, type Answer } from './answers.ts'
import { fieldsIn, recordDisclosure } from './disclosure.ts'
import type { LinkedFile } from './links.ts'
import * as store from './store.ts'
import type { Reply, Transport } from './transport.ts'
import { services } from './wire/services.ts'
import type { ProgressStep } from './wire/v2025/dossier-message.ts'
import type { KeyedStep } from './wire/v2025/to-progress.ts'
import { withLinks, type WholeDossier } from './whole-dossier.ts'

/** What came of telling the portal. `unavailable` may be tried again later; `unknown` too, for what is in doubt is asked first. */
export type Outcome =
  | { readonly outcome: 'delivered'; readonly answer: unknown }
  | { readonly outcome: 'refused'; readonly reasons: readonly FieldProblem[] }
  | { readonly outcome: 'unknown' | 'unavailable'; readonly error: string }

export interface Telling {
  readonly db: Database
  readonly clock: Clock
  readonly transport: Transport
  /** The address from which the portal pulls a file. */
  readonly linkTo: (file: LinkedFile, now: Date) => string
}

/** What is told: which message, about which dossier of whom. */
export interface Told {
  readonly messageId: string
  readonly dossierId: string
  readonly applicantId: string
  readonly whole: WholeDossier
}

/** One attempt at telling: what it may take is over when the signal says so. */
interface Attempt extends Telling, Told {
  readonly signal: AbortSignal
}

const STEPS_AT_ONCE = 10

/** Not done: why. Undefined stands for done. Gone is what was looked for and is not there. */
type Failure = Exclude<Outcome, { outcome: 'delivered' }> | { readonly outcome: 'gone' }

/**
 * Tells the portal of a dossier and then of its steps, so that it has both once. Whatever an earlier attempt left in doubt is
 * asked about first; a dossier that the portal no longer has is told anew, once.
 */
export async function tellDossier(telling: Telling, told: Told, signal: AbortSignal): Promise<Outcome> {
  const attempt: Attempt = { ...telling, ...told, signal }
  const { dossierId, whole } = told
  for (let round = 1; ; round += 1) {
    const failure = (await tellItself(attempt)) ?? (await tellSteps(attempt))
    if (failure === undefined) return { outcome: 'delivered', answer: { dossier: whole.dossier.MaHoSo } }
    if (failure.outcome !== 'gone') return failure
    await store.forgetTold(telling.db, dossierId)
    if (round === 2) return { outcome: 'unavailable', error: 'the portal has lost the dossier twice' }
  }
}

async function tellItself(attempt: Attempt): Promise<Failure | undefined> {
  const { db, clock, transport, dossierId, signal } = attempt
  const { dossier } = attempt.whole
  const hash = hashOf(dossier)
  const standing = await store.findStanding(db, dossierId)
  if (standing.isTold && standing.toldHash === hash) return undefined
  const isThere = standing.isTold || (standing.isTried && (await isKnown(attempt)))
  if (typeof isThere === 'object') return isThere
  if (!isThere) await store.saveTry(db, dossierId, dossier.MaHoSo, clock())
  await disclose(attempt, fieldsIn(attempt.whole))
  const linked = withLinks(dossier, (sha256, extension) =>
    attempt.linkTo({ dossierId, sha256, extension }, clock()),
  )
  let reply = await transport.push(services.dossier, [linked], isThere, signal)
  if (!isThere && reply.kind === 'answered' && reply.answer.verdict === 'exists') {
    reply = await transport.push(services.dossier, [linked], true, signal)
  }
  if (reply.kind === 'not-sent' && !isThere && !standing.isTried) await store.forgetTry(db, dossierId)
  const failure = await failureOf(attempt, reply, isThere)
  if (failure === undefined) await store.saveTold(db, dossierId, dossier.MaHoSo, hash, clock())
  else if (failure.outcome === 'refused' && !isThere) await store.forgetTry(db, dossierId)
  return failure
}

// A message whose dossier has left has been written down with its steps; where only steps leave, they are what is.
async function disclose(
  { db, clock, applicantId, dossierId, messageId }: Attempt,
  fields: readonly string[],
): Promise<void> {
  await recordDisclosure(db, clock, applicantId, { dossierId, messageId, fields })
}

/** Asks whether the portal has the dossier. */
async function isKnown(attempt: Attempt): Promise<boolean | Failure> {
  const found = await lookUp(attempt)
  return 'outcome' in found ? found : found.result.length > 0
}

async function tellSteps(attempt: Attempt): Promise<Failure | undefined> {
  const { db, clock, transport, dossierId, whole, signal } = attempt
  const settled = await settleDoubts(attempt)
  if (settled !== undefined) return settled
  const sent = new Set((await store.listSentSteps(db, dossierId)).map(({ step }) => step))
  const pending = whole.steps.filter(({ key }) => !sent.has(key))
  for (let from = 0; from < pending.length; from += STEPS_AT_ONCE) {
    const steps = pending.slice(from, from + STEPS_AT_ONCE)
    const keys = steps.map(({ key }) => key)
    await store.saveDoubts(db, dossierId, keys)
    await disclose(attempt, ['steps'])
    const bodies = steps.map(({ body }) => body)
    const reply = await transport.push(services.progress, bodies, false, signal)
    const failure = await failureOf(attempt, reply, true)
    if (failure === undefined) await store.saveToldSteps(db, dossierId, keys, clock())
    else if (failure.outcome === 'refused' || reply.kind === 'not-sent') {
      await store.forgetDoubts(db, dossierId, keys)
    }
    if (failure !== undefined) return failure
  }
  return undefined
}

/** Steps whose fate is not known are looked for at the portal. Where it does not list its steps, a person has to make sure. */
async function settleDoubts(attempt: Attempt): Promise<Failure | undefined> {
  const { db, clock, dossierId, whole } = attempt
  const doubts = new Set(
    (await store.listSentSteps(db, dossierId)).flatMap((one) => (one.isInDoubt ? one.step : [])),
  )
  if (doubts.size === 0) return undefined
  const found = await lookUp(attempt)
  if ('outcome' in found) return found
  if (found.result.length === 0) return { outcome: 'gone' }
  const listed = stepsIn(found)
  if (listed === undefined) {
    const meta = { steps: doubts.size }
    return { outcome: 'refused', reasons: [{ path: '/steps', code: 'national-portal.steps-in-doubt', meta }] }
  }
  const doubted = whole.steps.filter(({ key }) => doubts.has(key))
  const arrived = doubted.filter((step) => listed.some((one) => isSame(one, step)))
  await store.saveToldSteps(db, dossierId, keysOf(arrived), clock())
  await store.forgetDoubts(db, dossierId, keysOf(doubted.filter((step) => !arrived.includes(step))))
  return undefined
}

function keysOf(steps: readonly KeyedStep[]): readonly string[] {
  return steps.map(({ key }) => key)
}

// That the portal lists the steps under this name is assumed (docs/law/national-portal.md); nothing is taken from its absence.
function stepsIn({ result }: Answer): readonly Partial<ProgressStep>[] | undefined {
  const [first] = result
  if (typeof first !== 'object' || first === null || !('TienDo' in first)) return undefined
  return Array.isArray(first.TienDo) ? first.TienDo : undefined
}

function isSame(one: Partial<ProgressStep>, { body }: KeyedStep): boolean {
  return (
    one.ThoiDiemXuLy === body.ThoiDiemXuLy &&
    one.TrangThai === body.TrangThai &&
    one.NguoiXuLy === body.NguoiXuLy &&
    one.NoiDungXuLy === body.NoiDungXuLy
  )
}

async function lookUp({ transport, whole, signal }: Attempt): Promise<Answer | Failure> {
  const reply = await transport.lookUp(whole.dossier.MaHoSo, signal)
  if (reply.kind !== 'answered') return { outcome: 'unavailable', error: `look-up: ${reply.error}` }
  const { answer } = reply
  if (answer.verdict === 'done' || answer.verdict === 'missing') return answer
  // Systems in use go by the result alone, whatever the words; without one nothing is known.
  return answer.result.length > 0
    ? answer
    : { outcome: 'unavailable', error: `look-up: ${answer.words.slice(0, 200)}` }
}

/**
 * What a reply to a push comes to. That something was not found is said of anything that a message names; only of a dossier
 * which the portal was to have, and about which it was asked, is it believed.
 */
async function failureOf(attempt: Attempt, reply: Reply, isThere: boolean): Promise<Failure | undefined> {
  if (reply.kind !== 'answered') {
    return { outcome: reply.kind === 'lost' ? 'unknown' : 'unavailable', error: reply.error }
  }
  const { answer } = reply
  if (answer.verdict === 'done') return undefined
  if (answer.verdict === 'session-ended')
    return { outcome: 'unavailable', error: 'the session ended at once' }
  if (answer.verdict === 'missing' && isThere) {
    const isStill = await isKnown(attempt)
    if (isStill === false) return { outcome: 'gone' }
    if (typeof isStill === 'object') return isStill
  }
  return { outcome: 'refused', reasons: [refusalOf(answer)] }
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}
