import Type from 'typebox'

const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })

/** What a row of a workbook would do, or did. */
export const RowOutcome = Type.Object({
  sheet: Type.String(),
  row: Type.Integer(),
  outcome: Type.Enum(['new', 'changed', 'same', 'wrong']),
  /** What the row is about, as it stands in it. */
  what: Type.String(),
  problems: Type.Array(
    Type.Object({ cell: Type.String({ description: 'e.g. Cán bộ!C7' }), code: Type.String() }),
  ),
})
export type RowOutcome = Type.Static<typeof RowOutcome>

/** The trial of a workbook; `plan` stands for its whole outcome, and is named when it is carried out. */
export const WorkbookTrial = Type.Object({
  file: Sha256,
  plan: Sha256,
  counts: Type.Object({
    new: Type.Integer(),
    changed: Type.Integer(),
    same: Type.Integer(),
    wrong: Type.Integer(),
  }),
  /** Those that are the same left out. */
  rows: Type.Array(RowOutcome),
})
export type WorkbookTrial = Type.Static<typeof WorkbookTrial>

/** The good rows alone, or all or none. Problem 'administration.plan-changed' when the outcome is not the one that was tried. */
export const ApplyInput = Type.Object(
  { plan: Sha256, take: Type.Enum(['good-rows', 'all-or-none']) },
  { additionalProperties: false },
)
export type ApplyInput = Type.Static<typeof ApplyInput>

export const administrationEntries = { workbookApplied: 'administration.workbook-applied' } as const

export const administrationProblems = [
  'administration.plan-changed',
  'administration.rows-wrong',
  'administration.nothing-to-apply',
  'administration.file-missing',
  'administration.headers-wrong',
  'administration.cell-missing',
  'administration.not-a-day',
  'administration.unknown-choice',
  'administration.unknown-agency',
  'administration.unknown-account',
  'administration.role-missing',
  'administration.cannot-prolong',
  'administration.text-length',
  'administration.hidden-characters',
  'administration.malformed',
  'workbook.not-a-workbook',
  'workbook.too-big',
  'workbook.sheet-missing',
  'workbook.old-dates',
  'workbook.merged-cells',
  'workbook.formula',
  'workbook.cell-error',
  'workbook.decomposed',
  'workbook.text-too-long',
  'workbook.too-many-rows',
  'workbook.empty-rows',
] as const
