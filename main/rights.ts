import type { FastifyInstance } from 'fastify'
import { mayShape } from '../modules/agencies/access.ts'
import { mayEnter } from '../modules/calendars/access.ts'
import { mayAct, maySee, maySeeWhose, type OpenTask } from '../modules/dossiers/access.ts'
import type { DossierState, WorkAction } from '../modules/dossiers/contract.ts'
import { isOfficeRole, mayGrant } from '../modules/people/access.ts'
import { RightsMatrix, type Act, type Reach, type Role } from '../modules/people/contract.ts'
import { mayCall, route, type Access, type OfficerVisitor } from '../platform/http/index.ts'

const roles = ['reception', 'case-officer', 'approver', 'leader', 'administrator', 'operator'] as const
const HERE = 'here'
const ELSEWHERE = 'elsewhere'
const actUrl = /^\/api\/v1\/dossiers\/:id\/(accept|refuse|request-supplement|complete-task|release)$/

/** Asks a rule for each role, held at the agency concerned and at another one. */
function reachOf(may: (visitor: OfficerVisitor, isAdministered: boolean) => boolean): Act['reach'] {
  const asked = (role: Role): Reach => {
    const visitorAt = (agencyId: string): OfficerVisitor => ({
      kind: 'officer',
      officerId: role,
      name: role,
      roles: [{ agencyId, role }],
      leads: role === 'leader' ? [agencyId] : [],
    })
    if (may(visitorAt(ELSEWHERE), false)) return 'all'
    return may(visitorAt(HERE), role === 'administrator') ? 'own' : 'no'
  }
  const [reception, caseOfficer, approver, leader, administrator, operator] = roles
  return {
    reception: asked(reception),
    'case-officer': asked(caseOfficer),
    approver: asked(approver),
    leader: asked(leader),
    administrator: asked(administrator),
    operator: asked(operator),
  }
}

const act = (key: string, may: Parameters<typeof reachOf>[0]): Act => ({
  key,
  summary: key,
  reach: reachOf(may),
})

const stages: readonly DossierState[] = ['submitted', 'processing', 'finished']
const workActions: readonly WorkAction[] = [
  'accept',
  'request-supplement',
  'refuse',
  'complete-task',
  'release',
]

/** Whether some stage of a dossier here, with a step open at some duty of an office or with none, lets the visitor act. */
function mayActSometime(visitor: OfficerVisitor, action: WorkAction): boolean {
  const tasks = roles.filter(isOfficeRole).map((role): OpenTask => ({ agencyId: HERE, role }))
  const here = { receivingAgencyId: HERE, competentAgencyId: HERE }
  return stages.some((state) =>
    [null, ...tasks].some((task) => mayAct(visitor, action, { ...here, state, acceptedAt: null }, task)),
  )
}

/** The acts that the rooms' access.ts decide, asked of those very rules. */
export function decidedActs(): readonly Act[] {
  const here = { receivingAgencyId: HERE, competentAgencyId: HERE }
  return [
    act('see-dossier', (visitor) => maySee(visitor, here)),
    act('see-whose', (visitor) => maySeeWhose(visitor, here)),
    ...workActions.map((action) => act(action, (visitor) => mayActSometime(visitor, action))),
    act('grant-office-role', (visitor, administered) => mayGrant(visitor, 'reception', administered)),
    act('grant-leading-role', (visitor, administered) => mayGrant(visitor, 'leader', administered)),
    act('shape-unit', (visitor, administered) => mayShape(visitor, 'unit', administered)),
    act('shape-agency', (visitor, administered) => mayShape(visitor, 'department', administered)),
    act('enter-day-for-agency', (visitor, administered) => mayEnter(visitor, HERE, administered)),
    act('enter-day-for-all', (visitor) => mayEnter(visitor, null, false)),
  ]
}

/** A route's reach: what it declares says who may call it; an administrator's calls reach the agencies administered, a leader's those led. */
function declaredReach(access: Access): Act['reach'] {
  const reach = reachOf((visitor) => mayCall(access, visitor))
  const isWithin = access === 'officer' || access === 'leader' || access === 'administrator'
  if (!isWithin) return reach
  const own = (one: Reach): Reach => (one === 'no' ? 'no' : 'own')
  return {
    reception: own(reach.reception),
    'case-officer': own(reach['case-officer']),
    approver: own(reach.approver),
    leader: own(reach.leader),
    administrator: own(reach.administrator),
    operator: access === 'administrator' ? reach.operator : own(reach.operator),
  }
}

/** Hears of every route that is added after this, and tells who may do what by what they declare and by the rooms' rules. */
export function rightsRoute(app: FastifyInstance): void {
  const declared = new Map<string, Act>()
  app.addHook('onRoute', ({ method, url, schema, config }) => {
    const { operationId, summary } = schema ?? {}
    const access = config?.access
    const isOfficers =
      access === 'officer' || access === 'leader' || access === 'operator' || access === 'administrator'
    if (!isOfficers || operationId === undefined || method === 'HEAD' || actUrl.test(url)) return
    declared.set(operationId, {
      key: operationId,
      summary: summary ?? operationId,
      reach: declaredReach(access),
    })
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/administration/rights',
    operationId: 'readRights',
    summary: 'Who may do what, told by the very rules',
    tags: ['administration'],
    access: 'officer',
    schema: { response: { 200: RightsMatrix } },
    handler: () => ({ acts: [...decidedActs(), ...declared.values()] }),
  })
}
