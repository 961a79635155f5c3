export const workbook = {
  title: 'Administration by Excel workbook',
  lead: 'Download the workbook, edit it, send it back. You see first what each row would do; nothing changes until you agree.',
  download: 'Download today’s workbook',
  downloadHint:
    'Four sheets: agencies, officers, roles, days off. Each column has a note; choices have a list.',
  file: 'Edited workbook',
  fileHint:
    'An Excel file .xlsx of at most 5 MB, no merged cells, no formulas. Rows taken out are passed over; nothing is lost.',
  tryIt: 'Preview',
  trialTitle: 'Preview: nothing has changed yet',
  doneTitle: 'Carried out',
  counts: { new: 'new', changed: 'changed', same: 'the same', wrong: 'wrong' },
  nothing: 'This workbook changes nothing.',
  row: 'Row',
  outcome: 'Will be',
  what: 'Content',
  problems: 'To be mended',
  at: (cell: string, text: string) => `${cell}: ${text}`,
  applyGood: (count: string) => `Carry out ${count} good rows`,
  applyAll: 'Carry all out',
  applyConsequence:
    'All good rows are recorded at once, in your name; wrong rows are left out: mend them in the workbook and send it again.',
  another: 'Send another workbook',
  place: (text: string, at: string) => `${text} It stands at ${at}.`,
}
