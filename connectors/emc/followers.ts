import { createHash } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'
import { localDateOf } from '../../kernel/dates.ts'
import { Problem } from '../../kernel/problem.ts'
import { dossierEntries } from '../../modules/dossiers/contract.ts'
import type { DossierTruth } from '../../modules/dossiers/index.ts'
import type { Db, Tx } from '../../platform/db/index.ts'
import type { Follower, PlacedEntry } from '../../platform/ledger/index.ts'
import { quarantine, supersede } from '../../platform/outbox/index.ts'
import { emcEntries } from './contract.ts'
import * as store from './store.ts'
import { channelCodeOf, stateCodes, toHoSo } from './wire/provisional/to-ho-so.ts'

/** The name under which the connector follows the ledger and sends from the outbox. */
export const NAME = 'emc'

export type TruthOf = (db: Db, dossierId: string) => Promise<DossierTruth>

export interface FollowParts {
  readonly clock: Clock
  readonly provinceCode: string
  readonly truthOf: TruthOf
}

interface Touched {
  readonly position: number
  /** Somebody wants it told even if nothing about it is new. */
  readonly isAsked: boolean
  /** Nothing is told of it before its acceptance, which is an entry of its own to come: there is no need to read it. */
  readonly isOnlySubmitted: boolean
}

const TRUTHS_AT_ONCE = 20
const asking: ReadonlySet<string> = new Set(Object.values(emcEntries))

/** Turns what happens to a dossier into one message that tells all of it that the monitor counts, or into one that is held. */
export function followDossiers(parts: FollowParts): Follower {
  return {
    name: NAME,
    async handle(tx, entries) {
      await store.saveNotTold(tx, takenInBy(entries), 'taken-in')
      const everyone = touchedBy(entries)
      const strangers = new Set(await store.listTakenIn(tx, [...everyone.keys()]))
      const touched = [...everyone].filter(([dossierId]) => !strangers.has(dossierId))
      const unread = touched.filter(([, { isOnlySubmitted }]) => isOnlySubmitted)
      const wanted = touched.filter(([, { isOnlySubmitted }]) => !isOnlySubmitted)
      await store.saveNotTold(
        tx,
        unread.map(([dossierId]) => dossierId),
        'never-accepted',
      )
      for (let from = 0; from < wanted.length; from += TRUTHS_AT_ONCE) {
        const some = wanted.slice(from, from + TRUTHS_AT_ONCE)
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
    const isAsking = asking.has(kind)
    const dossierId = isAsking ? payload?.['dossierId'] : kind.startsWith('dossier.') ? caseId : null
    if (typeof dossierId !== 'string') continue
    const before = touched.get(dossierId)
    const isAsked = isAsking || before?.isAsked === true
    const isOnlySubmitted = kind === dossierEntries.submitted && before?.isOnlySubmitted !== false
    touched.set(dossierId, { position, isAsked, isOnlySubmitted })
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
  { position, isAsked }: Touched,
): Promise<void> {
  const { id: dossierId, acceptedAt } = truth
  if (truth.origin !== 'own') return await store.saveNotTold(tx, [dossierId], 'taken-in')
  if (acceptedAt === null) return await store.saveNotTold(tx, [dossierId], 'never-accepted')
  const mapped = toHoSo({ ...truth, acceptedAt }, provinceCode)
  const cell: store.Cell = {
    acceptedOn: localDateOf(acceptedAt),
    agencyCode: truth.competentAgency.code,
    state: stateCodes[truth.state],
    channel: channelCodeOf(truth),
  }
  const hash = hashOf(mapped)
  if (!isAsked && (await store.findPostedHash(tx, dossierId)) === hash) {
    return await store.saveCell(tx, dossierId, cell)
  }
  const at = clock()
  const message = { target: NAME, caseId: dossierId, kind: 'dossier', position }
  const messageId = mapped.ok
    ? await supersede(tx, at, { ...message, body: mapped.body })
    : await quarantine(tx, at, { ...message, reasons: mapped.reasons })
  await store.savePosted(tx, {
    dossierId,
    code: truth.code,
    receivingAgencyId: truth.receivingAgency.id,
    competentAgencyId: truth.competentAgency.id,
    cell,
    messageId,
    at,
    hash,
    isHeld: !mapped.ok,
  })
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}
