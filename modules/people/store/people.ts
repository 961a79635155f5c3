import { newId } from '../../../kernel/ids.ts'
import { arrayOf, type Db, type Tx } from '../../../platform/db/index.ts'
import type { CitizenClaims, Person } from '../domain.ts'

const PERSON = `
  SELECT id, kind, national_id AS "nationalId", name, birth_on AS "birthOn", phone, email FROM person`

export function findPerson(db: Db, id: string): Promise<Person | undefined> {
  return db.maybe<Person>(`${PERSON} WHERE id = $1`, [id])
}

export function findPersonByNationalId(db: Db, nationalId: string): Promise<Person | undefined> {
  return db.maybe<Person>(`${PERSON} WHERE national_id = $1`, [nationalId])
}

export function findPersonBySubject(db: Db, subject: string): Promise<Person | undefined> {
  return db.maybe<Person>(`${PERSON} WHERE subject = $1`, [subject])
}

/** The citizens behind these accounts, in their order. */
export async function findPersonsBySubject(
  db: Db,
  subjects: readonly string[],
): Promise<readonly (Person | undefined)[]> {
  const rows = await db.rows<Person & { readonly subject: string }>(
    `SELECT subject, id, kind, national_id AS "nationalId", name, birth_on AS "birthOn", phone, email FROM person
     WHERE subject = ANY($1::text[])`,
    [subjects],
  )
  const bySubject = new Map(rows.map(({ subject, ...person }) => [subject, person]))
  return subjects.map((subject) => bySubject.get(subject))
}

const RETURNING = `
  RETURNING id, kind, national_id AS "nationalId", name, birth_on AS "birthOn", phone, email`

/** The issuer's word stands above what was known; absent when the number belongs to another account. */
export function saveSignedInPerson(tx: Tx, at: Date, claims: CitizenClaims): Promise<Person | undefined> {
  const { subject, nationalId, name, birthOn } = claims
  return tx.maybe<Person>(
    `INSERT INTO person (id, kind, national_id, subject, name, birth_on, recorded_at)
     VALUES ($1, 'citizen', $2, $3, $4, $5, $6)
     ON CONFLICT (national_id) DO UPDATE
       SET subject = excluded.subject, name = excluded.name, birth_on = coalesce(excluded.birth_on, person.birth_on)
       WHERE person.kind = 'citizen' AND coalesce(person.subject, excluded.subject) = excluded.subject
     ${RETURNING}`,
    [newId(at.getTime()), nationalId, subject, name, birthOn, at],
  )
}

/** Whoever is known by the number stays as known: a counter's word never replaces the issuer's. */
export async function savePerson(tx: Tx, at: Date, person: Omit<Person, 'id'>): Promise<Person> {
  const { kind, nationalId, name, birthOn, phone, email } = person
  const saved = await tx.maybe<Person>(
    `INSERT INTO person (id, kind, national_id, name, birth_on, phone, email, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (national_id) DO NOTHING
     ${RETURNING}`,
    [newId(at.getTime()), kind, nationalId, name, birthOn, phone, email, at],
  )
  return saved ?? tx.one<Person>(`${PERSON} WHERE national_id = $1`, [nationalId])
}

export async function setContact(tx: Tx, id: string, email: string): Promise<void> {
  await tx.run('UPDATE person SET email = $2 WHERE id = $1 AND email IS NULL', [id, email])
}

export function listPersons(db: Db, ids: readonly string[]): Promise<readonly Person[]> {
  return db.rows<Person>(`${PERSON} WHERE id = ANY($1::uuid[])`, [ids])
}

/** New people, of whom none is known by the number, in one statement. */
export async function insertPersons(db: Db, at: Date, persons: readonly Person[]): Promise<void> {
  if (persons.length === 0) return
  await db.run(
    `INSERT INTO person (id, kind, national_id, name, birth_on, phone, email, recorded_at)
     SELECT id, kind, national_id, name, birth_on, phone, email, $8
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::date[], $6::text[], $7::text[])
       AS person (id, kind, national_id, name, birth_on, phone, email)`,
    [
      arrayOf.uuid(persons.map(({ id }) => id)),
      arrayOf.text(persons.map(({ kind }) => kind)),
      arrayOf.text(persons.map(({ nationalId }) => nationalId)),
      arrayOf.text(persons.map(({ name }) => name)),
      arrayOf.date(persons.map(({ birthOn }) => birthOn)),
      arrayOf.text(persons.map(({ phone }) => phone)),
      arrayOf.text(persons.map(({ email }) => email)),
      at,
    ],
  )
}
