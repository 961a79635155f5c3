import type { Clock } from '../../kernel/clock.ts'
import { Problem } from '../../kernel/problem.ts'
import type { DossierTruth } from '../../modules/dossiers/index.ts'
import type { Database, Db } from '../../platform/db/index.ts'
import type { OpenedFile } from '../../platform/files/index.ts'
import type { OfficerVisitor } from '../../platform/http/index.ts'
import { followersState, record, recordReading } from '../../platform/ledger/index.ts'
import { counts, listHeld, messagesOf, type HeldMessage } from '../../platform/outbox/index.ts'
import {
  nationalPortalEntries,
  type Message,
  type Messages,
  type MessagesQuery,
  type Remark,
  type Status,
} from './contract.ts'
import { isWithin, messageScopeOf } from './access.ts'
import { NAME, type TruthOf } from './followers.ts'
import type { FileLinks, LinkedFile } from './links.ts'
import * as store from './store.ts'

/** What the connector's use cases work with; put together by `connectNationalPortal`. */
export interface PortalParts {
  readonly database: Database
  readonly clock: Clock
  readonly truthOf: TruthOf
  readonly links: FileLinks
  readonly openFile: (sha256: string) => Promise<OpenedFile>
  /** Whether there is a portal to send to, and whether that is the stand-in. */
  readonly destination: 'none' | 'stand-in' | 'portal'
}

const PAGE = 50
const HELD_AT_ONCE = 200
// Where everything fails, the oldest ones say why.
const SAMPLE = 20

/** Messages of one state that the officer may see: held and waiting with the longest standing first, sent with the last first. */
export async function listMessages(
  { database }: PortalParts,
  visitor: OfficerVisitor,
  query: MessagesQuery,
): Promise<Messages> {
  const { state, limit = PAGE } = query
  const after = query.after === undefined ? undefined : placeOf(query.after)
  const agencies = messageScopeOf(visitor)
  if (state === 'held') return await listHeldMessages(database, { after, limit, agencies })
  return await listPosted(database, state, { after, limit, agencies })
}

async function listPosted(
  database: Db,
  state: 'waiting' | 'sent',
  query: store.PostedQuery,
): Promise<Messages> {
  const list = state === 'sent' ? store.listTold : store.listPending
  const { limit } = query
  const rows = await list(database, query)
  const items = await Promise.all(rows.map((row) => messageOf(database, row, state)))
  const last = rows.at(-1)
  const lastAt = state === 'sent' ? last?.lastToldAt : last?.at
  const next = rows.length === limit && last && lastAt ? cursorOf({ at: lastAt, id: last.dossierId }) : null
  return { items: items.filter((item) => item !== undefined), next }
}

async function listHeldMessages(db: Db, { after, limit, agencies }: store.PostedQuery): Promise<Messages> {
  const items: Message[] = []
  let place = after && { postedAt: after.at, id: after.id }
  for (;;) {
    const held = await listHeld(db, { target: NAME, limit: HELD_AT_ONCE, ...(place ? { after: place } : {}) })
    const known = await store.listKnown(
      db,
      held.map(({ caseId }) => caseId),
    )
    for (const one of held) {
      const about = known.get(one.caseId)
      const own = [about?.receivingAgencyId ?? null, about?.competentAgencyId ?? null]
      if (!isWithin(agencies, own)) continue
      if (items.length === limit)
        return { items, next: cursorOf({ at: place?.postedAt ?? one.postedAt, id: place?.id ?? one.id }) }
      items.push(heldMessageOf(one, about?.code ?? null))
      place = { postedAt: one.postedAt, id: one.id }
    }
    const last = held.at(-1)
    if (held.length < HELD_AT_ONCE || last === undefined) return { items, next: null }
    place = last
  }
}

function heldMessageOf(one: HeldMessage, dossierCode: string | null): Message {
  return {
    id: one.id,
    dossierId: one.caseId,
    dossierCode,
    state: 'held',
    inDoubt: false,
    reasons: one.reasons.map(remarkOf),
    omissions: [],
    since: one.postedAt.toISOString(),
    attempts: one.attempts,
    sentAt: one.sentAt?.toISOString() ?? null,
    error: one.error,
  }
}

/** Undefined for a dossier whose newest message is held: that one is in the other list. */
async function messageOf(
  db: Db,
  row: store.PostedRow,
  state: 'waiting' | 'sent',
): Promise<Message | undefined> {
  const all = (await messagesOf(db, row.dossierId)).filter(({ target }) => target === NAME)
  const newest = all.find(({ id }) => id === row.messageId)
  // The one that is being sent, behind which the newest waits.
  const standing = all.find(({ settledAt }) => settledAt === null) ?? newest
  if (standing === undefined || newest?.state === 'held') return undefined
  return {
    id: row.messageId,
    dossierId: row.dossierId,
    dossierCode: row.code,
    state,
    inDoubt: standing.state === 'unknown',
    reasons: [],
    omissions: row.omissions.map(remarkOf),
    since: row.at.toISOString(),
    attempts: standing.attempts,
    sentAt: standing.sentAt?.toISOString() ?? null,
    error: state === 'sent' ? null : standing.error,
  }
}

