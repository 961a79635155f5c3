import type { Tx } from '../db/index.ts'
import type { Visitor } from '../http/index.ts'
import { type Actor, type CaseEntries, type NewEntry, record, recordAll } from '../ledger/index.ts'
import type { IssuerName } from './issuers.ts'

/** What the ledger is told of sessions. Those of one account are one case, whose id is the account's. */
export const authEntries = {
  begun: 'session.begun',
  ended: 'session.ended',
  refused: 'sign-in.refused',
} as const

/** Who acts in a session; undefined where nobody is signed in. */
export function actorOf(visitor: Visitor): Actor | undefined {
  switch (visitor.kind) {
    case 'anonymous':
      return undefined
    case 'citizen':
      return { kind: 'person', id: visitor.personId }
    case 'officer':
      return { kind: 'officer', id: visitor.officerId }
  }
}

/** A session that is over: its own browser signed out, or signed in anew. */
export interface Ended {
  readonly actor: Actor
  readonly reason: 'signed-out' | 'replaced'
}

/** A session that begins. */
export interface Begun {
  readonly actor: Actor
  readonly issuer: IssuerName
  readonly assurance: number | null
}

export async function recordEnded(tx: Tx, at: Date, ended: Ended): Promise<void> {
  await record(tx, at, ended.actor.id, [endedEntry(at, ended)])
}

/** Records the beginning of a session and the end of the one that it replaces, if any. */
export async function recordBegun(
  tx: Tx,
  at: Date,
  { actor, issuer, assurance }: Begun,
  replaced: Ended | undefined,
): Promise<void> {
  const begun = { kind: authEntries.begun, occurredAt: at, actor, payload: { issuer, assurance } }
  const before =
    replaced === undefined ? [] : [{ caseId: replaced.actor.id, entry: endedEntry(at, replaced) }]
  const byCase = Map.groupBy([...before, { caseId: actor.id, entry: begun }], ({ caseId }) => caseId)
  const cases = [...byCase].map(([caseId, told]): CaseEntries => ({
    caseId,
    entries: told.map(({ entry }) => entry),
  }))
  await recordAll(tx, at, cases)
}

/** Whoever was turned away is known to the issuer at best: recorded are the issuer and the rule, and nobody's name. */
export async function recordRefused(tx: Tx, at: Date, issuer: IssuerName, code: string): Promise<void> {
  const actor = { kind: 'system', id: 'sign-in' } as const
  await record(tx, at, null, [
    { kind: authEntries.refused, occurredAt: at, actor, payload: { issuer, code } },
  ])
}

function endedEntry(at: Date, { actor, reason }: Ended): NewEntry {
  return { kind: authEntries.ended, occurredAt: at, actor, payload: { reason } }
}
