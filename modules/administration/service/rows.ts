import type { WorkbookRow } from '../../../platform/workbook/index.ts'
import { addAgency, changeAgency, readAgency } from '../../agencies/index.ts'
import { calendarFor, enterException, getCalendar } from '../../calendars/index.ts'
import {
  assignRole,
  endRole,
  enterOfficer,
  findAdministeredOfficer,
  renameOfficer,
  setPosition,
} from '../../people/index.ts'
import { byColumns, Cells } from './cells.ts'
import type { Run } from './parts.ts'
import { dayWords, kindWords, roleWords, type Sheet } from './template.ts'

export type Done = 'new' | 'changed' | 'same'

/** The calendar that everybody without one of their own works by. */
export const COMMON_CALENDAR = 'civil-service'

/** Carries one row out; what is wrong with it is thrown, each thing under its column. */
export const carryOut: Readonly<Record<Sheet, (run: Run, row: WorkbookRow) => Promise<Done>>> = {
  agencies: agencyRow,
  officers: officerRow,
  roles: roleRow,
  days: dayRow,
}

const agencyColumns = {
  name: 'B',
  kind: 'C',
  parentId: 'D',
  code: 'E',
  areaCode: 'F',
  counter: 'G',
  from: 'H',
  basis: 'I',
}

async function agencyRow(run: Run, row: WorkbookRow): Promise<Done> {
  const { parts, visitor, agencies } = run
  const cells = new Cells(row)
  const key = cells.text('A')
  const known = key === undefined ? undefined : agencies.get(key)
  if (key !== undefined && known === undefined) cells.wrong('A', 'administration.unknown-agency')
  const name = cells.needed('B')
  const kind = cells.choice('C', kindWords)
  const parentKey = cells.text('D')
  const parent = parentKey === undefined ? undefined : agencies.get(parentKey)
  if (parentKey !== undefined && parent === undefined) cells.wrong('D', 'administration.unknown-agency')
  cells.refuse()
  const [code, areaCode, counter] = [cells.text('E'), cells.text('F'), cells.text('G')]
  const state = known && (await readAgency(parts, visitor, known.id))
  if (
    state?.state.name === name &&
    state.state.kind === kind &&
    (state.state.parent?.id ?? undefined) === parent?.id &&
    (state.state.code ?? undefined) === code &&
    (state.state.area?.code ?? undefined) === areaCode &&
    (state.state.counter ?? undefined) === counter
  ) {
    return 'same'
  }
  const from = cells.neededDay('H')
  const basis = cells.needed('I', 3)
  cells.fit('B', { shortest: 2, longest: 300 })
  cells.fit('E', { longest: 35, pattern: /^[0-9A-Z.]+$/ })
  cells.fit('F', { longest: 10 })
  cells.fit('G', { shortest: 2, longest: 300 })
  cells.refuse()
  const told = {
    name,
    kind: kind ?? 'unit',
    from,
    basis,
    ...(parent === undefined ? {} : { parentId: parent.id }),
    ...(code === undefined ? {} : { code }),
    ...(areaCode === undefined || kind === 'unit' ? {} : { areaCode }),
    ...(counter === undefined ? {} : { counter }),
    ...(state === undefined || code === undefined ? {} : { codeStatus: state.state.codeStatus }),
  }
  return byColumns(agencyColumns, async () => {
    if (state === undefined) {
      await addAgency(parts, visitor, told)
      return 'new'
    }
    await changeAgency(parts, visitor, state.id, { revision: state.revision, ...told })
    return 'changed'
  })
}

const officerColumns = { subject: 'A', name: 'B', agencyId: 'C', title: 'D', from: 'E', basis: 'F' }

