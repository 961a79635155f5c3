import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { Problem } from '../../kernel/problem.ts'
import type { Db, Tx } from '../db/index.ts'
import { visitorKey } from './access.ts'

/** A request that its sender may repeat without its being carried out twice. */
export interface Once {
  readonly visitor: string
  readonly key: string
  readonly route: string
  readonly requestHash: Buffer
  readonly status: number
}

/**
 * The request's Idempotency-Key, bound to its visitor, route and content; undefined without one.
 * Problem 'http.idempotency-key-malformed' unless it has 16 to 200 visible ASCII characters.
 */
export function onceOf(request: FastifyRequest): Once | undefined {
  const header = request.headers['idempotency-key']
  if (header === undefined) return undefined
  const key = String(header).replace(/^"(.*)"$/, '$1')
  if (!/^[\x21-\x7e]{16,200}$/.test(key)) throw new Problem('invalid', 'http.idempotency-key-malformed')
  const { routeOptions, params, query, body } = request
  const route = `${request.method} ${routeOptions.url ?? ''}`
  const requestHash = createHash('sha256')
    .update(JSON.stringify([route, params, query, body]))
    .digest()
  return {
    visitor: visitorKey(request.visitor),
    key,
    route,
    requestHash,
    status: successOf(routeOptions.schema),
  }
}

function successOf(schema: { response?: unknown } | undefined): number {
  return (
    Object.keys(schema?.response ?? {})
      .map(Number)
      .find((status) => status < 300) ?? 200
  )
}

/**
 * Carries `work` out unless its request was carried out before, and gives the answer of that time instead.
 * It must be the first thing in the transaction that writes the rows: of two requests at once the second
 * waits on the first's key. Problem 'http.idempotency-key-reused' when the key came with another request.
 * The answer must be a wire value (plain JSON).
 */
export async function idempotent<T>(
  tx: Tx,
  at: Date,
  once: Once | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (once === undefined) return work()
  const { visitor, key, route, requestHash, status } = once
  const isFirst = await tx.run(
    `INSERT INTO idempotency_key (visitor, key, route, request_hash, created_at)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (visitor, key) DO NOTHING`,
    [visitor, key, route, requestHash, at],
  )
  if (isFirst === 0) return earlierAnswer<T>(tx, once)
  const answer = await work()
  await tx.run(
    'UPDATE idempotency_key SET status = $3, response = $4::jsonb WHERE visitor = $1 AND key = $2',
    [visitor, key, status, JSON.stringify(answer ?? null)],
  )
  return answer
}

/** A request and the answer it gets if it is the first under its key. */
export interface Claim {
  readonly once: Once
  readonly answer: unknown
}

/**
 * As `idempotent`, for requests that are carried out together: claims their keys at once, each with the answer that is about
 * to come true, and gives those that are the first under their key; the others get their `earlierAnswer` after the commit.
 */
export async function claimAll(tx: Tx, at: Date, claims: readonly Claim[]): Promise<ReadonlySet<Claim>> {
  const byKey = new Map<string, Claim>()
  for (const claim of claims) {
    const name = nameOf(claim.once)
    if (!byKey.has(name)) byKey.set(name, claim)
  }
  const own = [...byKey.values()]
  if (own.length === 0) return new Set()
  // In the order of the keys, lest two groups wait for each other.
  const rows = await tx.rows<{ visitor: string; key: string }>(
    `INSERT INTO idempotency_key (visitor, key, route, request_hash, status, response, created_at)
     SELECT visitor, key, route, decode(request_hash, 'hex'), status, response::jsonb, $7
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[])
       AS claim (visitor, key, route, request_hash, status, response)
     ORDER BY visitor, key ON CONFLICT (visitor, key) DO NOTHING RETURNING visitor, key`,
    [
      own.map(({ once }) => once.visitor),
      own.map(({ once }) => once.key),
      own.map(({ once }) => once.route),
      own.map(({ once }) => once.requestHash.toString('hex')),
      own.map(({ once }) => once.status),
      own.map(({ answer }) => JSON.stringify(answer ?? null)),
      at,
    ],
  )
  return new Set(rows.flatMap((row) => byKey.get(nameOf(row)) ?? []))
}

const nameOf = ({ visitor, key }: { visitor: string; key: string }) => `${key} ${visitor}`

/**
 * The answer that a request got when it was carried out before; undefined where it was not. For work that asks much before its
 * transaction: what was carried out is answered as then, whatever has changed since. Problem 'http.idempotency-key-reused'.
 */
export async function findEarlierAnswer<T>(
  db: Db,
  once: Once | undefined,
): Promise<{ readonly answer: T } | undefined> {
  if (once === undefined) return undefined
  const { visitor, key, requestHash } = once
  const earlier = await db.maybe<{ request_hash: Buffer; response: T }>(
    'SELECT request_hash, response FROM idempotency_key WHERE visitor = $1 AND key = $2 AND status IS NOT NULL',
    [visitor, key],
  )
  if (earlier === undefined) return undefined
  if (!requestHash.equals(earlier.request_hash)) throw new Problem('conflict', 'http.idempotency-key-reused')
  return { answer: earlier.response }
}

/** The answer of a request that was carried out before. Problem 'http.idempotency-key-reused' when the key came with another one. */
export async function earlierAnswer<T>(db: Db, { visitor, key, requestHash }: Once): Promise<T> {
  const earlier = await db.one<{ request_hash: Buffer; response: T }>(
    'SELECT request_hash, response FROM idempotency_key WHERE visitor = $1 AND key = $2',
    [visitor, key],
  )
  if (!requestHash.equals(earlier.request_hash)) throw new Problem('conflict', 'http.idempotency-key-reused')
  return earlier.response
}

/** Forgets the keys of requests older than two days, a day more than any client of ours repeats. */
export function forgetOldKeys(db: Db, at: Date): Promise<number> {
  const twoDaysAgo = new Date(at.getTime() - 2 * 24 * 3_600_000)
  return db.run('DELETE FROM idempotency_key WHERE created_at < $1', [twoDaysAgo])
}
