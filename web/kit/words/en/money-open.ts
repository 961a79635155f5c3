import type { Words } from '../words.ts'

export const moneyOpen: Words['moneyOpen'] = {
  nav: 'Unmatched payments',
  title: 'Unmatched payments',
  lead: 'Money that the payment platform says was paid and that fits no dossier’s account, and money that was decided to be given back and is still here. Nobody is named.',
  none: 'No payment is unmatched.',
  item: (amount, at) => `${amount}, paid ${at}`,
  transaction: (number) => `Transaction ${number}`,
  reference: (reference) => `reference ${reference}`,
  paidUnder: 'Paid for dossier',
  stillOwed: (amount) => `${amount} is outstanding there now`,
  owesNothing: 'nothing is outstanding there',
  unknownDossier: 'No dossier is known',
  reasons: {
    'unknown-reference': 'No payment was begun under this reference.',
    'amount-differs': 'The amount is not the one that was due.',
    'nothing-due': 'The dossier had been paid in full before.',
    'outstanding-changed': 'What is outstanding has changed since the payment was begun.',
    'contradicts-earlier': 'The platform has told of this transaction before, and differently.',
  },
  matched: {
    name: 'Match it to a dossier',
    consequence:
      'It becomes an online payment of the dossier, as far as that is owed there. What is beyond is set down to be given back.',
    do: 'Match the payment',
  },
  'to-refund': {
    name: 'Set it down for refund',
    consequence: 'All of it is given back; it counts as a payment of no dossier.',
    do: 'Set it down for refund',
  },
  'not-received': {
    name: 'There was no such money',
    consequence: 'The transaction was told once already; this telling is recorded as having brought no money.',
    do: 'Record that no money came',
  },
  dossierCode: 'Dossier code',
  reason: 'Reason',
  clause: 'Legal basis (a clause, or a rule of the procedure)',
  surplusHint: (amount) =>
    `Needed where the amount is more than what is outstanding (${amount}): the rest is given back.`,
  surplusHintUnknown: 'Needed where the amount is more than what is outstanding: the rest is given back.',
  done: 'Recorded.',
  refundsTitle: 'To be given back',
  refundsNone: 'Nothing is to be given back.',
  refundsLead: 'Reception records here that the money went back; who decided does not hand it out.',
  refundItem: (amount) => `Refund of ${amount}`,
  decided: (at, by) => `Decided ${at}, ${by}`,
  give: {
    name: 'Record that it went back',
    consequence: 'It is recorded as given back and cannot be deleted; the payer sees it at once.',
    do: 'Record that it went back',
  },
  way: 'How',
  ways: { cash: 'cash, under a voucher number given by the system', transfer: 'bank transfer' },
  number: 'Number of the transfer order',
  numberHint: 'For a transfer.',
}
