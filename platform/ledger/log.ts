/** One of the two logs that are placed and sealed alike: tables of the same shape under another first name. */
export interface SealedLog {
  readonly name: 'ledger' | 'reading'
  /** What a leaf is made of, besides the payload's hash: SQL expressions over the entry `e`, as text, in this order for ever. */
  readonly metadata: readonly string[]
  /** Which of these is recorded_at. */
  readonly recordedAt: `m${number}`
}

/** An instant as ISO 8601 text in UTC with the microseconds that a Date would lose. */
export function instantText(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}

/** The same text for an instant of our own. */
export function textOfInstant(at: Date): string {
  return at.toISOString().replace('Z', '000Z')
}

export const ledgerLog: SealedLog = {
  name: 'ledger',
  metadata: [
    'e.id::text',
    'e.kind',
    'e.case_id::text',
    'e.case_seq::text',
    instantText('e.occurred_at'),
    instantText('e.recorded_at'),
    'e.actor_kind',
    'e.actor_id',
    'e.agency_id',
    'e.basis',
  ],
  recordedAt: 'm5',
}

export const readingLog: SealedLog = {
  name: 'reading',
  metadata: ['e.id::text', instantText('e.recorded_at')],
  recordedAt: 'm1',
}