function remarkOf({ path, code, meta }: Remark | HeldMessage['reasons'][number]): Remark {
  return { path, code, ...(meta === undefined ? {} : { meta: { ...meta } }) }
}

function cursorOf({ at, id }: store.Place): string {
  return `${at.toISOString()}~${id}`
}

function placeOf(cursor: string): store.Place {
  const [at = '', id = ''] = cursor.split('~')
  const time = Date.parse(at)
  if (Number.isNaN(time) || !/^[0-9a-f-]{36}$/.test(id)) {
    throw new Problem('invalid', 'national-portal.cursor-malformed', {
      fields: [{ path: '/after', code: 'format' }],
    })
  }
  return { at: new Date(time), id }
}

/**
 * An operator asks for a held message to be put into words anew, and answers for what was in doubt not having arrived. Problems
 * 'national-portal.message-missing', 'national-portal.message-not-held'.
 */
export async function requestRetry(
  { database, clock }: PortalParts,
  visitor: OfficerVisitor,
  messageId: string,
): Promise<void> {
  const held = await findHeld(database, messageId)
  if (held === undefined) {
    const meta = { messageId }
    if (await store.isPosted(database, messageId)) {
      throw new Problem('conflict', 'national-portal.message-not-held', { meta })
    }
    throw new Problem('missing', 'national-portal.message-missing', { meta })
  }
  const at = clock()
  await database.transact((tx) =>
    record(tx, at, null, [
      {
        kind: nationalPortalEntries.retryRequested,
        occurredAt: at,
        actor: { kind: 'officer', id: visitor.officerId },
        payload: { dossierId: held.caseId, messageId },
      },
    ]),
  )
}

async function findHeld(db: Db, messageId: string): Promise<HeldMessage | undefined> {
  let after: HeldMessage | undefined
  for (;;) {
    const page = await listHeld(db, { target: NAME, limit: 500, ...(after ? { after } : {}) })
    const found = page.find(({ id }) => id === messageId)
    after = page.at(-1)
    if (found !== undefined || after === undefined) return found
  }
}

/** How the connector stands: what it told, what it holds back, how far it is behind. */
export async function readStatus(parts: PortalParts): Promise<Status> {
  const { database, clock, destination } = parts
  const now = clock()
  const [targets, tally, followers, pending] = await Promise.all([
    counts(database, now),
    store.countDossiers(database),
    followersState(database),
    listPosted(database, 'waiting', { limit: SAMPLE, agencies: null }),
  ])
  const own = targets.find(({ target }) => target === NAME)
  const follower = followers.find(({ name }) => name === NAME)
  return {
    connected: destination !== 'none',
    standIn: destination === 'stand-in',
    counts: {
      waiting: (own?.waiting ?? 0) + (own?.sending ?? 0) + (own?.unknown ?? 0),
      held: own?.held ?? 0,
      sent: own?.delivered ?? 0,
    },
    dossiersTold: tally.told,
    notTold: { takenIn: tally.takenIn, neverAccepted: tally.neverAccepted },
    lag: follower?.lag ?? 0,
    waitingSince: own && own.lagMs > 0 ? new Date(now.getTime() - own.lagMs).toISOString() : null,
    lastSuccessAt: tally.lastToldAt?.toISOString() ?? null,
    lastError: follower?.error ?? pending.items.find(({ error }) => error !== null)?.error ?? null,
  }
}

const mediaTypes: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

export interface LinkedContent extends OpenedFile {
  readonly mediaType: string
  readonly name: string
}

/**
 * The one file that a link opens, for as long as it is the dossier's; that the portal reads it is recorded first. Problems
 * 'national-portal.link-invalid', 'national-portal.link-expired', 'dossiers.missing', 'files.missing'.
 */
export async function openLinked(
  { database, clock, links, truthOf, openFile }: PortalParts,
  token: string,
): Promise<LinkedContent> {
  const at = clock()
  const linked = links.read(token, at)
  const { sha256, extension, dossierId } = linked
  const truth = await truthOf(database, dossierId)
  const fields = fieldsWith(linked, truth)
  if (fields.length === 0 || truth.applicant === null) {
    throw new Problem('missing', 'national-portal.link-invalid')
  }
  await recordReading(database, {
    reader: { kind: 'system', id: NAME },
    personId: truth.applicant.id,
    purpose: 'national-portal.file-pulled',
    caseId: dossierId,
    fields,
    at,
  })
  const file = await openFile(sha256)
  const name = extension === '' ? sha256 : `${sha256}.${extension}`
  return { ...file, mediaType: mediaTypes[extension] ?? 'application/octet-stream', name }
}

/** What in the dossier the file is: papers of one content share one link. */
function fieldsWith({ sha256 }: LinkedFile, { parts, result }: DossierTruth): readonly string[] {
  const papers = parts.filter((part) => part.sha256 === sha256).map((part) => `parts/${part.requirement}`)
  return [...new Set(papers), ...(result?.file?.sha256 === sha256 ? ['result'] : [])]
}
