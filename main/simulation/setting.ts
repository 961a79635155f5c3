import { addDays, localDateOf, nextMonth, monthOf, type LocalDate } from '../../kernel/dates.ts'
import { Problem } from '../../kernel/problem.ts'
import type { WorkCalendar } from '../../kernel/working-time/index.ts'
import { listAgencies, type Agency } from '../../modules/agencies/index.ts'
import { calendarFor } from '../../modules/calendars/index.ts'
import { rightAnswers } from '../../modules/dossiers/service/procedure.ts'
import type { PartFile } from '../../modules/dossiers/store/parts.ts'
import { listOfficersAt, readDemoPeople, type Officer } from '../../modules/people/index.ts'
import * as officers from '../../modules/people/store/officers.ts'
import { listCurrentVersions, type ProcedureVersion } from '../../modules/procedures/index.ts'
import { listLastHashes } from '../../modules/procedures/store.ts'
import { complete, describeProcess, start, type ProcessGraph } from '../../platform/process/index.ts'
import type { Province } from '../province.ts'
import { answersTo } from './answers.ts'
import { demoFiles } from './files.ts'
import { nameOf, readDemoNames, type DemoNames, type Sex } from './people.ts'
import { randomOf, weighted, type Random } from './random.ts'
import { WorkTime } from './work-time.ts'

/** What of a province a simulation works with. */
export type Place = Pick<Province, 'database' | 'clock' | 'mode' | 'contentFolder' | 'dossiers'>

/** A procedure that people bring dossiers of. */
export interface Brought {
  readonly version: ProcedureVersion
  readonly weight: number
  readonly caseKey: string
  /** What to say at each task to come to the end. */
  readonly ways: ReadonlyMap<string, readonly string[]>
}

export type Duty = 'reception' | 'case-officer' | 'approver'

export interface Office {
  readonly agency: Agency & { readonly code: string }
  readonly place: string
  readonly weight: number
  /** How many of its dossiers are late. */
  readonly lateness: number
  readonly officers: Readonly<Record<Duty, string>>
  readonly calendar: WorkCalendar
  readonly work: WorkTime
  /** Those in force on a day. */
  readonly choose: (day: LocalDate, random: Random) => Brought | undefined
}

/** The province as a simulation finds it. */
export interface Setting {
  readonly from: LocalDate
  readonly until: Date
  readonly names: DemoNames
  readonly files: readonly PartFile[]
  readonly offices: readonly Office[]
}

/** How often what is asked for; whatever is not named here comes now and then. */
const OFTEN: Readonly<Record<string, number>> = {
  '2.000815': 20,
  '1.001193': 16,
  '1.004873': 14,
  '1.001612': 22,
  '1.000894': 9,
  '1.000656': 7,
  '1.013225': 8,
  '1.014028': 3,
  '1.003622': 0.3,
}

const DUTIES: readonly Duty[] = ['reception', 'case-officer', 'approver']
const SINCE = '2025-07-01'
/** Calendars reach as far as the state has announced its holidays. */
const DAYS_AFTER = 60

/** Gathers what a simulation needs, and enters officers where an agency has none for a duty. Problem 'simulation.nothing-to-bring'. */
export async function settingOf(
  { database, contentFolder, dossiers: { files } }: Place,
  seed: number,
  months: number,
  until: Date,
): Promise<Setting> {
  const today = localDateOf(until)
  const from = firstDay(today, months)
  const names = await readDemoNames(contentFolder)
  const brought = await whatIsBrought(database, names, today)
  const agencies = (await listAgencies(database, today, ['commune-committee', 'service-centre'])).filter(
    hasCode,
  )
  const demo = (await readDemoPeople(contentFolder)).value.officers
  const staffed = new Set(demo.flatMap(({ assignments }) => assignments.map(({ agency }) => agency)))
  const offices: Office[] = []
  const workTimes = new Map<string, { calendar: WorkCalendar; work: WorkTime }>()
  for (const [index, agency] of agencies.toSorted((a, b) => (a.key < b.key ? -1 : 1)).entries()) {
    const random = randomOf(seed, 1_000_000 + index)
    const known = await listOfficersAt(database, agency.id, today)
    const calendar = await calendarFor(database, agency.id, until)
    const kept = workTimes.get(calendar.key) ?? { calendar, work: workTimeOf(calendar, from, today) }
    workTimes.set(calendar.key, kept)
    const own = brought.filter(({ version }) => isReceivedBy(version, agency))
    if (own.length === 0) continue
    const chooser = weighted(own, ({ weight }) => weight)
    offices.push({
      agency,
      place: agency.name.replace(/^.*?(?=(xã|phường|tỉnh) )/iu, ''),
      // Wards have more people than communes, and where officers may be tried out there is something to do.
      weight:
        (/phường/iu.test(agency.name) ? 1.9 : 1) *
        (0.5 + random.next()) *
        (staffed.has(agency.key) ? 2.5 : 1),
      lateness: random.chance(0.15) ? 0.12 + 0.12 * random.next() : 0.02 + 0.07 * random.next(),
      officers: await officersOf(database, agency, known, names, random, until),
      ...kept,
      choose: (day, choice) => {
        for (let tries = 0; tries < 40; tries += 1) {
          const one = chooser(choice)
          if (one.version.validFrom <= day) return one
        }
        return own.find(({ version }) => version.validFrom <= day)
      },
    })
  }
  if (offices.length === 0) throw new Problem('conflict', 'simulation.nothing-to-bring')
  return { from, until, names, files: await demoFiles(files), offices }
}

