import type { Client } from 'pg'

/** What was counted of the same thing in several places; it holds when all are equal. */
export interface Agreement {
  readonly what: string
  readonly counts: Readonly<Record<string, number>>
  readonly holds: boolean
}

async function agreement(client: Client, what: string, sql: string, expected: number): Promise<Agreement> {
  const { rows } = await client.query<Record<string, string>>(sql)
  const counted = Object.entries(rows[0] ?? {}).map(([name, count]) => [name, Number(count)] as const)
  const counts = { acknowledged: expected, ...Object.fromEntries(counted) }
  return { what, counts, holds: Object.values(counts).every((count) => count === expected) }
}

/** Nothing acknowledged is missing and nothing is there twice, in the product and in the floors. */
export async function agreements(
  client: Client,
  acknowledged: { readonly product: number; readonly floors: number },
): Promise<readonly Agreement[]> {
  return [
    await agreement(
      client,
      'product',
      `SELECT (SELECT count(*) FROM dossier) AS dossiers, (SELECT count(DISTINCT code) FROM dossier) AS codes,
         (SELECT count(*) FROM ledger_entry WHERE kind = 'dossier.submitted') AS entries,
         (SELECT count(*) FROM ledger_entry e JOIN ledger_payload ON entry_id = e.id JOIN ledger_position p ON p.entry_id = e.id
          WHERE kind = 'dossier.submitted' AND case_seq = 1) AS placed,
         (SELECT count(*) / 2 FROM dossier_part) AS pairs_of_parts,
         (SELECT count(*) / 2 FROM dossier_party) AS pairs_of_parties,
         (SELECT count(*) FROM idempotency_key k JOIN dossier d ON d.code = k.response ->> 'code') AS answers`,
      acknowledged.product,
    ),
    await agreement(
      client,
      'floors',
      `SELECT (SELECT count(*) FROM floor.dossier) AS dossiers, (SELECT count(DISTINCT code) FROM floor.dossier) AS codes,
         (SELECT count(*) FROM floor.event) AS events, (SELECT sum(last) FROM floor.serial) AS serials,
         (SELECT count(*) / 2 FROM floor.part) AS pairs_of_parts, (SELECT count(*) FROM floor.party) AS parties`,
      acknowledged.floors,
    ),
  ]
}
