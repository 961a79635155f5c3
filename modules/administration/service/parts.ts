import type { Clock } from '../../../kernel/clock.ts'
import type { Database, Transactional } from '../../../platform/db/index.ts'
import type { FileStore } from '../../../platform/files/index.ts'
import type { OfficerVisitor } from '../../../platform/http/index.ts'
import type { Agency } from '../../agencies/index.ts'

/** What the room's use cases work with; wired once in main. */
export interface AdministrationParts {
  readonly database: Database
  readonly clock: Clock
  readonly files: FileStore
}

/** A workbook being tried or carried out: every row by the visitor's own rights, in one transaction. */
export interface Run {
  readonly parts: { readonly database: Transactional; readonly clock: Clock }
  readonly visitor: OfficerVisitor
  /** By key. */
  readonly agencies: ReadonlyMap<string, Agency>
  /** The roles that the workbook gives, by account. */
  readonly rolesOf: ReadonlyMap<string, readonly RoleRow[]>
  /** Accounts that this run entered, whose first roles came with them. */
  readonly entered: Set<string>
}

export interface RoleRow {
  readonly agency: string
  readonly role: string
}
