import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { decideProvinceMode } from '../../platform/auth/index.ts'
import { parseContent } from '../../platform/content/index.ts'
import { loadedProvince, type LoadedProvince } from '../../tests/province.ts'
import {
  admitOfficer,
  agenciesWithRole,
  DemoPeople,
  findPersonByNationalId,
  getOfficer,
  getPerson,
  hasRole,
  listOfficersAt,
  loadDemoPeople,
  readDemoPeople,
  recordPerson,
  upsertPersonFromSignIn,
  visitorOf,
} from './index.ts'

const at = new Date('2026-11-20T02:00:00Z')
const folder = new URL('../../content/tay-ninh', import.meta.url).pathname

let given: LoadedProvince

beforeAll(async () => {
  given = await loadedProvince(at)
  await given.database.transact((tx) => decideProvinceMode(tx, at, undefined))
})

afterAll(() => given.drop())

const claims = { subject: 'acct-1', nationalId: '072085990101', name: 'Lê Văn Tám', birthOn: '1985-02-01' }

test('whoever signs in becomes known by the national id, and keeps one identity', async () => {
  const first = await given.database.transact((tx) => upsertPersonFromSignIn(tx, at, claims))
  const renamed = { ...claims, name: 'Lê Văn Tám (đổi tên)', birthOn: null }
  const second = await given.database.transact((tx) => upsertPersonFromSignIn(tx, at, renamed))
  expect(second).toEqual({ ...first, name: 'Lê Văn Tám (đổi tên)' })
  expect(await findPersonByNationalId(given.database, '072085990101')).toEqual(second)
  expect(await getPerson(given.database, first.id)).toEqual(second)
})

test('a person known from a counter is the same person when they sign in', async () => {
  const known = { kind: 'citizen', nationalId: '080190990102', name: 'Trần Thị Ba' } as const
  const atCounter = { ...known, birthOn: null, phone: '0', email: null }
  const recorded = await given.database.transact((tx) => recordPerson(tx, at, atCounter))
  const signedIn = await given.database.transact((tx) =>
    upsertPersonFromSignIn(tx, at, {
      ...claims,
      subject: 'acct-2',
      nationalId: '080190990102',
      name: 'Trần Thị Bá',
    }),
  )
  expect(signedIn).toMatchObject({ id: recorded.id, name: 'Trần Thị Bá', phone: '0' })
  const again = await given.database.transact((tx) => recordPerson(tx, at, atCounter))
  expect(again).toEqual(signedIn)
})

test('names are kept in one Unicode form, whichever way they were typed', async () => {
  const person = await given.database.transact((tx) =>
    upsertPersonFromSignIn(tx, at, {
      subject: 'acct-nfd',
      nationalId: '072085990103',
      name: 'Nguyễn Hoà'.normalize('NFD'),
      birthOn: null,
    }),
  )
  expect(person.name).toBe('Nguyễn Hoà'.normalize('NFC'))
})

test('one account never takes another national id, nor one national id another account', async () => {
  await given.database.transact((tx) => upsertPersonFromSignIn(tx, at, claims))
  const taken = { kind: 'conflict', code: 'people.subject-of-another' }
  const otherId = { ...claims, nationalId: '072085990109' }
  const otherAccount = { ...claims, subject: 'acct-9' }
  for (const wrong of [otherId, otherAccount]) {
    await expect(
      given.database.transact((tx) => upsertPersonFromSignIn(tx, at, wrong)),
    ).rejects.toMatchObject(taken)
  }
})

test('two sign-ins of a new person at once make one person', async () => {
  const newcomer = { ...claims, subject: 'acct-3', nationalId: '072085990104' }
  const both = await Promise.all(
    [1, 2].map(() => given.database.transact((tx) => upsertPersonFromSignIn(tx, at, newcomer))),
  )
  expect(both[0]).toEqual(both[1])
})

test('the demo people are loaded once however often they are loaded, officers with their agencies', async () => {
  const content = await readDemoPeople(folder)
  const count =
    'SELECT (SELECT count(*) FROM person) AS people, (SELECT count(*) FROM officer_assignment) AS held'
  await given.database.transact((tx) => loadDemoPeople(tx, at, content))
  const first = await given.database.one(count)
  await given.database.transact((tx) => loadDemoPeople(tx, at, content))
  expect(await given.database.one(count)).toEqual(first)
  const longAn = await given.agencyId('ubnd-27694')
  const officers = await listOfficersAt(given.database, longAn, '2026-11-20')
  expect(officers.flatMap(({ assignments }) => assignments.map(({ role }) => role)).toSorted()).toEqual([
    'administrator',
    'approver',
    'case-officer',
    'reception',
  ])
  expect(await listOfficersAt(given.database, longAn, '2025-06-30')).toEqual([])
})

