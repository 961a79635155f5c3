import { cite, type Clause } from '../../kernel/clause.ts'
import type { LocalDate } from '../../kernel/dates.ts'
import type { Dong } from '../../kernel/money.ts'
import { timesDong } from '../../kernel/money.ts'
import { Problem } from '../../kernel/problem.ts'
import type {
  Channel,
  Declaration,
  FeeAmount,
  ProcedureCase,
  Requirement,
  ResultType,
  ServiceLevel,
  Term,
} from './contract.ts'

/** Every citation that a declaration rests on, each once: its legal bases first. */
export function clausesOf(declaration: Declaration): readonly Clause[] {
  const found = new Set<Clause>(declaration.legalBases.map(({ number }) => number))
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) look(one)
    else if (isRecord(value)) {
      if (typeof value['clause'] === 'string') found.add(cite(value['clause']))
      for (const one of Object.values(value)) look(one)
    }
  }
  look(declaration)
  return [...found]
}

/**
 * The citation of the declaration that somebody's words name: the very same one, or else the longest legal basis whose number stands
 * in them; null where they name none. What is answered is the declaration's own text, never theirs.
 */
export function clauseNamedIn(declaration: Declaration, words: string): Clause | null {
  const plain = words.normalize('NFC').trim()
  const same = clausesOf(declaration).find((clause) => clause === plain)
  if (same !== undefined) return same
  const [longest] = declaration.legalBases
    .map(({ number }) => number)
    .filter((number) => plain.includes(number))
    .toSorted((a, b) => b.length - a.length)
  return longest ?? null
}

/** A case by its key. Problem 'procedures.case-missing'. */
export function getCase(declaration: Declaration, caseKey: string): ProcedureCase {
  const found = declaration.cases.find(({ key }) => key === caseKey)
  if (found) return found
  throw new Problem('missing', 'procedures.case-missing', {
    meta: { procedure: declaration.code, case: caseKey },
  })
}

/**
 * Time limit and fees of a case through a channel; where a source does not say through which, those of its first.
 * Problems 'procedures.case-missing', 'procedures.channel-not-offered'.
 */
export function termFor(declaration: Declaration, caseKey: string, channel: Channel | null): Term {
  getCase(declaration, caseKey)
  const term = declaration.terms.find(
    ({ cases, channels }) =>
      (channel === null || channels.includes(channel)) && (cases === undefined || cases.includes(caseKey)),
  )
  if (term) return term
  throw new Problem('invalid', 'procedures.channel-not-offered', {
    meta: { procedure: declaration.code, case: caseKey, channel },
  })
}

/** The papers of a case, in the order a person is asked for them; through one channel only, if given. */
export function requirementsOf(
  declaration: Declaration,
  caseKey: string,
  channel?: Channel,
): readonly Requirement[] {
  return getCase(declaration, caseKey).requirements.flatMap((key) => {
    const found = declaration.requirements.find((requirement) => requirement.key === key)
    if (!found) throw new Error(`procedure ${declaration.code} has no requirement ${key}`)
    const isAsked = channel === undefined || found.channels === undefined || found.channels.includes(channel)
    return isAsked ? [found] : []
  })
}

/** A paper that may be brought, and whether nothing goes on without it. */
export interface Paper {
  readonly requirement: Requirement
  readonly isNeeded: boolean
}

/** Whether data stand for the paper on a day, so that nobody is asked for it any more. */
export function isReplaced({ replacedBy }: Requirement, on: LocalDate): boolean {
  return replacedBy?.asks === 'never' && replacedBy.from <= on
}

/**
 * The papers that may be brought with these answers on a day. Not among them: what the form itself is, what the agency looks
 * up, what data have replaced by then, and what the answers rule out. Needed are those to be handed in whose condition the answers meet; a condition in words
 * only is for a person to judge, so its paper may come and nothing waits for it.
 */
export function papersFor(
  declaration: Declaration,
  caseKey: string,
  channel: Channel,
  answers: Readonly<Record<string, unknown>>,
  on: LocalDate,
): readonly Paper[] {
  return requirementsOf(declaration, caseKey, channel).flatMap((requirement) => {
    if (requirement.isForm === true || requirement.handling === 'look-up') return []
    if (isReplaced(requirement, on)) return []
    const { condition } = requirement
    const isMet =
      condition?.field === undefined ? undefined : answerAt(answers, condition.field) === condition.equals
    if (isMet === false) return []
    const isNeeded = requirement.handling === 'submit' && (condition === undefined || isMet === true)
    return [{ requirement, isNeeded }]
  })
}

