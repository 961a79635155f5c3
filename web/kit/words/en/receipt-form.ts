export const receiptForm = {
  title: 'Receipt and appointment',
  link: 'See or print the receipt and appointment',
  back: 'Back to the dossier',
  notYet: 'The dossier was not accepted yet, so there is no receipt and appointment.',
  signIn: 'Only the applicant sees this paper. Please sign in with the account that submitted it.',
}