async function officerRow(run: Run, row: WorkbookRow): Promise<Done> {
  const { parts, visitor } = run
  const cells = new Cells(row)
  const subject = cells.needed('A')
  const name = cells.needed('B')
  const agency = agencyIn(run, cells, 'C')
  const title = cells.text('D')
  cells.refuse()
  const officer = await byColumns(officerColumns, () => findAdministeredOfficer(parts, visitor, subject))
  const held = officer?.positions.find((one) => one.agency.id === agency?.id && one.to === null)
  const isNamed = officer?.name === name
  const isPlaced = title === undefined || held?.title === title
  if (officer !== undefined && isNamed && isPlaced) return 'same'
  const basis = cells.needed('F', 3)
  cells.fit('A', { shortest: 2, longest: 100, pattern: /^[a-zA-Z0-9][a-zA-Z0-9._@-]+$/ })
  cells.fit('B', { shortest: 2, longest: 200 })
  cells.fit('D', { shortest: 2, longest: 200 })
  const needsDay = officer === undefined || !isPlaced
  const from = needsDay ? cells.neededDay('E') : ''
  if (needsDay && agency === undefined) cells.wrong('C', 'administration.cell-missing')
  cells.refuse()
  const agencyId = agency?.id ?? ''
  return byColumns(officerColumns, async () => {
    if (officer === undefined) {
      const roles = rolesAt(run, subject, agency?.key ?? '')
      if (roles.length === 0) cells.wrong('A', 'administration.role-missing')
      cells.refuse()
      await enterOfficer(parts, visitor, {
        subject,
        name,
        agencyId,
        roles,
        from,
        basis,
        ...(title === undefined ? {} : { title }),
      })
      run.entered.add(subject)
      return 'new'
    }
    let { revision } = officer
    if (!isNamed) {
      revision = (await renameOfficer(parts, visitor, officer.id, { revision, name, basis })).revision
    }
    if (!isPlaced && title !== undefined) {
      await setPosition(parts, visitor, officer.id, { revision, agencyId, title, from, basis })
    }
    return 'changed'
  })
}

function rolesAt({ rolesOf }: Run, subject: string, key: string) {
  const told = (rolesOf.get(subject) ?? []).filter(({ agency }) => agency === key)
  const roles = ['reception', 'case-officer', 'approver', 'leader', 'administrator', 'operator'] as const
  return roles.filter((role) => told.some((one) => one.role === roleWords[role]))
}

function agencyIn({ agencies }: Run, cells: Cells, column: string) {
  const key = cells.text(column)
  const agency = key === undefined ? undefined : agencies.get(key)
  if (key !== undefined && agency === undefined) cells.wrong(column, 'administration.unknown-agency')
  return agency
}

const roleColumns = { subject: 'A', agencyId: 'B', role: 'C', from: 'D', to: 'E', on: 'E', basis: 'F' }

async function roleRow(run: Run, row: WorkbookRow): Promise<Done> {
  const { parts, visitor } = run
  const cells = new Cells(row)
  const subject = cells.needed('A')
  cells.needed('B')
  const agency = agencyIn(run, cells, 'B')
  const role = cells.choice('C', roleWords)
  const from = cells.neededDay('D')
  const to = cells.dayAfter('E')
  cells.refuse()
  const officer = await byColumns(roleColumns, () => findAdministeredOfficer(parts, visitor, subject))
  if (officer === undefined) cells.wrong('A', 'administration.unknown-account')
  cells.refuse()
  if (officer === undefined || agency === undefined || role === undefined) return 'same'
  const held = officer.assignments.find(
    (one) => one.agency.id === agency.id && one.role === role && one.from === from,
  )
  if (held !== undefined && (held.to ?? undefined) === to) return run.entered.has(subject) ? 'new' : 'same'
  const ends = held?.to ?? null
  if (ends !== null && (to === undefined || to > ends)) cells.wrong('E', 'administration.cannot-prolong')
  const basis = cells.needed('F', 3)
  cells.refuse()
  const { id, revision } = officer
  return byColumns(roleColumns, async () => {
    if (held === undefined) {
      const told = { revision, agencyId: agency.id, role, from, basis }
      await assignRole(parts, visitor, id, { ...told, ...(to === undefined ? {} : { to }) })
      return 'new'
    }
    await endRole(parts, visitor, id, held.id, { revision, on: to ?? '', basis })
    return 'changed'
  })
}

const dayColumns = { agencyId: 'A', date: 'B', kind: 'C', name: 'D', basis: 'E' }

async function dayRow(run: Run, row: WorkbookRow): Promise<Done> {
  const { parts, visitor } = run
  const cells = new Cells(row)
  const agency = agencyIn(run, cells, 'A')
  const date = cells.neededDay('B')
  const kind = cells.choice('C', dayWords)
  const name = cells.needed('D')
  const basis = cells.needed('E', 3)
  cells.fit('D', { shortest: 2, longest: 200 })
  cells.refuse()
  const { database, clock } = parts
  const calendar = agency
    ? await calendarFor(database, agency.id, clock())
    : await getCalendar(database, COMMON_CALENDAR)
  const told = calendar.exceptions.find((one) => one.date === date)
  const isSameKind = told !== undefined && (told.kind === 'rest') === (kind === 'rest')
  if (isSameKind && told.name === name) return 'same'
  return byColumns(dayColumns, async () => {
    await enterException(parts, visitor, calendar.key, {
      revision: calendar.revision ?? 1,
      date,
      kind: kind ?? 'rest',
      name,
      basis,
      ...(agency === undefined ? {} : { agencyId: agency.id }),
    })
    return told === undefined ? 'new' : 'changed'
  })
}
