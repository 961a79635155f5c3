import type { LocalDate } from '../../kernel/dates.ts'
import { sumDong } from '../../kernel/money.ts'
import { dossierEntries } from '../../modules/dossiers/contract.ts'
import * as domain from '../../modules/dossiers/domain.ts'
import type { Dossier, DossierFact, Supplement } from '../../modules/dossiers/domain.ts'
import { entry } from '../../modules/dossiers/service/acting.ts'
import { feeLinesOf } from '../../modules/dossiers/service/fees.ts'
import type { IssuedResult } from '../../modules/dossiers/store/outcomes.ts'
import type { PartFile, PlacedPart } from '../../modules/dossiers/store/parts.ts'
import type { DossierStep } from '../../modules/dossiers/store/steps.ts'
import { paymentEntries } from '../../modules/payments/contract.ts'
import type { WholeAccount } from '../../modules/payments/store.ts'
import type { ProcedureVersion } from '../../modules/procedures/index.ts'
import type { Actor, NewEntry } from '../../platform/ledger/index.ts'

export interface KnownFrom {
  readonly day: LocalDate
  readonly fact: DossierFact
}

/** All that became of one dossier until the simulation stands still. */
export interface Life {
  readonly dossier: Dossier
  readonly parts: readonly PlacedPart[]
  readonly steps: readonly (DossierStep & { readonly dossierId: string })[]
  readonly supplements: readonly (Supplement & { readonly dossierId: string })[]
  readonly result: (IssuedResult & { readonly dossierId: string }) | null
  readonly account: WholeAccount | null
  readonly entries: readonly NewEntry[]
  readonly known: readonly KnownFrom[]
}

/** What a dossier costs when it is taken in; null where that is not known. */
export function chargedFor(
  dossier: Dossier,
  version: ProcedureVersion,
  chargedAt: Date,
  reception: Actor,
): { readonly dossier: Dossier; readonly account: WholeAccount; readonly entry: NewEntry } | null {
  const { terms } = version.declaration
  // Whatever hangs on a condition is not asked for in what is simulated, but for the plain registration.
  const [plain] = terms.flatMap(({ fees }) => fees)
  const conditional = terms.flatMap(({ fees }) =>
    fees.flatMap(({ key, condition }) =>
      condition === undefined ? [] : [[key, key === plain?.key] as const],
    ),
  )
  const lines = feeLinesOf(version, dossier, { applies: Object.fromEntries(conditional) })
  if (lines === null) return null
  const due = sumDong(lines.map(({ amount }) => amount))
  const charged = domain.observe(dossier, { fees: due > 0 ? 'due' : 'none' })
  return {
    dossier: charged,
    account: {
      caseId: dossier.id,
      agencyId: dossier.receivingAgencyId,
      payerId: dossier.applicantId,
      chargedAt,
      lines,
      payments: [],
    },
    entry: entry(paymentEntries.charged, charged, chargedAt, reception, null, { lines, due }),
  }
}

export interface Paid {
  readonly at: Date
  readonly number: string
  readonly isOnline: boolean
  readonly reception: Actor
  readonly applicant: Actor
}

const PLATFORM: Actor = { kind: 'system', id: 'payment-platform' }

/** All that is due is paid at once, online or in cash. */
export function paidFor(
  before: Dossier,
  due: WholeAccount,
  { at, number, isOnline, reception, applicant }: Paid,
  nextId: () => string,
): { readonly dossier: Dossier; readonly account: WholeAccount; readonly entries: readonly NewEntry[] } {
  const amount = sumDong(due.lines.map((line) => line.amount))
  const reference = isOnline ? nextId().replaceAll('-', '').toUpperCase() : null
  const channel = isOnline ? 'online' : 'cash'
  const account = { ...due, payments: [{ id: nextId(), channel, amount, at, number, reference }] } as const
  const fees = domain.feeStateOf({ state: 'paid', isPaidOnline: isOnline })
  const dossier = domain.observe(before, { fees })
  const tell = (kind: string, actor: Actor, payload: NewEntry['payload']) =>
    entry(kind, dossier, at, actor, null, payload)
  const settled = { reference, providerId: number, amount, paidAt: at, outstanding: 0 }
  const entries = isOnline
    ? [
        tell(paymentEntries.onlineBegun, applicant, { reference, amount }),
        tell(paymentEntries.onlineSettled, PLATFORM, settled),
      ]
    : [tell(paymentEntries.cashReceived, reception, { amount, number, outstanding: 0 })]
  return { dossier, account, entries }
}

/** The task that ended the process, as the ledger is told of it. */
export interface Done {
  readonly task: string
  readonly outcome: string
  readonly note: null
}

export interface Ending {
  readonly end: string
  readonly at: Date
  readonly officerId: string
  readonly number: string
  readonly file: PartFile | null
}

/** The process ended, and its result was issued. */
export function finishedWith(
  before: Dossier,
  version: ProcedureVersion,
  { end, at, officerId, number, file }: Ending,
  done: Done,
): { readonly dossier: Dossier; readonly result: Life['result']; readonly entries: readonly NewEntry[] } {
  const kind = version.declaration.results.find((one) => one.end === end)
  if (kind === undefined) throw new Error(`procedure ${version.code} declares no result for its end ${end}`)
  const dossier = domain.finish(before, { decision: end, isElectronic: file !== null }, at)
  const { key, name } = kind
  const by = { kind: 'officer', id: officerId } as const
  return {
    dossier,
    result: {
      dossierId: dossier.id,
      key,
      name,
      number,
      issuedAt: at,
      signerId: officerId,
      decision: end,
      file,
    },
    entries: [
      entry(dossierEntries.taskCompleted, dossier, at, by, null, { ...done }),
      entry(dossierEntries.finished, dossier, at, by, null, {
        decision: end,
        result: { key, number, file: file?.sha256 ?? null },
        onTime: domain.isOnTime(dossier),
      }),
    ],
  }
}
