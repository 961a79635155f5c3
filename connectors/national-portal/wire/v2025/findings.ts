import type { FieldProblem } from '../../../../kernel/problem.ts'
import type { NationalPortalOmission, NationalPortalReason } from '../../contract.ts'

/** Gathers, while a dossier is put into the portal's words, why that cannot be done and what is left out. */
export class Findings {
  readonly reasons: FieldProblem[] = []
  readonly omissions: FieldProblem[] = []

  refuse(path: string, code: NationalPortalReason, meta?: FieldProblem['meta']): void {
    this.reasons.push({ path, code, ...(meta === undefined ? {} : { meta }) })
  }

  omit(path: string, code: NationalPortalOmission, meta?: FieldProblem['meta']): void {
    this.omissions.push({ path, code, ...(meta === undefined ? {} : { meta }) })
  }

  /** A text that may be shortened, and that it was. */
  fit(path: string, text: string, limit: number): string {
    if (text.length <= limit) return text
    this.omit(path, 'national-portal.shortened', { limit, length: text.length })
    // Not in the middle of a character of two units.
    return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
  }
}
