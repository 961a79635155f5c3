import { Readable } from 'node:stream'
import { addDays, localDateOf } from '../../kernel/dates.ts'
import { newId } from '../../kernel/ids.ts'
import type { WorkbookTrial } from '../../modules/administration/contract.ts'
import { columns, sheets, type Sheet } from '../../modules/administration/service/template.ts'
import { bringWorkbook } from '../../modules/administration/service/trial.ts'
import { addAgency, readAgency } from '../../modules/agencies/service/administering.ts'
import { calendarFor, getCalendar } from '../../modules/calendars/index.ts'
import type { DossierParts } from '../../modules/dossiers/index.ts'
import { delegate } from '../../modules/people/service/leaving.ts'
import { enterOfficer } from '../../modules/people/service/officers.ts'
import { writeWorkbook } from '../../platform/workbook/index.ts'
import type { Inhabitants } from '../living-province.ts'
import { concerned, elsewhere, visitors, type VisitorName } from './visitors.ts'
import type { Subject } from './world.ts'

const basis = 'QĐ 12/QĐ-UBND'
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

function aWorkbookOf({ file, plan }: WorkbookTrial): Subject {
  return { file, plan }
}

/** A workbook that adds one unit to an agency. */
export function unitWorkbook(agency: string): Promise<Buffer> {
  const unit = ['', `Phòng ${newId()}`, 'Phòng, bộ phận', agency, '', '', '', '01/01/2099', basis]
  return writeWorkbook(
    (Object.keys(sheets) as Sheet[]).map((sheet) => ({
      name: sheets[sheet],
      columns: columns[sheet],
      rows: sheet === 'agencies' ? [unit] : [],
    })),
  )
}

/** What the routes of administration can be about. */
export function administrationSubjects(
  { database, clock, files }: DossierParts,
  people: Inhabitants,
): Readonly<Record<string, (asker: VisitorName) => Promise<Subject>>> {
  const parts = { database, clock }
  const today = () => localDateOf(clock())
  const operator = () => people.officer(visitors.operator.account)
  const places = async () => ({
    day: today(),
    agencyId: await people.agency(concerned),
    concernedId: await people.agency(concerned),
    otherAgencyId: await people.agency(elsewhere),
  })

  /** With a delegation to a colleague, made for this alone as well. */
  async function officer(agency: string): Promise<Subject> {
    const agencyId = await people.agency(agency)
    const enter = async () =>
      enterOfficer(parts, await operator(), {
        subject: `can-bo-${newId()}`,
        name: 'Cán bộ Thử',
        agencyId,
        roles: ['reception', 'approver'],
        from: today(),
        basis,
      })
    const [one, colleague] = [await enter(), await enter()]
    const period = { from: today(), to: '2099-01-01' }
    const { revision, assignments, delegations } = await delegate(parts, await operator(), one.id, {
      revision: one.revision,
      toOfficerId: colleague.id,
      agencyId,
      role: 'approver',
      ...period,
      basis,
    })
    return {
      ...(await places()),
      agencyId,
      id: one.id,
      colleagueId: colleague.id,
      revision: String(revision),
      assignmentId: assignments.find(({ role }) => role === 'reception')?.id ?? '',
      delegationId: delegations[0]?.id ?? '',
    }
  }
  async function unit(agency: string): Promise<Subject> {
    const parentId = await people.agency(agency)
    const { id, revision } = await addAgency(parts, await operator(), {
      name: 'Phòng Thử',
      kind: 'unit',
      parentId,
      from: today(),
      basis,
    })
    return { id, revision: String(revision), parentId, kind: 'unit', day: today() }
  }
  async function commune(agency: string): Promise<Subject> {
    const id = await people.agency(agency)
    const { revision, state } = await readAgency(parts, await operator(), id)
    const parentId = state.parent?.id ?? ''
    const same = { name: state.name, code: state.code, areaCode: state.area?.code, counter: state.counter }
    const kind = state.kind
    return { id, revision: String(revision), parentId, kind, day: today(), same: JSON.stringify(same) }
  }
  const newcomer = (at: string, role: string) => async () => ({
    ...(await places()),
    at: await people.agency(at),
    role,
  })
  let days = 0
  /** For the agency, or (null) for everybody; another working day each time. */
  async function restDay(agency: string | null): Promise<Subject> {
    const base = await getCalendar(database, 'civil-service')
    const agencyId = agency === null ? '' : await people.agency(agency)
    const used = agency === null ? base : await calendarFor(database, agencyId, clock())
    days += 1
    const date = addDays('2027-03-01', 7 * days)
    return {
      key: used.key,
      revision: String(used.revision),
      day: date,
      ...(agency === null ? {} : { agencyId }),
    }
  }
  const aWorkbook = async (asker: VisitorName) => {
    const account = visitors[asker]
    const isOfficer = asker === 'operator' || asker === 'administrator'
    const bringer = await people.officer(isOfficer && account ? account.account : visitors.operator.account)
    return bringWorkbook({ ...parts, files }, bringer, {
      stream: Readable.from([await unitWorkbook(concerned)]),
      name: 'quan-tri.xlsx',
      declaredType: xlsx,
    })
  }
  return {
    'a workbook': async () => ({ agency: concerned }),
    'a workbook of the asker': async (asker) => aWorkbookOf(await aWorkbook(asker)),
    'a workbook of the operator': async () => aWorkbookOf(await aWorkbook('operator')),
    'the civil servants’ calendar': async () => ({ key: 'civil-service' }),
    'a rest day for everybody': () => restDay(null),
    'a rest day for the commune': () => restDay(concerned),
    'a rest day for the commune elsewhere': () => restDay(elsewhere),
    'an officer of the commune': () => officer(concerned),
    'an officer elsewhere': () => officer(elsewhere),
    'a new officer of the commune': newcomer(concerned, 'reception'),
    'a new officer elsewhere': newcomer(elsewhere, 'reception'),
    'a new leader of the commune': newcomer(concerned, 'leader'),
    'the commune': () => commune(concerned),
    'the commune elsewhere': () => commune(elsewhere),
    'a unit of the commune': () => unit(concerned),
    'a unit elsewhere': () => unit(elsewhere),
  }
}

