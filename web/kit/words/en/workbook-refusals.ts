/** What a workbook is refused for, in words. */
export const workbookCodes = {
  'administration.plan-changed':
    'Something else has changed since the preview. Preview it again, then go on.',
  'administration.rows-wrong': 'Some rows are wrong, so none was carried out.',
  'administration.nothing-to-apply': 'This workbook changes nothing.',
  'administration.file-missing': 'There is no such workbook. Send it again.',
  'administration.headers-wrong': 'A header was changed. Use the workbook downloaded from this page.',
  'administration.cell-missing': 'This cell has to be filled in.',
  'administration.not-a-day': 'Not a day; write it like 01/12/2026.',
  'administration.unknown-choice': 'Not in the list of the column.',
  'administration.unknown-agency': 'No agency has this key.',
  'administration.unknown-account': 'No officer has this account.',
  'administration.role-missing': 'A new officer needs at least one row in the sheet of roles at this agency.',
  'administration.cannot-prolong': 'The role has an end; to prolong it add a row that begins after it.',
  'administration.text-length': 'Too short or too long.',
  'workbook.not-a-workbook': 'This is no whole Excel workbook (.xlsx).',
  'workbook.too-big': 'The workbook is too big.',
  'workbook.sheet-missing': 'A sheet is missing. Use the workbook downloaded from this page.',
  'workbook.old-dates':
    'The workbook counts dates from 1904 (old Excel for Mac). Download a new one and copy into it.',
  'workbook.merged-cells': 'There are merged cells. Unmerge them and send it again.',
  'workbook.cell-error': 'A cell shows an error (such as #REF!). Correct it and send it again.',
  'administration.hidden-characters': 'Has hidden characters. Empty the cell and type it again.',
  'administration.malformed':
    'Not written as it has to be: codes have digits, capital letters and dots; accounts no accents and no spaces.',
  'workbook.formula': 'There is a formula. Paste it as a value and send it again.',
  'workbook.decomposed': 'Accented letters are taken apart (decomposed Unicode). Type this cell again.',
  'workbook.text-too-long': 'This cell is too long.',
  'workbook.too-many-rows': 'A sheet has more than 20,000 rows.',
  'workbook.empty-rows': 'A sheet has too many empty rows. Delete them at the end and send it again.',
}
