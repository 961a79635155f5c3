import type { Db, Tx } from '../db/index.ts'
import type { IssuerName } from './issuers.ts'

/** Who is signed in, as the issuer knows them. */
export interface SignedIn {
  readonly issuer: IssuerName
  readonly subject: string
  readonly assurance: number | null
}

export interface StoredSession extends SignedIn {
  readonly seenAt: Date
}

export async function addSession(tx: Tx, at: Date, tokenHash: Buffer, signedIn: SignedIn): Promise<void> {
  const { issuer, subject, assurance } = signedIn
  await tx.run(
    `INSERT INTO session (token_hash, issuer, subject, assurance, started_at, seen_at)
     VALUES ($1, $2, $3, $4, $5, $5)`,
    [tokenHash, issuer, subject, assurance, at],
  )
}

/** The live sessions of these cookies, in their order. */
export async function findSessions(
  db: Db,
  tokenHashes: readonly Buffer[],
  after: { readonly startedAt: Date; readonly seenAt: Date },
): Promise<readonly (StoredSession | undefined)[]> {
  const rows = await db.rows<StoredSession & { readonly token: string }>(
    `SELECT encode(token_hash, 'hex') AS token, issuer, subject, assurance, seen_at AS "seenAt" FROM session
     WHERE token_hash = ANY($1::bytea[]) AND started_at > $2 AND seen_at > $3`,
    [tokenHashes, after.startedAt, after.seenAt],
  )
  const byToken = new Map(rows.map(({ token, ...session }) => [token, session]))
  return tokenHashes.map((hash) => byToken.get(hash.toString('hex')))
}

export async function touchSession(db: Db, at: Date, tokenHash: Buffer): Promise<void> {
  await db.run('UPDATE session SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2', [tokenHash, at])
}

/** Whether it was there. */
export async function deleteSession(db: Db, tokenHash: Buffer): Promise<boolean> {
  return (await db.run('DELETE FROM session WHERE token_hash = $1', [tokenHash])) > 0
}

export async function deleteSessionsBefore(
  db: Db,
  before: { readonly startedAt: Date; readonly seenAt: Date },
): Promise<number> {
  return db.run('DELETE FROM session WHERE started_at <= $1 OR seen_at <= $2', [
    before.startedAt,
    before.seenAt,
  ])
}

export interface Attempt {
  readonly issuer: IssuerName
  readonly nonce: string
  readonly codeVerifier: string
  readonly nextPath: string
}

export async function addAttempt(
  db: Db,
  at: Date,
  hashes: { readonly state: Buffer; readonly browser: Buffer },
  { issuer, nonce, codeVerifier, nextPath }: Attempt,
): Promise<void> {
  await db.run(
    `INSERT INTO sign_in_attempt
       (state_hash, browser_hash, issuer, nonce, code_verifier, next_path, started_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [hashes.state, hashes.browser, issuer, nonce, codeVerifier, nextPath, at],
  )
}

/** Takes an attempt out, so that no callback can use it twice. */
export function takeAttempt(
  db: Db,
  hashes: { readonly state: Buffer; readonly browser: Buffer },
  issuer: IssuerName,
  startedAfter: Date,
): Promise<Attempt | undefined> {
  return db.maybe<Attempt>(
    `DELETE FROM sign_in_attempt
     WHERE state_hash = $1 AND browser_hash = $2 AND issuer = $3 AND started_at > $4
     RETURNING issuer, nonce, code_verifier AS "codeVerifier", next_path AS "nextPath"`,
    [hashes.state, hashes.browser, issuer, startedAfter],
  )
}

export async function deleteAttemptsBefore(db: Db, before: Date): Promise<number> {
  return db.run('DELETE FROM sign_in_attempt WHERE started_at <= $1', [before])
}
