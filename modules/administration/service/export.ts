import { addDays, localDateOf } from '../../../kernel/dates.ts'
import type { OfficerVisitor } from '../../../platform/http/index.ts'
import { writeWorkbook } from '../../../platform/workbook/index.ts'
import { administeredAgencies, administers, listAgencies } from '../../agencies/index.ts'
import { getCalendar } from '../../calendars/index.ts'
import { listAdministeredOfficers, readOfficer, type OfficerPage } from '../../people/index.ts'
import { listAreas } from '../../territory/index.ts'
import type { AdministrationParts } from './parts.ts'
import { COMMON_CALENDAR } from './rows.ts'
import { columns, dayWords, kindWords, roleWords, sheets, type Sheet } from './template.ts'

const PAGE = 200

const shown = (day: string | null) => (day === null ? '' : day.split('-').toReversed().join('/'))
const lastDay = (to: string | null) => (to === null ? '' : shown(addDays(to, -1)))

/** The workbook of all that the visitor administers, as it is today; brought back unchanged it changes nothing. */
export async function exportWorkbook(parts: AdministrationParts, visitor: OfficerVisitor): Promise<Buffer> {
  const { database, clock } = parts
  const today = localDateOf(clock())
  const [administered, all, areas, calendar, officers] = await Promise.all([
    administeredAgencies(database, visitor, today),
    listAgencies(database, today),
    listAreas(database, today),
    getCalendar(database, COMMON_CALENDAR),
    everyOfficer(parts, visitor),
  ])
  const keyOf = new Map(all.map(({ id, key }) => [id, key]))
  const codeOf = new Map(areas.map(({ id, code }) => [id, code]))
  const own = all.filter(({ id }) => administers(administered, id))
  const keys = own.map(({ key }) => key)
  const rows: Readonly<Record<Sheet, readonly (readonly string[])[]>> = {
    agencies: own.map(({ key, name, kind, parentId, code, areaId, counter }) => [
      key,
      name,
      kindWords[kind],
      keyOf.get(parentId ?? '') ?? '',
      code ?? '',
      codeOf.get(areaId ?? '') ?? '',
      counter ?? '',
      '',
      '',
    ]),
    officers: officers.flatMap(({ subject, name, positions }) => {
      const open = positions.filter(
        ({ to, agency }) => to === null && keys.includes(keyOf.get(agency.id) ?? ''),
      )
      const held = open.length > 0 ? open : [undefined]
      return held.map((one) => [
        subject,
        name,
        keyOf.get(one?.agency.id ?? '') ?? '',
        one?.title ?? '',
        '',
        '',
      ])
    }),
    roles: officers.flatMap(({ subject, assignments }) =>
      assignments
        .filter(({ agency }) => keys.includes(keyOf.get(agency.id) ?? ''))
        .map(({ agency, role, from, to, basis }) => [
          subject,
          keyOf.get(agency.id) ?? '',
          roleWords[role],
          shown(from),
          lastDay(to),
          basis ?? '',
        ]),
    ),
    days: calendar.exceptions
      .filter(({ date }) => date >= `${today.slice(0, 4)}-01-01`)
      .map(({ date, kind, name, source }) => ['', shown(date), dayWords[kind], name, source]),
  }
  const choices: Readonly<Record<string, readonly string[]>> = {
    'Mã cơ quan': keys,
    'Trực thuộc': keys,
    Loại: Object.values(kindWords),
    'Vai trò': Object.values(roleWords),
    'Là ngày': Object.values(dayWords),
  }
  return writeWorkbook(
    (['agencies', 'officers', 'roles', 'days'] as const).map((sheet) => ({
      name: sheets[sheet],
      columns: columns[sheet].map((column, index) => {
        const isOwnKey = sheet === 'agencies' && index === 0
        const list = isOwnKey ? undefined : choices[column.header]
        return { ...column, ...(list === undefined ? {} : { choices: list }) }
      }),
      rows: rows[sheet],
    })),
  )
}

async function everyOfficer(
  { database, clock }: AdministrationParts,
  visitor: OfficerVisitor,
): Promise<readonly OfficerPage[]> {
  const parts = { database, clock }
  const pages: OfficerPage[] = []
  for (let after: string | null | undefined; after !== null;) {
    const query = { limit: PAGE, ...(after === undefined ? {} : { after }) }
    const { items, next } = await listAdministeredOfficers(parts, visitor, query)
    for (const { id } of items) pages.push(await readOfficer(parts, visitor, id))
    after = next
  }
  return pages
}
