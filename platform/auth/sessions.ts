import { createHash, randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../../kernel/clock.ts'
import type { Database, Tx } from '../db/index.ts'
import { grouped } from '../grouping/index.ts'
import { anonymous, type Visitor } from '../http/index.ts'
import { actorOf, type Ended, recordBegun, recordEnded } from './entries.ts'
import type { Admitted, IssuerName } from './issuers.ts'
import * as store from './store.ts'
import type { SignedIn } from './store.ts'

export const sessionCookie = 'ts_session'

const minute = 60_000

/** A shared counter or a lost telephone: an hour without use ends a session, twelve hours end it in any case. */
const idle = 60 * minute
const longest = 12 * 60 * minute

export interface SessionSettings {
  readonly database: Database
  readonly clock: Clock
  readonly publicUrl: URL
  /** Who somebody signed in is to the province, asked anew with every request. */
  readonly visitorOf: (signedIn: SignedIn) => Promise<Visitor>
}

export interface Sessions {
  /** The visitor behind a request's cookie; anonymous without a live session. */
  readonly identify: (request: FastifyRequest) => Promise<Visitor>
  /** Starts a session and ends the one the browser had, both on the record; returns the new cookie's value. */
  readonly begin: (
    tx: Tx,
    request: FastifyRequest,
    admitted: Admitted & { readonly issuer: IssuerName },
  ) => Promise<string>
  /** Ends the browser's session, if it has one, on the record. */
  readonly end: (request: FastifyRequest) => Promise<void>
  readonly setCookie: (reply: FastifyReply, token: string) => void
  readonly clearCookie: (reply: FastifyReply) => void
  /** Deletes the sessions that nobody can use any more. */
  readonly sweep: () => Promise<number>
}

/** Sessions kept in the database under the hash of their cookie. */
export function createSessions({ database, clock, publicUrl, visitorOf }: SessionSettings): Sessions {
  const attributes = {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl.protocol === 'https:',
  } as const
  const limits = () => {
    const now = clock().getTime()
    return { startedAt: new Date(now - longest), seenAt: new Date(now - idle) }
  }
  /** Takes the session of the request's cookie away; who was signed in with it until now. */
  const take = async (
    tx: Tx,
    request: FastifyRequest,
    reason: Ended['reason'],
  ): Promise<Ended | undefined> => {
    const tokenHash = hashOf(request.cookies[sessionCookie])
    if (tokenHash === undefined || !(await store.deleteSession(tx, tokenHash))) return undefined
    const actor = actorOf(request.visitor)
    return actor && { actor, reason }
  }
  const findSession = grouped((hashes: readonly Buffer[]) => store.findSessions(database, hashes, limits()))
  return {
    async identify(request) {
      const tokenHash = hashOf(request.cookies[sessionCookie])
      if (tokenHash === undefined) return anonymous
      const session = await findSession(tokenHash)
      if (session === undefined) return anonymous
      const now = clock()
      if (now.getTime() - session.seenAt.getTime() >= minute)
        await store.touchSession(database, now, tokenHash)
      return visitorOf(session)
    },
    async begin(tx, request, { actor, ...signedIn }) {
      const replaced = await take(tx, request, 'replaced')
      const token = randomBytes(32).toString('base64url')
      const at = clock()
      await store.addSession(tx, at, sha256(token), signedIn)
      await recordBegun(tx, at, { actor, ...signedIn }, replaced)
      return token
    },
    async end(request) {
      await database.transact(async (tx) => {
        const ended = await take(tx, request, 'signed-out')
        if (ended) await recordEnded(tx, clock(), ended)
      })
    },
    setCookie(reply, token) {
      reply.setCookie(sessionCookie, token, attributes)
    },
    clearCookie(reply) {
      reply.clearCookie(sessionCookie, attributes)
    },
    sweep() {
      return store.deleteSessionsBefore(database, limits())
    },
  }
}

/** The hash under which a cookie is known; undefined for what was never one of ours. */
function hashOf(token: string | undefined): Buffer | undefined {
  return token !== undefined && /^[\w-]{43}$/.test(token) ? sha256(token) : undefined
}

export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