test('the demo shows enough: citizens, counters of the centre and of five communes, leaders and an operator', async () => {
  const { citizens, officers } = (await readDemoPeople(folder)).value
  expect(citizens.length).toBeGreaterThanOrEqual(6)
  expect(new Set(citizens.map(({ nationalId }) => nationalId)).size).toBe(citizens.length)
  for (const { nationalId, birthOn } of citizens) {
    // Fourth digit: century and sex (even male, odd female); fifth and sixth: year of birth (NĐ 137/2015 Đ13).
    expect(nationalId.slice(4, 6)).toBe(birthOn.slice(2, 4))
    expect(Number(nationalId[3]) >= 2).toBe(birthOn >= '2000')
  }
  const held = Map.groupBy(
    officers.flatMap(({ assignments }) => assignments),
    ({ agency }) => agency,
  )
  const counterRoles = ['reception', 'case-officer', 'approver']
  const whole = [...held.values()].filter((assignments) =>
    counterRoles.every((role) => assignments.some((held) => held.role === role)),
  )
  expect(whole.length).toBeGreaterThanOrEqual(6)
})

test('a national id outside the simulated range is refused, and so is an agency that is not there', async () => {
  const good = `
citizens: [{ subject: a, nationalId: "072085990001", name: A, birthOn: 1985-01-01, assurance: 2, tries: T }]
officers: [{ subject: o, name: O, tries: T, assignments: [{ agency: no-such, role: leader, from: 2025-07-01 }] }]`
  const real = good.replace('072085990001', '072085123456')
  expect(() => parseContent(real, 'people.yaml', DemoPeople)).toThrow('content.invalid')
  const content = parseContent(good, 'people.yaml', DemoPeople)
  await expect(given.database.transact((tx) => loadDemoPeople(tx, at, content))).rejects.toMatchObject({
    code: 'content.invalid',
    meta: { errors: [{ code: 'broken-reference', line: 3 }] },
  })
})

test('a visitor is an officer with the roles in force that day', async () => {
  const session = { issuer: 'officer', subject: 'trinh-thi-ut', assurance: null } as const
  const agency = await given.agencyId('ubnd-27937')
  const [in2025, in2026] = [
    await visitorOf(given.database, session, '2025-12-31'),
    await visitorOf(given.database, session, '2026-01-01'),
  ]
  expect([hasRole(in2025, 'reception', agency), hasRole(in2025, 'case-officer', agency)]).toEqual([
    true,
    false,
  ])
  expect([hasRole(in2026, 'reception', agency), hasRole(in2026, 'case-officer', agency)]).toEqual([
    true,
    true,
  ])
  expect(hasRole(in2026, 'reception', newId())).toBe(false)
  expect(agenciesWithRole(in2026, ['reception', 'case-officer'])).toEqual([agency])
  expect(agenciesWithRole({ kind: 'anonymous' }, ['reception'])).toEqual([])
})

test('a visitor is a citizen with the assurance of this sign-in, and nobody when unknown', async () => {
  const session = { issuer: 'citizen', subject: 'acct-1', assurance: 2 } as const
  expect(await visitorOf(given.database, session, '2026-11-20')).toMatchObject({
    kind: 'citizen',
    assurance: 2,
  })
  const unknown = { ...session, subject: 'nobody' }
  expect(await visitorOf(given.database, unknown, '2026-11-20')).toEqual({ kind: 'anonymous' })
  const officer = { ...session, issuer: 'officer' } as const
  expect(await visitorOf(given.database, officer, '2026-11-20')).toEqual({ kind: 'anonymous' })
})

test('an officer signs in only while an assignment is in force', async () => {
  const officer = await admitOfficer(given.database, 'nguyen-thi-lan', '2026-11-20')
  expect(await getOfficer(given.database, officer.id)).toEqual(officer)
  await expect(admitOfficer(given.database, 'nguyen-thi-lan', '2025-06-30')).rejects.toMatchObject({
    code: 'people.officer-without-role',
  })
  await expect(admitOfficer(given.database, 'stranger', '2026-11-20')).rejects.toMatchObject({
    code: 'people.officer-unknown',
  })
})

test('the same role at the same agency is not held twice at once', async () => {
  const officer = await admitOfficer(given.database, 'nguyen-thi-lan', '2026-11-20')
  const twice = given.database.run(
    `INSERT INTO officer_assignment (id, officer_id, agency_id, role, valid_from)
     SELECT $1, officer_id, agency_id, role, '2026-01-01' FROM officer_assignment WHERE officer_id = $2`,
    [newId(), officer.id],
  )
  await expect(twice).rejects.toThrow('exclusion constraint')
})

test('a real province refuses simulated people', async () => {
  const real = await loadedProvince(at)
  try {
    await real.database.transact((tx) => decideProvinceMode(tx, at, 'real'))
    const content = await readDemoPeople(folder)
    await expect(real.database.transact((tx) => loadDemoPeople(tx, at, content))).rejects.toMatchObject({
      code: 'people.demo-in-real-province',
    })
    expect(await real.database.one('SELECT count(*) AS people FROM person')).toEqual({ people: 0 })
  } finally {
    await real.drop()
  }
})
