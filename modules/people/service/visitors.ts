import type { LocalDate } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { SignedIn } from '../../../platform/auth/index.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { grouped } from '../../../platform/grouping/index.ts'
import { anonymous, type Visitor } from '../../../platform/http/index.ts'
import { ledAgencies, predecessorsOf } from '../../agencies/index.ts'
import type { Role } from '../contract.ts'
import type { CitizenClaims, Officer, Person } from '../domain.ts'
import { rightsOn } from '../domain.ts'
import * as officers from '../store/officers.ts'
import * as store from '../store/people.ts'

/**
 * The visitor behind a session on a day: a citizen by the account, an officer with the roles held or carried.
 * Somebody who is no longer known is anonymous.
 */
export function visitorOf(db: Db, session: SignedIn, on: LocalDate): Promise<Visitor> {
  return visitorBy(db, (subject) => store.findPersonBySubject(db, subject), session, on)
}

/** As `visitorOf`, citizens who ask at the same time being looked up together. */
export function visitors(db: Db): (session: SignedIn, on: LocalDate) => Promise<Visitor> {
  const personOf = grouped((subjects: readonly string[]) => store.findPersonsBySubject(db, subjects))
  return (session, on) => visitorBy(db, personOf, session, on)
}

async function visitorBy(
  db: Db,
  personOf: (subject: string) => Promise<Person | undefined>,
  { issuer, subject, assurance }: SignedIn,
  on: LocalDate,
): Promise<Visitor> {
  if (issuer === 'citizen') {
    const person = await personOf(subject)
    return person ? { kind: 'citizen', personId: person.id, name: person.name, assurance } : anonymous
  }
  const officer = await officers.findOfficerBySubject(db, subject)
  if (officer === undefined) return anonymous
  const roles = await withPredecessors(db, rightsOn(officer, on), on)
  const leads = await ledAgencies(db, { roles }, on)
  return { kind: 'officer', officerId: officer.id, name: officer.name, roles, leads }
}

/** A duty at an agency is a duty for those that it has taken the place of: work goes on when agencies merge. */
async function withPredecessors(
  db: Db,
  held: readonly { readonly agencyId: string; readonly role: Role }[],
  on: LocalDate,
): Promise<{ readonly agencyId: string; readonly role: Role }[]> {
  const roles = held.map(({ agencyId, role }) => ({ agencyId, role }))
  const before = await predecessorsOf(db, [...new Set(roles.map(({ agencyId }) => agencyId))], on)
  const carried = roles.flatMap(({ agencyId, role }) =>
    (before.get(agencyId) ?? []).map((predecessor) => ({ agencyId: predecessor, role })),
  )
  const isHeld = (one: (typeof roles)[number]) =>
    roles.some(({ agencyId, role }) => agencyId === one.agencyId && role === one.role)
  return [...roles, ...carried.filter((one) => !isHeld(one))]
}

/**
 * Makes the person who signed in known, by the national id that the issuer vouches for.
 * Problem 'people.subject-of-another' when that id belongs to another account, or the account to another id.
 */
export async function upsertPersonFromSignIn(tx: Tx, at: Date, claims: CitizenClaims): Promise<Person> {
  const known = await store.findPersonBySubject(tx, claims.subject)
  if (known && known.nationalId !== claims.nationalId) {
    throw new Problem('conflict', 'people.subject-of-another')
  }
  const person = await store.saveSignedInPerson(tx, at, { ...claims, name: claims.name.normalize('NFC') })
  if (person === undefined) throw new Problem('conflict', 'people.subject-of-another')
  return person
}

/**
 * The officer behind an account, to sign in on this day. Problems 'people.officer-unknown' when nobody entered
 * this account, 'people.officer-without-role' when no role is held or carried that day.
 */
export async function admitOfficer(db: Db, subject: string, on: LocalDate): Promise<Officer> {
  const officer = await officers.findOfficerBySubject(db, subject)
  if (officer === undefined) throw new Problem('forbidden', 'people.officer-unknown')
  if (rightsOn(officer, on).length === 0) {
    throw new Problem('forbidden', 'people.officer-without-role')
  }
  return officer
}

/** Problem 'people.person-missing'. */
export async function getPerson(db: Db, id: string): Promise<Person> {
  const person = await store.findPerson(db, id)
  if (person === undefined) throw new Problem('missing', 'people.person-missing')
  return person
}

/** Problem 'people.officer-missing'. */
export async function getOfficer(db: Db, id: string): Promise<Officer> {
  const officer = await officers.findOfficer(db, id)
  if (officer === undefined) throw new Problem('missing', 'people.officer-missing')
  return officer
}

export { listOfficersAt } from '../store/officers.ts'
export { findPersonByNationalId } from '../store/people.ts'

/** Whoever brings a dossier to a counter; somebody known by the national id stays as known. */
export async function recordPerson(tx: Tx, at: Date, person: Omit<Person, 'id'>): Promise<Person> {
  return store.savePerson(tx, at, { ...person, name: person.name.normalize('NFC') })
}

/** The persons among these ids; the caller records the reading of whatever it shows of them. */
export async function listPersons(db: Db, ids: readonly string[]): Promise<readonly Person[]> {
  return ids.length === 0 ? [] : store.listPersons(db, ids)
}

/** The officers among these ids, each with what was held or carried at any time. */
export async function listOfficersByIds(db: Db, ids: readonly string[]): Promise<readonly Officer[]> {
  return ids.length === 0 ? [] : officers.listOfficersByIds(db, ids)
}

/** The names of officers by id. */
export async function listOfficerNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  return new Map((await officers.listOfficerNames(db, ids)).map(({ id, name }) => [id, name]))
}