const revisionOf = ({ revision = '0' }: Subject) => Number(revision)
const base = '/api/v1/administration'

/** What goes with the requests of administration. */
export const administrationBodies: Readonly<Record<string, (subject: Subject) => object>> = {
  [`POST ${base}/officers`]: ({ at, day, role }) => ({
    subject: `can-bo-${newId()}`,
    name: 'Cán bộ Mới',
    agencyId: at,
    roles: [role],
    from: day,
    basis,
  }),
  [`PUT ${base}/officers/:id/name`]: (subject) => ({
    revision: revisionOf(subject),
    name: 'Cán bộ Đổi Tên',
    basis,
  }),
  [`POST ${base}/officers/:id/positions`]: (subject) => ({
    revision: revisionOf(subject),
    agencyId: subject['agencyId'],
    title: 'Công chức',
    from: subject['day'],
    basis,
  }),
  [`POST ${base}/officers/:id/move`]: (subject) => ({
    revision: revisionOf(subject),
    fromAgencyId: subject['agencyId'],
    toAgencyId: other(subject),
    on: subject['day'],
    basis,
  }),
  [`POST ${base}/officers/:id/leave`]: (subject) => ({
    revision: revisionOf(subject),
    on: subject['day'],
    successorId: subject['colleagueId'],
    basis,
  }),
  [`POST ${base}/officers/:id/assignments`]: (subject) => ({
    revision: revisionOf(subject),
    agencyId: subject['agencyId'],
    role: 'case-officer',
    from: subject['day'],
    basis,
  }),
  [`POST ${base}/officers/:id/assignments/:assignmentId/end`]: ended,
  [`POST ${base}/officers/:id/delegations`]: (subject) => ({
    revision: revisionOf(subject),
    toOfficerId: subject['colleagueId'],
    agencyId: subject['agencyId'],
    role: 'reception',
    from: subject['day'],
    to: '2099-01-01',
    basis,
  }),
  [`POST ${base}/officers/:id/delegations/:delegationId/end`]: ended,
  [`POST ${base}/agencies`]: ({ parentId, day }) => ({
    name: 'Phòng Mới',
    kind: 'unit',
    parentId,
    from: day,
    basis,
  }),
  [`POST ${base}/agencies/:id/versions`]: (subject) => ({
    revision: revisionOf(subject),
    ...(JSON.parse(subject['same'] ?? '{"name":"Tên Mới"}') as object),
    kind: subject['kind'],
    parentId: subject['parentId'],
    from: subject['day'],
    basis,
  }),
  [`POST ${base}/agencies/:id/end`]: (subject) => ({
    revision: revisionOf(subject),
    on: '2099-01-01',
    successorId: subject['parentId'],
    basis,
  }),
  [`POST ${base}/workbook/:file/apply`]: ({ plan }) => ({ plan, take: 'all-or-none' }),
  [`POST ${base}/calendars/:key/exceptions`]: (subject) => ({
    revision: revisionOf(subject),
    agencyId: subject['agencyId'],
    date: subject['day'],
    kind: 'rest',
    name: 'Nghỉ',
    basis,
  }),
}

function ended(subject: Subject): object {
  return { revision: revisionOf(subject), on: subject['day'], basis }
}

/** The one of the two communes at which the subject does not serve. */
function other({ agencyId, otherAgencyId, concernedId }: Subject): string | undefined {
  return agencyId === otherAgencyId ? concernedId : otherAgencyId
}
