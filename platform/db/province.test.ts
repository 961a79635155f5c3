import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../tests/database.ts'
import type { TestDatabase } from '../../tests/database.ts'
import { migrate, openDatabase, prepareProvince, schemaOf } from './index.ts'
import type { Connection, Database } from './index.ts'

let there: TestDatabase
let superuser: Database
const login = `login_${randomBytes(4).toString('hex')}`

beforeAll(async () => {
  there = await testDatabase()
  superuser = openDatabase(there.connection.superuser)
  await superuser.run(`CREATE ROLE ${login} LOGIN NOCREATEROLE`)
  await superuser.run(
    `GRANT CREATE ON DATABASE ${new URL(there.connection.app.url).pathname.slice(1)} TO ${login}`,
  )
})

afterAll(async () => {
  await superuser.run(`DROP OWNED BY ${login} CASCADE`)
  await superuser.run(`DROP ROLE ${login}`)
  await superuser.close()
  await there.drop()
})

function urlOf(user: string): string {
  const url = new URL(there.connection.superuser.url)
  url.username = user
  return url.href
}

async function whoAmI(connection: Connection) {
  const database = openDatabase(connection)
  try {
    return await database.one(
      'SELECT current_user AS role, session_user AS login, current_schema() AS schema',
    )
  } finally {
    await database.close()
  }
}

test('a province is a schema named after it', () => {
  expect(schemaOf('tay-ninh')).toBe('tay_ninh')
  for (const key of ['', 'Tây Ninh', 'tay_ninh', '-tay', 'tay--ninh', '1st', 'x; drop', 'a'.repeat(51)]) {
    expect(() => schemaOf(key)).toThrow('database.province-key')
  }
})

test('a province is prepared as often as one likes, by several at once', async () => {
  const options = { url: urlOf('postgres'), province: 'tinh-mot', signIn: true }
  const prepared = await Promise.all([
    prepareProvince(options),
    prepareProvince(options),
    prepareProvince(options),
  ])
  for (const access of prepared)
    expect(access).toMatchObject({ appRole: 'tinh_mot_app', separateRoles: true })
  const { owner, app } = prepared[0]
  const schema = 'tinh_mot'
  expect(await whoAmI(owner)).toEqual({ role: 'tinh_mot_owner', login: 'tinh_mot_owner', schema })
  expect(await whoAmI(app)).toEqual({ role: 'tinh_mot_app', login: 'tinh_mot_app', schema })
})

test('provinces of one name in two databases of a server share their roles, prepared at once or not', async () => {
  const other = await testDatabase()
  const inOther = new URL(other.connection.superuser.url)
  inOther.username = 'postgres'
  for (let round = 0; round < 8; round += 1) {
    const options = { province: `tinh-chung-${round}`, signIn: true }
    const prepared = await Promise.all(
      [urlOf('postgres'), inOther.href, urlOf('postgres'), inOther.href].map((url) =>
        prepareProvince({ ...options, url }),
      ),
    )
    const appRole = `tinh_chung_${round}_app`
    expect(prepared.map((access) => [access.appRole, access.separateRoles])).toEqual(
      Array.from({ length: 4 }, () => [appRole, true]),
    )
  }
  await other.drop()
})

test('where the roles may not sign in, they are assumed after signing in', async () => {
  const { owner, app } = await prepareProvince({
    url: urlOf('postgres'),
    province: 'tinh-hai',
    signIn: false,
  })
  const schema = 'tinh_hai'
  expect(await whoAmI(owner)).toEqual({ role: 'tinh_hai_owner', login: 'postgres', schema })
  expect(await whoAmI(app)).toEqual({ role: 'tinh_hai_app', login: 'postgres', schema })
})

test('two provinces in one database see nothing of each other', async () => {
  const first = await prepareProvince({ url: urlOf('postgres'), province: 'tinh-ba', signIn: true })
  const second = await prepareProvince({ url: urlOf('postgres'), province: 'tinh-bon', signIn: true })
  const text = 'CREATE TABLE person (id int); GRANT SELECT ON person TO app_role;'
  const migrations = [{ name: '0001_people', text, checksum: 'x' }]
  for (const access of [first, second]) await migrate({ ...access, migrations })
  const database = openDatabase(second.app)
  expect(await database.rows('SELECT * FROM person')).toEqual([])
  await expect(database.rows('SELECT * FROM tinh_ba.person')).rejects.toMatchObject({ code: '42501' })
  await database.close()
})

test('where making roles is forbidden, everything runs as the one role there is', async () => {
  const access = await prepareProvince({ url: urlOf(login), province: 'tinh-nam', signIn: false })
  expect(access).toMatchObject({ appRole: login, separateRoles: false })
  const text = 'CREATE TABLE person (id int); GRANT SELECT ON person TO app_role;'
  expect(await migrate({ ...access, migrations: [{ name: '0001_people', text, checksum: 'x' }] })).toEqual([
    '0001_people',
  ])
  expect(await whoAmI(access.app)).toEqual({ role: login, login, schema: 'tinh_nam' })
})

test('where making schemas is forbidden too, that is one clear problem', async () => {
  await superuser.run(
    `REVOKE CREATE ON DATABASE ${new URL(there.connection.app.url).pathname.slice(1)} FROM ${login}`,
  )
  await expect(
    prepareProvince({ url: urlOf(login), province: 'tinh-sau', signIn: false }),
  ).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'database.schema-forbidden',
  })
})
