import { createHash } from 'node:crypto'
import type { LivedStep } from '../../modules/dossiers/index.ts'
import type { HeldBack, LogDeclaration } from './contract.ts'
import { valueOf, type XesCase } from './xes/model.ts'

/** A case of a log in the house's own terms: either as it lived, or why it cannot be believed. */
export type ReadCase = {
  readonly key: string
  readonly channel: string | null
  readonly hash: string
} & (
  | { readonly heldBack: HeldBack }
  | {
      readonly heldBack: null
      readonly startedAt: Date
      readonly endedAt: Date | null
      readonly statedDueAt: Date | null
      readonly steps: readonly LivedStep[]
    }
)

/** Reads a case by the log's declaration; `keys` are those of the cases before it. */
export function readCase(
  one: XesCase,
  { attributes: names }: LogDeclaration,
  keys: ReadonlySet<string>,
): ReadCase {
  const text = (name: string) => valueOf(one.attributes, name)
  const key = text(names.case) ?? ''
  const about = { key, channel: text(names.channel) ?? null, hash: hashOf(one) }
  if (key === '') return { ...about, heldBack: 'no-key' }
  if (keys.has(key)) return { ...about, heldBack: 'key-twice' }
  const [startedAt, endedAt, statedDueAt] = [names.start, names.end, names.deadline].map((name) =>
    instant(text(name)),
  )
  if (startedAt === undefined || endedAt === undefined || statedDueAt === undefined) {
    return { ...about, heldBack: 'time-unreadable' }
  }
  if (startedAt === null) return { ...about, heldBack: 'no-start' }
  if (endedAt !== null && endedAt < startedAt) return { ...about, heldBack: 'ends-before-start' }
  const steps: LivedStep[] = []
  for (const event of one.events) {
    const at = instant(valueOf(event, names.time))
    if (at === undefined || at === null) return { ...about, heldBack: 'time-unreadable' }
    if (at < startedAt) return { ...about, heldBack: 'event-before-start' }
    const name = valueOf(event, names.event) ?? ''
    steps.push({ key: name, name, at, by: valueOf(event, names.resource) ?? null, sourceEvent: event })
  }
  return { ...about, heldBack: null, startedAt, endedAt, statedDueAt, steps }
}

/** Null where nothing is said, undefined where what is said is no instant. */
function instant(text: string | undefined): Date | null | undefined {
  if (text === undefined || text === '') return null
  const isWhole = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)
  const at = new Date(text)
  return isWhole && !Number.isNaN(at.getTime()) && isDay(text.slice(0, 10)) ? at : undefined
}

/** The 30th of February is read by `Date` as the 2nd of March. */
function isDay(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date)
}

function hashOf({ attributes, events }: XesCase): string {
  return createHash('sha256')
    .update(JSON.stringify([attributes, events]))
    .digest('hex')
}
