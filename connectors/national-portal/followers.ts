import type { Clock } from '../../kernel/clock.ts'
import { Problem, type FieldProblem } from '../../kernel/problem.ts'
import { dossierEntries } from '../../modules/dossiers/contract.ts'
import type { DossierTruth } from '../../modules/dossiers/index.ts'
import type { Db, Tx } from '../../platform/db/index.ts'
import type { Follower, PlacedEntry } from '../../platform/ledger/index.ts'
import { messagesOf, quarantine, supersede } from '../../platform/outbox/index.ts'
import { nationalPortalEntries } from './contract.ts'
import * as store from './store.ts'
import { tell } from './whole-dossier.ts'

/** The name under which the connector follows the ledger and sends from the outbox. */
export const NAME = 'national-portal'

export type TruthOf = (db: Db, dossierId: string) => Promise<DossierTruth>

export interface FollowParts {
  readonly clock: Clock
  readonly provinceCode: string
  readonly truthOf: TruthOf
}

interface Touched {
  readonly position: number
  /** A person has made sure that what is in doubt did not arrive. */
  readonly isRetried: boolean
  /** Nothing is told of it before its acceptance, which is an entry of its own to come: there is no need to read it. */
  readonly isOnlySubmitted: boolean
}

const TRUTHS_AT_ONCE = 20

/**
 * Turns whatever happens to a dossier into one message that tells all of it, or into one that is held with the reasons. The
 * truth is taken as it is now, so a later message makes an earlier one needless and nothing is lost between two.
 */
export function followDossiers(parts: FollowParts): Follower {
  return {
    name: NAME,
    async handle(tx, entries) {
      const touched = touchedBy(entries)
      await store.saveNotTold(tx, takenInBy(entries), 'taken-in')
      const strangers = new Set(await store.listTakenIn(tx, [...touched.keys()]))
      const everyOwn = [...touched].filter(([dossierId]) => !strangers.has(dossierId))
      const unread = everyOwn.filter(([, { isOnlySubmitted }]) => isOnlySubmitted)
      const own = everyOwn.filter(([, { isOnlySubmitted }]) => !isOnlySubmitted)
      await store.saveNotTold(
        tx,
        unread.map(([dossierId]) => dossierId),
        'never-accepted',
      )
      for (let from = 0; from < own.length; from += TRUTHS_AT_ONCE) {
        const some = own.slice(from, from + TRUTHS_AT_ONCE)
        const truths = await Promise.all(some.map(([dossierId]) => findTruth(parts.truthOf, tx, dossierId)))
        for (const [index, [, how]] of some.entries()) {
          const truth = truths[index]
          if (truth !== undefined) await followOne(parts, tx, truth, how)
        }
      }
    },
  }
}

function touchedBy(entries: readonly PlacedEntry[]): ReadonlyMap<string, Touched> {
  const touched = new Map<string, Touched>()
  for (const { kind, caseId, position, payload } of entries) {
    const isRetry = kind === nationalPortalEntries.retryRequested
    const dossierId = isRetry ? payload?.['dossierId'] : kind.startsWith('dossier.') ? caseId : null
    if (typeof dossierId !== 'string') continue
    const before = touched.get(dossierId)
    const isRetried = isRetry || before?.isRetried === true
    const isOnlySubmitted = kind === dossierEntries.submitted && before?.isOnlySubmitted !== false
    touched.set(dossierId, { position, isRetried, isOnlySubmitted })
  }
  return touched
}

function takenInBy(entries: readonly PlacedEntry[]): readonly string[] {
  const cases = entries.flatMap(({ kind, caseId }) => (kind === dossierEntries.takenIn ? (caseId ?? []) : []))
  return [...new Set(cases)]
}

/** Undefined for a dossier that has been erased since. */
async function findTruth(truthOf: TruthOf, tx: Tx, dossierId: string): Promise<DossierTruth | undefined> {
  try {
    return await truthOf(tx, dossierId)
  } catch (error) {
    if (error instanceof Problem && error.kind === 'missing') return undefined
    throw error
  }
}

async function followOne(
  { clock, provinceCode }: FollowParts,
  tx: Tx,
  truth: DossierTruth,
  { position, isRetried }: Touched,
): Promise<void> {
  const { id: dossierId, code } = truth
  const about = {
    dossierId,
    code,
    receivingAgencyId: truth.receivingAgency.id,
    competentAgencyId: truth.competentAgency.id,
  }
  const told = tell(truth, provinceCode)
  if (told.kind === 'not-told') return await store.saveNotTold(tx, [dossierId], told.why)
  if (isRetried) await store.forgetDoubts(tx, dossierId)
  const at = clock()
  const message = { target: NAME, caseId: dossierId, kind: 'dossier', position }
  if (told.kind === 'told') {
    const { omissions } = told.whole
    const messageId = await supersede(tx, at, { ...message, body: told.whole })
    return await store.savePosted(tx, { ...about, messageId, at, omissions })
  }
  const { reasons } = told
  if (await isHeldFor(tx, dossierId, reasons)) return
  const messageId = await quarantine(tx, at, { ...message, reasons })
  await store.savePosted(tx, { ...about, messageId, at, omissions: [] })
}

/** Whether the newest message about the dossier is held for the same reasons: then there is nothing new to say. */
async function isHeldFor(tx: Tx, dossierId: string, reasons: readonly FieldProblem[]): Promise<boolean> {
  const newest = (await messagesOf(tx, dossierId)).findLast(({ target }) => target === NAME)
  return newest?.state === 'held' && listed(newest.reasons) === listed(reasons)
}

function listed(reasons: readonly FieldProblem[]): string {
  return reasons.map(({ path, code }) => `${path} ${code}`).join('\n')
}
