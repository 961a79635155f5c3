import type { Tx } from '../../../platform/db/index.ts'
import type { Vote } from '../contract.ts'
import { observe } from '../domain.ts'
import { changeDossier } from './change.ts'
import type { DossierParts } from './parts.ts'

/** What its applicant says of how a dossier was dealt with, so that it counts in the same transaction; the vote's room tells the ledger. Problem 'dossiers.missing'. */
export async function noteVote(
  parts: Pick<DossierParts, 'clock'>,
  tx: Tx,
  dossierId: string,
  vote: Vote,
): Promise<void> {
  await changeDossier(parts, tx, dossierId, ({ dossier }) => ({
    dossier: observe(dossier, { vote }),
    entries: [],
  }))
}
