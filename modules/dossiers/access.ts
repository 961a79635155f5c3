import type { Dossier } from './domain.ts'
import type { SideAction, WorkAction } from './contract.ts'

/** Who an officer is to a dossier: the roles held today, agency by agency. */
export interface Official {
  readonly officerId: string
  readonly roles: readonly { readonly agencyId: string; readonly role: string }[]
  /** The agencies led; null for the whole province. */
  readonly leads?: readonly string[] | null
}

export interface OpenTask {
  readonly agencyId: string | null
  readonly role: string | null
}

const holds = (official: Official, role: string, agencyId: string | null) =>
  official.roles.some((held) => held.role === role && held.agencyId === agencyId)

/** Officers of the receiving and the competent agency see a dossier; so do those who lead one of them, or the province, but for what is personal. */
export function maySee(
  official: Official,
  { receivingAgencyId, competentAgencyId }: Pick<Dossier, 'receivingAgencyId' | 'competentAgencyId'>,
): boolean {
  const scope = scopeOf(official)
  return scope === null || scope.includes(receivingAgencyId) || scope.includes(competentAgencyId)
}

/** Whose it is, what was declared and what was brought is seen by those alone who deal with it. */
export function maySeeWhose(
  { officerId, roles }: Official,
  dossier: Pick<Dossier, 'receivingAgencyId' | 'competentAgencyId'>,
): boolean {
  return maySee({ officerId, roles }, dossier)
}

/** The agencies whose dossiers an officer's lists show; `null` means every agency of the province. */
export function scopeOf({ roles, leads = [] }: Official): readonly string[] | null {
  if (leads === null) return null
  const served = roles.filter((held) => isOfficeRole(held.role)).map((held) => held.agencyId)
  return [...new Set([...leads, ...served])]
}

/** Reception takes in, sends back and hands over; who heads the agency decides that fees go back; whoever holds a task's role completes it; the case officer may ask for a supplement while the task is hers. */
export function mayAct(
  official: Official,
  action: WorkAction | SideAction,
  dossier: Pick<Dossier, 'state' | 'receivingAgencyId' | 'competentAgencyId' | 'acceptedAt'>,
  task: OpenTask | null,
): boolean {
  switch (action) {
    case 'accept':
    case 'refuse':
      return dossier.state === 'submitted' && holds(official, 'reception', dossier.receivingAgencyId)
    case 'request-supplement':
      if (dossier.state === 'submitted') return holds(official, 'reception', dossier.receivingAgencyId)
      return dossier.state === 'processing' && task !== null && holdsTask(official, task)
    case 'complete-task':
      return dossier.state === 'processing' && task !== null && holdsTask(official, task)
    case 'release':
      return dossier.state === 'finished' && holds(official, 'reception', dossier.receivingAgencyId)
    case 'receive-supplement':
      return (
        dossier.state === 'awaiting-supplement' && holds(official, 'reception', dossier.receivingAgencyId)
      )
    case 'settle-fees':
    case 'receive-cash':
      return dossier.acceptedAt !== null && holds(official, 'reception', dossier.receivingAgencyId)
    case 'refund':
      return (
        dossier.acceptedAt !== null &&
        (holds(official, 'approver', dossier.receivingAgencyId) ||
          holds(official, 'approver', dossier.competentAgencyId))
      )
    case 'handle-papers':
      return holds(official, 'reception', dossier.receivingAgencyId)
  }
}

/** Reception and whoever heads an agency see what is open of its money: what fits no dossier, and what is to be given back. */
export function moneyScopeOf({ roles }: Official): readonly string[] {
  const seen = roles.filter(({ role }) => role === 'reception' || role === 'approver')
  return [...new Set(seen.map(({ agencyId }) => agencyId))]
}

/** Money goes back over the counter that it came in at: what one decides another gives back. */
export function mayReturnMoney(official: Official, agencyId: string): boolean {
  return holds(official, 'reception', agencyId)
}

/** Reception takes dossiers in for the agency it serves at; without one: for any. */
export function mayTakeIn(official: Official, agencyId?: string): boolean {
  return official.roles.some(
    (held) => held.role === 'reception' && (agencyId === undefined || held.agencyId === agencyId),
  )
}

function holdsTask(official: Official, task: OpenTask): boolean {
  return task.role !== null && holds(official, task.role, task.agencyId)
}

function isOfficeRole(role: string): boolean {
  return role === 'reception' || role === 'case-officer' || role === 'approver'
}
