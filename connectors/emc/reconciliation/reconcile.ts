import type { Clock } from '../../../kernel/clock.ts'
import { addDays, localDateOf, localTimeOf, type LocalDate } from '../../../kernel/dates.ts'
import { repeat } from '../../../platform/background/index.ts'
import type { Database } from '../../../platform/db/index.ts'
import { record } from '../../../platform/ledger/index.ts'
import { emcEntries } from '../contract.ts'
import type { Transport } from '../transport.ts'
import { compareCounts, lackingIn, placesToAsk, type Difference } from './compare.ts'
import * as store from './store.ts'

/** The days of acceptance that are compared every day: the last 31. */
const DAYS = 31
// Before, the day's work may still be on its way.
const NOT_BEFORE = '01:00'
const AGAIN_AFTER_MS = 600_000
const PLACES_AT_ONCE = 200

export interface ReconcileParts {
  readonly database: Database
  readonly clock: Clock
  readonly transport: Transport
}

export interface Reconciler {
  start(): void
  /** One look, as the clock stands: whether anything was compared. */
  look(): Promise<boolean>
  stop(): Promise<void>
}

/** Compares the counts of both sides once a day, and again while they differ or the monitor does not answer. */
export function keepReconciled(parts: ReconcileParts, report: (error: unknown) => void): Reconciler {
  let loop: ReturnType<typeof repeat> | undefined
  const look = () => lookOnce(parts)
  return {
    look,
    start() {
      loop ??= repeat(async () => void (await look()), { everyMs: AGAIN_AFTER_MS / 2, report })
    },
    async stop() {
      await loop?.stop()
      loop = undefined
    },
  }
}

async function lookOnce(parts: ReconcileParts): Promise<boolean> {
  const { database, clock, transport } = parts
  const at = clock()
  const on = localDateOf(at)
  if (localTimeOf(at) < NOT_BEFORE) return false
  const [from, to] = [addDays(on, -DAYS), addDays(on, -1)]
  const againBefore = new Date(at.getTime() - AGAIN_AFTER_MS)
  if (!(await store.claimLook(database, { on, from, to, at, againBefore }))) return false
  const before = await store.countCells(database, from, to)
  const asked = await transport.count(from, to)
  if ('error' in asked) {
    await store.saveFailure(database, on, asked.error)
    return false
  }
  const differences = compareCounts(before, asked.rows, await store.countCells(database, from, to))
  const { lacking, error } = await findLacking(parts, on, differences)
  await database.transact(async (tx) => {
    await resend(tx, on, clock(), lacking)
    await store.saveCompared(tx, on, clock(), {
      ours: before.reduce((sum, { ours }) => sum + ours, 0),
      theirs: asked.rows.reduce((sum, { SoLuong }) => sum + SoLuong, 0),
      resent: lacking.length,
      error,
      differences,
    })
  })
  return true
}

/** Asks dossier by dossier where the counts say that something is missing. */
async function findLacking(
  { database, transport }: ReconcileParts,
  on: LocalDate,
  differences: readonly Difference[],
): Promise<{ readonly lacking: readonly string[]; readonly error: string | null }> {
  const lacking: string[] = []
  for (const place of placesToAsk(differences).slice(0, PLACES_AT_ONCE)) {
    const listed = await transport.list(place.acceptedOn, place.agencyCode)
    if ('error' in listed) return { lacking, error: listed.error }
    lacking.push(...lackingIn(listed.rows, await store.listToldAt(database, on, place)))
  }
  return { lacking, error: null }
}

/** Lets the follower tell each anew, whole, as it now is. */
async function resend(
  tx: Parameters<typeof record>[0],
  on: LocalDate,
  at: Date,
  dossierIds: readonly string[],
): Promise<void> {
  if (dossierIds.length === 0) return
  await record(
    tx,
    at,
    null,
    dossierIds.map((dossierId) => ({
      kind: emcEntries.resendRequested,
      occurredAt: at,
      actor: { kind: 'system', id: 'emc' },
      payload: { dossierId, reconciledOn: on },
    })),
  )
  await store.saveResent(tx, on, dossierIds)
}
