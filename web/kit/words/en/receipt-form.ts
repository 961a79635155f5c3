export const receiptForm = {
  title: 'Receipt and appointment',
  link: 'See or print the receipt and appointment',
  back: 'Back to the dossier',
  number: 'Số:',
  unknown: 'chưa rõ',
  notYet: 'The dossier was not accepted yet, so there is no receipt and appointment.',
  signIn: 'Only the applicant sees this paper. Please sign in with the account that submitted it.',
  noDue: {
    computed: 'chưa rõ',
    'stated-by-source': 'chưa rõ',
    suspended: 'tạm dừng chờ bổ sung; hẹn lại khi đã bổ sung',
    'no-limit': 'pháp luật không quy định thời hạn',
    unknown: 'chưa xác định được thời hạn',
  },
}
