import type { Clock } from '../../kernel/clock.ts'
import { Problem, type FieldProblem } from '../../kernel/problem.ts'
import type { Database, Db } from '../../platform/db/index.ts'
import type { OfficerVisitor } from '../../platform/http/index.ts'
import { followersState, record } from '../../platform/ledger/index.ts'
import { messagesOf } from '../../platform/outbox/index.ts'
import { messageScopeOf } from './access.ts'
import {
  emcEntries,
  type EmcMessage,
  type EmcMessages,
  type EmcMessagesQuery,
  type EmcMessageState,
  type EmcReconciliations,
  type EmcRemark,
  type EmcStatus,
} from './contract.ts'
import { NAME } from './followers.ts'
import { listDifferences, listReconciliations } from './reconciliation/store.ts'
import * as store from './store.ts'
import { FORMAT } from './wire/provisional/messages.ts'

/** What the connector's use cases work with; put together by `connectEmc`. */
export interface EmcParts {
  readonly database: Database
  readonly clock: Clock
  readonly destination: 'none' | 'stand-in' | 'emc'
}

const PAGE = 50
// Where everything fails, the oldest ones say why.
const SAMPLE = 20
const DAYS_SHOWN = 14
const DIFFERENCES_SHOWN = 200

/** Messages of one state that the officer may see: held and waiting with the longest standing first, sent with the last first. */
export async function listMessages(
  { database }: EmcParts,
  visitor: OfficerVisitor,
  { state, after, limit = PAGE }: EmcMessagesQuery,
): Promise<EmcMessages> {
  const place = after === undefined ? undefined : placeOf(after)
  const agencies = messageScopeOf(visitor)
  const rows = await store.listPosted(database, { state, after: place, limit, agencies })
  const items = await Promise.all(rows.map((row) => messageOf(database, row, state)))
  const last = rows.at(-1)
  const lastAt = state === 'sent' ? last?.toldAt : last?.postedAt
  const next = rows.length === limit && last && lastAt ? `${lastAt.toISOString()}~${last.dossierId}` : null
  return { items, next }
}

async function messageOf(db: Db, row: store.PostedRow, state: EmcMessageState): Promise<EmcMessage> {
  const all = (await messagesOf(db, row.dossierId)).filter(({ target }) => target === NAME)
  // The one that stands first, behind which the newest waits.
  const standing =
    all.find(({ settledAt }) => settledAt === null) ?? all.find(({ id }) => id === row.messageId)
  return {
    id: row.messageId,
    dossierId: row.dossierId,
    dossierCode: row.code,
    state,
    inDoubt: standing?.state === 'unknown',
    reasons: standing?.state === 'held' ? standing.reasons.map(remarkOf) : [],
    omissions: [],
    since: row.postedAt.toISOString(),
    attempts: standing?.attempts ?? 0,
    sentAt: standing?.sentAt?.toISOString() ?? null,
    error: state === 'sent' ? null : (standing?.error ?? null),
  }
}

function remarkOf({ path, code, meta }: FieldProblem): EmcRemark {
  return { path, code, ...(meta === undefined ? {} : { meta: { ...meta } }) }
}

function placeOf(cursor: string): store.Place {
  const [at = '', id = ''] = cursor.split('~')
  const time = Date.parse(at)
  if (Number.isNaN(time) || !/^[0-9a-f-]{36}$/.test(id)) {
    throw new Problem('invalid', 'emc.cursor-malformed', { fields: [{ path: '/after', code: 'format' }] })
  }
  return { at: new Date(time), id }
}

/** An operator asks for a held message to be put into words anew. Problems 'emc.message-missing', 'emc.message-not-held'. */
export async function requestRetry(
  { database, clock }: EmcParts,
  visitor: OfficerVisitor,
  messageId: string,
): Promise<void> {
  const meta = { messageId }
  const found = await store.findByMessage(database, messageId)
  if (found === undefined) throw new Problem('missing', 'emc.message-missing', { meta })
  if (!found.isHeld) throw new Problem('conflict', 'emc.message-not-held', { meta })
  const at = clock()
  await database.transact((tx) =>
    record(tx, at, null, [
      {
        kind: emcEntries.retryRequested,
        occurredAt: at,
        actor: { kind: 'officer', id: visitor.officerId },
        payload: { dossierId: found.dossierId, messageId },
      },
    ]),
  )
}

/** How the connector stands: what it told, what it holds back, how far it is behind. */
export async function readStatus(parts: EmcParts): Promise<EmcStatus> {
  const { database, destination } = parts
  const [tally, followers, oldest] = await Promise.all([
    store.countDossiers(database),
    followersState(database),
    store.listPosted(database, { state: 'waiting', limit: SAMPLE, agencies: null }),
  ])
  const follower = followers.find(({ name }) => name === NAME)
  const pending = await Promise.all(oldest.map((row) => messageOf(database, row, 'waiting')))
  const { waiting, held, sent, told, takenIn, neverAccepted } = tally
  return {
    connected: destination !== 'none',
    standIn: destination === 'stand-in',
    format: FORMAT,
    counts: { waiting, held, sent },
    dossiersTold: told,
    notTold: { takenIn, neverAccepted },
    lag: follower?.lag ?? 0,
    waitingSince: tally.waitingSince?.toISOString() ?? null,
    lastSuccessAt: tally.lastToldAt?.toISOString() ?? null,
    lastError: follower?.error ?? pending.find(({ error }) => error !== null)?.error ?? null,
  }
}

/** The last fourteen days' comparisons of counts, the newest first. */
export async function readReconciliations({ database }: EmcParts): Promise<EmcReconciliations> {
  const rows = await listReconciliations(database, DAYS_SHOWN)
  const days = await Promise.all(
    rows.map(async ({ comparedAt, ...row }) => {
      const differences =
        row.differing === 0 ? [] : await listDifferences(database, row.on, DIFFERENCES_SHOWN)
      return {
        ...row,
        comparedAt: comparedAt?.toISOString() ?? null,
        differences: differences.map(({ agencyCode, channel, foundAt, mendedAt, ...one }) => ({
          ...one,
          agencyCode: agencyCode === '' ? null : agencyCode,
          channel: channel === '' ? null : channel,
          foundAt: foundAt.toISOString(),
          mendedAt: mendedAt?.toISOString() ?? null,
        })),
      }
    }),
  )
  return { days }
}