function firstDay(today: LocalDate, months: number): LocalDate {
  const month = nextMonth(monthOf(today), -months)
  const wanted = addDays(`${month}-01`, Number(today.slice(8)) - 1)
  return wanted < SINCE ? SINCE : wanted
}

function workTimeOf(calendar: WorkCalendar, from: LocalDate, today: LocalDate): WorkTime {
  const last = addDays(today, DAYS_AFTER)
  const covered = addDays(calendar.coveredTo, -1)
  return new WorkTime(calendar, from, today, last < covered ? last : covered)
}

const hasCode = (agency: Agency): agency is Agency & { readonly code: string } => agency.code !== null

function isReceivedBy({ declaration: { agencies, level } }: ProcedureVersion, { kind }: Agency): boolean {
  if (!agencies.receiving.some((receiving) => receiving === kind)) return false
  return kind !== 'service-centre' || level === 'province'
}

async function whatIsBrought(
  database: Province['database'],
  names: DemoNames,
  today: LocalDate,
): Promise<readonly Brought[]> {
  const codes = await listLastHashes(database)
  const versions = await listCurrentVersions(database, [...codes.keys()], today)
  return versions
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .flatMap((version) => {
      const { declaration, process } = version
      const [first] = declaration.cases
      const isOurs = declaration.sharedForm === undefined && declaration.sharedProcess === undefined
      if (!declaration.offered || !isOurs || process === null || first === undefined) return []
      return canBeAnswered(version, names)
        ? [{ version, weight: OFTEN[version.code] ?? 1, caseKey: first.key, ways: waysThrough(process) }]
        : []
    })
}

function canBeAnswered(version: ProcedureVersion, names: DemoNames): boolean {
  const person = {
    id: '',
    kind: 'citizen',
    nationalId: '072085990001',
    name: 'Nguyễn Văn An',
    birthOn: '1985-03-12',
    phone: null,
    email: null,
  } as const
  try {
    rightAnswers(
      version,
      answersTo(version, { person, area: 'xã', day: version.validFrom, names, random: randomOf(1, 1) }),
    )
    return true
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}

/** What to say at each task to come to each end the shortest way. */
function waysThrough(graph: ProcessGraph): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>()
  const tasks = new Map(describeProcess(graph).map((task) => [task.node, task]))
  const at = new Date(0)
  let id = 0
  const nextId = () => String((id += 1))
  let reached = [{ state: start(graph, at, nextId).state, said: [] as readonly string[] }]
  const seen = new Set<string>()
  while (reached.length > 0) {
    const further: typeof reached = []
    for (const { state, said } of reached) {
      const [open] = state.tasks
      if (open === undefined || seen.has(open.node)) continue
      seen.add(open.node)
      const values = tasks.get(open.node)?.asks.find(({ name }) => name === 'outcome')?.values ?? []
      for (const value of values.length === 0 ? ['done'] : values) {
        const outcome = String(value)
        const next = complete(graph, state, open.id, { outcome }, at, nextId).state
        const way = [...said, outcome]
        if (next.ended) {
          if (next.end !== null && !ways.has(next.end)) ways.set(next.end, way)
        } else further.push({ state: next, said: way })
      }
    }
    reached = further
  }
  return ways
}

async function officersOf(
  database: Province['database'],
  agency: Agency,
  known: readonly Officer[],
  names: DemoNames,
  random: Random,
  at: Date,
): Promise<Office['officers']> {
  const ids: Partial<Record<Duty, string>> = {}
  for (const role of DUTIES) {
    const holder = known.find(({ assignments }) =>
      assignments.some((held) => held.role === role && held.agencyId === agency.id),
    )
    const sex: Sex = random.chance(0.55) ? 'female' : 'male'
    const name = nameOf(names, sex, random)
    ids[role] =
      holder?.id ??
      (await database.transact(async (tx) => {
        const officer = await officers.enterOfficer(tx, at, `mo-phong-${agency.key}-${role}`, name)
        if (officer.assignments.length === 0)
          await officers.addAssignment(tx, officer.id, { agencyId: agency.id, role, from: SINCE, to: null })
        return officer.id
      }))
  }
  const { reception = '', approver = '' } = ids
  return { reception, 'case-officer': ids['case-officer'] ?? '', approver }
}
