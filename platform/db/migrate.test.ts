import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../tests/database.ts'
import type { TestDatabase } from '../../tests/database.ts'
import { migrate, openDatabase, prepareProvince, readMigrations } from './index.ts'
import type { Database, ProvinceAccess } from './index.ts'

let there: TestDatabase
let folder: string
let access: ProvinceAccess
let superuser: Database
let database: Database

beforeAll(async () => {
  there = await testDatabase()
  superuser = openDatabase(there.connection.superuser)
})
afterAll(async () => {
  await superuser.close()
  await there.drop()
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ts-migrations-'))
  access = await prepareProvince({
    url: there.connection.superuser.url,
    province: 'tinh-moi',
    signIn: true,
  })
  database = openDatabase(access.app)
})
afterEach(async () => {
  await rm(folder, { recursive: true })
  await database.close()
  await superuser.run('DROP SCHEMA tinh_moi CASCADE')
})

const write = (name: string, text: string) => writeFile(join(folder, name), text)

async function run() {
  return await migrate({ ...access, migrations: await readMigrations(folder) })
}

test('migrations run in the order of their numbers, each once', async () => {
  await write('0002_people_key.sql', 'ALTER TABLE person ADD COLUMN key text;')
  await write('0001_people.sql', 'CREATE TABLE person (id int); GRANT SELECT ON person TO app_role;')
  await write('notes.txt', 'not a migration')
  expect(await run()).toEqual(['0001_people', '0002_people_key'])
  expect(await run()).toEqual([])
  await write('0003_people_name.sql', 'ALTER TABLE person ADD COLUMN name text;')
  expect(await run()).toEqual(['0003_people_name'])
  expect(await database.rows('SELECT id, key, name FROM person')).toEqual([])
  expect(await database.rows('SELECT name FROM migration ORDER BY name')).toHaveLength(3)
})

test('app_role stands for the role of the program, which gets what is granted and no more', async () => {
  await write('0001_people.sql', 'CREATE TABLE person (id int); GRANT INSERT ON person TO app_role;')
  await run()
  expect(await database.run('INSERT INTO person VALUES (1)')).toBe(1)
  await expect(database.rows('SELECT * FROM person')).rejects.toMatchObject({ code: '42501' })
  await expect(database.run(`DELETE FROM migration`)).rejects.toMatchObject({ code: '42501' })
})

test('a migration that fails leaves nothing of itself, and says where', async () => {
  await write('0001_people.sql', 'CREATE TABLE person (id int);')
  await write('0002_people_key.sql', 'CREATE TABLE half (id int);\n\nALTER TABEL person ADD COLUMN key text;')
  await expect(run()).rejects.toThrow('0002_people_key.sql:3: syntax error at or near "TABEL"')
  await write('0002_people_key.sql', 'CREATE TABLE half (id int);')
  expect(await run()).toEqual(['0002_people_key'])
})

test('a file that changed after it ran is a conflict', async () => {
  await write('0001_people.sql', 'CREATE TABLE person (id int);')
  await run()
  await write('0001_people.sql', 'CREATE TABLE person (id bigint);')
  await expect(run()).rejects.toMatchObject({
    kind: 'conflict',
    code: 'database.migration-changed',
    meta: { name: '0001_people' },
  })
})

test('a new migration never stands before one that ran', async () => {
  await write('0002_people.sql', 'CREATE TABLE person (id int);')
  await run()
  await write('0001_agencies.sql', 'CREATE TABLE agency (id int);')
  await expect(run()).rejects.toMatchObject({
    kind: 'conflict',
    code: 'database.migration-out-of-order',
    meta: { name: '0001_agencies', after: '0002_people' },
  })
})

test('an older program does not touch a newer database', async () => {
  await write('0001_people.sql', 'CREATE TABLE person (id int);')
  await write('0002_agencies.sql', 'CREATE TABLE agency (id int);')
  await run()
  await rm(join(folder, '0002_agencies.sql'))
  await expect(run()).rejects.toMatchObject({ kind: 'conflict', code: 'database.newer-than-program' })
})

test.each([['people.sql'], ['001_people.sql'], ['0001-people.sql'], ['0001_People.sql']])(
  'a migration is not called %s',
  async (name) => {
    await write(name, 'SELECT 1;')
    await expect(run()).rejects.toMatchObject({ code: 'database.migration-name', meta: { name } })
  },
)

test('two migrations never share a number', async () => {
  await write('0001_people.sql', 'SELECT 1;')
  await write('0001_agencies.sql', 'SELECT 1;')
  await expect(run()).rejects.toMatchObject({ code: 'database.migration-name' })
})

test('any number of processes may start at once: each migration runs once', async () => {
  await write('0001_people.sql', 'CREATE TABLE person (id int);')
  await write('0002_people_key.sql', 'ALTER TABLE person ADD COLUMN key text;')
  const ran = await Promise.all([run(), run(), run(), run()])
  expect(ran.flat()).toEqual(['0001_people', '0002_people_key'])
})

test('a migration does not queue for ever behind a long transaction', async () => {
  await write('0001_people.sql', 'CREATE TABLE person (id int);')
  await run()
  await write(
    '0002_people_key.sql',
    `SET LOCAL lock_timeout = '50ms'; ALTER TABLE person ADD COLUMN key text;`,
  )
  await superuser.transact(async (tx) => {
    await tx.run('LOCK TABLE tinh_moi.person')
    await expect(run()).rejects.toThrow('0002_people_key.sql: canceling statement due to lock timeout')
  })
  expect(await run()).toEqual(['0002_people_key'])
})

/** A pooler like pgbouncer with `ignore_startup_parameters = options`: what a connection asks for at its start is dropped. */
async function poolerThatDropsOptions(address: string): Promise<{ url: string; close: () => void }> {
  const url = new URL(address)
  const pooler = createServer((client) => {
    const server = connect(`${url.searchParams.get('host')}/.s.PGSQL.${url.port}`)
    client.once('data', (startup: Buffer) => {
      const words = startup.subarray(8).toString().split('\0')
      const at = words.indexOf('options')
      const rest = Buffer.from(words.toSpliced(at, 2).join('\0'))
      const head = Buffer.from(startup.subarray(0, 8))
      head.writeInt32BE(rest.length + 8)
      server.write(Buffer.concat([head, rest]))
      client.pipe(server).pipe(client)
    })
    client.on('error', () => server.destroy())
    server.on('error', () => client.destroy())
  }).listen(0, '127.0.0.1')
  await once(pooler, 'listening')
  const { port } = pooler.address() as AddressInfo
  const { username, pathname } = url
  return { url: `postgres://${username}@127.0.0.1:${port}${pathname}`, close: () => pooler.close() }
}

test('a connection whose settings are dropped on the way is refused before anything is written', async () => {
  const pooler = await poolerThatDropsOptions(access.owner.url)
  await write('0001_people.sql', 'CREATE TABLE person (id int);')
  const migrations = await readMigrations(folder)
  const owner = { url: pooler.url, schema: 'tinh_moi' }
  await expect(migrate({ ...access, owner, migrations })).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'database.wrong-schema',
  })
  pooler.close()
})
