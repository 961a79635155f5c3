import { scopeOf } from '../../modules/dossiers/index.ts'
import type { OfficerVisitor } from '../../platform/http/index.ts'

/**
 * The agencies whose dossiers' messages an officer is shown; `null` means every one's. A message is seen by who may see its
 * dossier, and, by its code alone, by the operators, who keep the connection.
 */
export function messageScopeOf(visitor: OfficerVisitor): readonly string[] | null {
  return visitor.roles.some(({ role }) => role === 'operator') ? null : scopeOf(visitor)
}
