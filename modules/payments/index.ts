/** Payments: what a case costs, on what clause, and what was received for it. It knows no dossier, only a case's id. */
export type { AccountShown, UnmatchedReason } from './contract.ts'
export type { Account, Confirmation, Exemption, FeeLine, Intent, Payment, Refund } from './domain.ts'
export type { KeptConfirmation } from './store.ts'
export type { Begun, CashPayment, NewCharge, Replacement, Settlement } from './service.ts'
export {
  accountOf,
  accountsOf,
  beginOnline,
  chargeFees,
  drawReceiptNumber,
  failOnline,
  findCaseOfReference,
  findIntent,
  listConfirmedBetween,
  receiveCash,
  replaceFees,
  settleOnline,
  showAccount,
} from './service.ts'
export {
  getUnmatched,
  listUnmatched,
  matchUnmatched,
  noteNotReceived,
  setDownForRefund,
} from './service/open-ends.ts'
export {
  decideRefund,
  drawVoucherNumber,
  findRefund,
  listOwedRefunds,
  returnRefund,
  type Grounds,
} from './service/refunds.ts'