/** The answer at a pointer of the form; undefined where there is none. */
export function answerAt(answers: Readonly<Record<string, unknown>>, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, part) => (isRecord(value) ? value[part] : undefined), answers)
}

/** What a process's end yields; absent where it yields nothing to hand out. */
export function findResult(declaration: Declaration, end: string): ResultType | undefined {
  return declaration.results.find((result) => result.end === end)
}

/** What a fee line comes to for a number of pages of one original and copies of it; null where it is not known. */
export function feeDong(amount: FeeAmount, pages: number, copies: number): Dong | null {
  switch (amount.rule) {
    case 'unknown':
      return null
    case 'fixed':
      return timesDong(amount.dong, copies)
    case 'per-page': {
      let page = 0
      let perCopy = 0
      for (const { toPage = pages, dong } of amount.tiers) {
        const here = Math.max(0, Math.min(pages, toPage) - page)
        perCopy += timesDong(dong, here)
        page += here
      }
      return timesDong(Math.min(perCopy, amount.mostPerCopy ?? perCopy), copies)
    }
  }
}

/** Whether the procedure has its own form and process: only then are its dossiers taken online here. */
export function isComplete({ process, sharedForm, sharedProcess }: Declaration): boolean {
  return process === 'bpmn' && sharedForm === undefined && sharedProcess === undefined
}

/** Whether a dossier may be handed in online here; what has a shared form only is taken by a system of the state. */
export function takesOnline(declaration: Declaration): boolean {
  return declaration.channels.includes('online') && declaration.sharedForm === undefined
}

/**
 * Whether nothing in the law keeps the procedure from being served end to end, as neither presence nor a visit is needed
 * (NĐ 224/2026/NĐ-CP Đ14; the denominator of QĐ 766/QĐ-TTg, 3.2); null where that is not known.
 */
export function isEligibleForEndToEnd({
  serviceLevel: { level, reason },
}: Pick<Declaration, 'serviceLevel'>): boolean | null {
  if (level === 'online' || reason === 'unknown') return null
  return level !== 'none' && reason !== 'presence-required' && reason !== 'field-verification'
}

export interface KnownVersion {
  readonly id: string
  readonly hash: string
  readonly validFrom: LocalDate
  readonly validTo: LocalDate | null
}

/**
 * From which day a declaration is the one in force, and which version it ends; undefined when it is the last one already.
 * One that does not itself name a later day than the last begins today: what was in force until now is never rewritten.
 */
export function planPublication(
  known: readonly KnownVersion[],
  declared: { readonly hash: string; readonly validFrom: LocalDate },
  today: LocalDate,
): { readonly validFrom: LocalDate; readonly ends: string | null } | undefined {
  const last = known.find(({ validTo }) => validTo === null)
  if (!last) return { validFrom: declared.validFrom, ends: null }
  if (last.hash === declared.hash) return undefined
  const isLater = declared.validFrom > last.validFrom
  const validFrom = isLater ? declared.validFrom : today > last.validFrom ? today : last.validFrom
  return { validFrom, ends: last.id }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** What one version offers online, and when it was in force and known. */
export interface OfferedLevel {
  readonly code: string
  readonly name: string
  readonly field: string
  readonly level: ServiceLevel
  readonly competent: readonly string[]
  /** Keys of the only agencies of those kinds; null where it is all of them. */
  readonly only: readonly string[] | null
  readonly validFrom: LocalDate
  readonly validTo: LocalDate | null
  readonly publishedAt: Date
}

/**
 * What was in force on a day, as it was known by an instant: a version that a later publication ended is still in force for whoever
 * does not know of that yet. Versions in the order of their publication.
 */
export function levelsOf(
  versions: readonly OfferedLevel[],
): (on: LocalDate, knownBy: Date) => readonly OfferedLevel[] {
  return (on, knownBy) => {
    const known = versions.filter(({ publishedAt }) => publishedAt <= knownBy)
    const endedBy = ({ code, validTo }: OfferedLevel) =>
      versions.find((next) => next.code === code && next.validFrom === validTo)
    const inForce = known.filter((version) => {
      const { validFrom, validTo } = version
      if (validFrom > on) return false
      if (validTo === null || on < validTo) return true
      const next = endedBy(version)
      return next !== undefined && next.publishedAt > knownBy
    })
    return [...new Map(inForce.map((version) => [version.code, version])).values()]
  }
}
