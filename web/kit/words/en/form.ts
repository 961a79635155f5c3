export const form = {
  onlyIf: (question: string, answer: string) => `Only if “${question}” is: ${answer}.`,
  choose: 'Choose one',
  addRow: 'Add a row',
  row: (number: number) => `Row ${number}`,
  notAnswered: 'not stated',
  formats: {
    date: 'must be a real day, written day/month/year, for example 05/11/2026',
    'national-id': 'must be the 12 digits on the identity card',
    'tax-code': 'must be a right tax code, 10 digits, 3 more for a branch',
    'phone-vn': 'must be a phone number in Viet Nam, for example 0912345678',
    email: 'must be an e-mail address, for example name@example.vn',
  },
  hints: {
    date: 'day/month/year, for example 05/11/2026',
    'national-id': 'The 12 digits on the identity card',
    'tax-code': '10 digits; 3 more for a branch',
    'phone-vn': 'For example 0912345678',
    email: 'For example name@example.vn',
  },
}
