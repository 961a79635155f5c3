import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { testDatabase } from '../../tests/database.ts'
import type { TestDatabase } from '../../tests/database.ts'
import { openDatabase, violated } from './index.ts'
import type { Database, DatabaseOptions } from './index.ts'

let there: TestDatabase
let database: Database
let owner: Database

beforeAll(async () => {
  there = await testDatabase()
  ;({ database, owner } = there)
  await owner.run('CREATE TABLE thing (id int CONSTRAINT thing_key PRIMARY KEY, name text)')
  await owner.run('GRANT SELECT, INSERT, UPDATE, DELETE ON thing TO tinh_thu_app')
})
afterAll(() => there.drop())
beforeEach(() => owner.run('DELETE FROM thing'))

/** The work with a pool of its own, as the superuser or as said. */
async function withPool<T>(
  options: Partial<DatabaseOptions>,
  work: (pool: Database) => Promise<T>,
): Promise<T> {
  const pool = openDatabase({ ...there.connection.superuser, ...options })
  try {
    return await work(pool)
  } finally {
    await pool.close()
  }
}

const backend = (db: { one: Database['one'] }) => db.one<{ pid: number }>('SELECT pg_backend_pid() AS pid')
const terminate = (pid: number) =>
  withPool({}, (superuser) => superuser.run('SELECT pg_terminate_backend($1)', [pid]))
const count = async () => (await database.one<{ n: number }>('SELECT count(*) AS n FROM thing')).n
const unavailable = { name: 'Problem', kind: 'unavailable', code: 'database.unavailable' }

test('values come as days, exact numbers, instants and documents', async () => {
  const row = await database.one(
    `SELECT DATE '2026-02-17' AS day, 9007199254740991::int8 AS large, 12.50::numeric AS money,
      TIMESTAMPTZ '2026-02-17 08:30+07' AS instant, '{"a": [1]}'::jsonb AS document, NULL::int8 AS nothing,
      ARRAY[1, NULL]::int8[] AS larges, ARRAY[DATE '2026-02-17'] AS days, ARRAY[1.10]::numeric[] AS moneys`,
  )
  expect(row).toEqual({
    day: '2026-02-17',
    large: 9007199254740991,
    money: '12.50',
    instant: new Date('2026-02-17T01:30:00Z'),
    document: { a: [1] },
    nothing: null,
    larges: [1, null],
    days: ['2026-02-17'],
    moneys: ['1.10'],
  })
})

test('a whole number that would lose its exactness is an error', async () => {
  await expect(database.one('SELECT 9007199254740992::int8')).rejects.toThrow(RangeError)
  await expect(database.one('SELECT ARRAY[9007199254740992]::int8[]')).rejects.toThrow(RangeError)
})

test('an instant is read exactly, whatever its form', async () => {
  const texts = [
    '2026-11-24 03:04:05.678+00',
    '2026-11-24 10:04:05+07',
    '0044-03-15 12:00:00+00 BC',
    'infinity',
  ]
  const rows = await database.rows<{ at: Date | number; ms: number | null }>(
    `SELECT at, CASE WHEN isfinite(at) THEN extract(epoch FROM at)::float8 * 1000 END AS ms
     FROM unnest($1::timestamptz[]) AS at`,
    [texts],
  )
  expect(rows.map(({ at }) => (at instanceof Date ? at.getTime() : null))).toEqual(rows.map(({ ms }) => ms))
  expect(rows[3]?.at).toBe(Infinity)
})

test('days and instants go in as they come out', async () => {
  const instant = new Date('2026-02-16T17:00:00.123Z')
  const row = await database.one('SELECT $1::date AS day, $2::timestamptz AS instant', [
    '2026-02-17',
    instant,
  ])
  expect(row).toEqual({ day: '2026-02-17', instant })
})

test('one row is one row, and maybe is at most one', async () => {
  const none = 'SELECT 1 WHERE false'
  const two = 'SELECT 1 UNION ALL SELECT 2'
  await expect(database.one(none)).rejects.toThrow('Expected one row, got 0')
  await expect(database.one(two)).rejects.toThrow('Expected one row, got 2')
  await expect(database.maybe(two)).rejects.toThrow('Expected at most one row, got 2')
  expect(await database.maybe(none)).toBeUndefined()
  expect(await database.run('INSERT INTO thing SELECT generate_series(1, 3)')).toBe(3)
})

test('the program does what was granted to it, and no more', async () => {
  await expect(database.run('CREATE TABLE other ()')).rejects.toMatchObject({ code: '42501' })
  await expect(database.run('DROP TABLE thing')).rejects.toMatchObject({ code: '42501' })
})

test('a session is fixed as it connects: schema, zone, no compilation', async () => {
  const row = await database.one(
    `SELECT current_schema() AS schema, current_user AS role, current_setting('timezone') AS zone,
      current_setting('jit') AS jit, current_setting('search_path') AS path`,
  )
  expect(row).toEqual({
    schema: 'tinh_thu',
    role: 'tinh_thu_app',
    zone: 'UTC',
    jit: 'off',
    path: '"tinh_thu",public',
  })
})

test('Vietnamese is ordered by ICU where a query asks for it, and by bytes elsewhere', async () => {
  const words = ['Âu', 'An', 'Ắc', 'Ánh', 'Đặng', 'Dương', 'En', 'Êm', 'Ở', 'On', 'Ổi', 'Tạ']
  const rows = await database.rows<{ word: string }>(
    'SELECT word FROM unnest($1::text[]) AS word ORDER BY word COLLATE "vi-x-icu"',
    [words],
  )
  expect(rows.map(({ word }) => word).join(' ')).toBe('An Ánh Ắc Âu Dương Đặng En Êm On Ổi Ở Tạ')
  const { collation } = await database.one<{ collation: string }>(
    'SELECT datcollate AS collation FROM pg_database WHERE datname = current_database()',
  )
  expect(collation).toBe('C')
})

const PREPARED = 'SELECT count(*) AS n FROM pg_prepared_statements WHERE statement LIKE $1'

test('a text used again is a prepared statement with a name', async () => {
  await withPool({ max: 1 }, async (pool) => {
    for (let i = 0; i < 3; i += 1) await pool.one('SELECT 42 AS again')
    expect(await pool.one(PREPARED, ['SELECT 42%'])).toEqual({ n: 1 })
  })
})

test('with naming off nothing is left prepared, as pgbouncer in transaction mode needs it', async () => {
  await withPool({ max: 1, naming: false }, async (pool) => {
    for (let i = 0; i < 3; i += 1) await pool.one('SELECT 43 AS again')
    expect(await pool.one(PREPARED, ['SELECT 43%'])).toEqual({ n: 0 })
  })
})

test('texts made on the fly cannot fill the server with plans', async () => {
  await withPool({ max: 1 }, async (pool) => {
    await pool.transact(async (tx) => {
      for (let i = 0; i < 1200; i += 1) {
        void tx.one(`SELECT ${i} AS made`)
        void tx.one(`SELECT ${i} AS made`)
      }
    })
    const { n } = await pool.one<{ n: number }>(PREPARED, ['SELECT %'])
    expect(n).toBeGreaterThan(900)
    expect(n).toBeLessThanOrEqual(1000)
  })
})

test('a changed table does not fail the statements prepared before', async () => {
  await owner.run('CREATE TABLE changing (a int)')
  await withPool({ max: 2 }, async (pool) => {
    const ask = () => pool.rows('SELECT * FROM changing')
    for (let i = 0; i < 3; i += 1) await Promise.all([ask(), ask()])
    await owner.run('ALTER TABLE changing ADD COLUMN b int')
    await pool.run('INSERT INTO changing VALUES (1, 2)')
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(Array(3).fill([{ a: 1, b: 2 }]))
  })
})

test('a transaction is wholly there after it, and not at all when its work throws', async () => {
  const made = await database.transact(async (tx) => {
    await tx.run('INSERT INTO thing VALUES (1)')
    return 'made'
  })
  expect(made).toBe('made')
  const failing = database.transact(async (tx) => {
    await tx.run('INSERT INTO thing VALUES (2)')
    throw new Error('changed my mind')
  })
  await expect(failing).rejects.toThrow('changed my mind')
  expect(await count()).toBe(1)
})

test('statements that nobody awaits run in their order and are waited for', async () => {
  await database.transact((tx) => {
    void tx.run('INSERT INTO thing VALUES (1, $1)', ['first'])
    void tx.run('UPDATE thing SET name = name || $1', [' second'])
    void tx.run('UPDATE thing SET name = name || $1', [' third'])
    return Promise.resolve()
  })
  expect(await database.one('SELECT name FROM thing')).toEqual({ name: 'first second third' })
})

test('a failure that nobody awaits fails the transaction with its first cause', async () => {
  const failing = database.transact(async (tx) => {
    void tx.run('INSERT INTO thing VALUES (1)')
    void tx.run('INSERT INTO thing VALUES (1)')
    await tx.run('INSERT INTO thing VALUES (2)')
  })
  await expect(failing).rejects.toMatchObject({ code: '23505', constraint: 'thing_key' })
  expect(await count()).toBe(0)
})

test('a failure that is caught still fails the transaction, so that no half is committed', async () => {
  const failing = database.transact(async (tx) => {
    await tx.run('INSERT INTO thing VALUES (1)')
    await tx.one('SELECT 9007199254740992::int8').catch(() => undefined)
  })
  await expect(failing).rejects.toThrow(RangeError)
  expect(await count()).toBe(0)
})

test('a constraint checked at commit fails the transaction', async () => {
  await owner.run(
    'CREATE TABLE pair (id int PRIMARY KEY, other int REFERENCES pair DEFERRABLE INITIALLY DEFERRED)',
  )
  await owner.run('GRANT INSERT ON pair TO tinh_thu_app')
  const failing = database.transact((tx) => tx.run('INSERT INTO pair VALUES (1, 2)'))
  await expect(failing).rejects.toMatchObject({ code: '23503' })
})

test('a transaction that is over takes no more statements', async () => {
  const leaked = await database.transact((tx) => Promise.resolve({ tx }))
  await expect(leaked.tx.run('DELETE FROM thing')).rejects.toThrow('The transaction is over')
})

test('what is to follow a commit follows a commit only', async () => {
  const done: string[] = []
  await database.transact(async (tx) => {
    tx.afterCommit(() => done.push('committed'))
    await tx.run('INSERT INTO thing VALUES (1)')
    expect(done).toEqual([])
  })
  const failing = database.transact((tx) => {
    tx.afterCommit(() => done.push('never'))
    return tx.run('INSERT INTO thing VALUES (1)')
  })
  await expect(failing).rejects.toMatchObject({ code: '23505' })
  expect(done).toEqual(['committed'])
})

test('a fault in what follows a commit is reported and undoes nothing', async () => {
  const reported: unknown[] = []
  await withPool({ report: (error) => reported.push(error) }, async (pool) => {
    const answer = pool.transact((tx) => {
      tx.afterCommit(() => {
        throw new Error('too late')
      })
      return tx.run('INSERT INTO thing VALUES (1)')
    })
    expect(await answer).toBe(1)
  })
  expect(reported).toEqual([expect.objectContaining({ message: 'too late' })])
})

test('a snapshot is one picture, whatever others commit meanwhile, and changes nothing', async () => {
  const seen = await database.snapshot(async (db) => {
    const before = await db.rows('SELECT id FROM thing')
    await database.run('INSERT INTO thing VALUES (1)')
    return [before, await db.rows('SELECT id FROM thing')]
  })
  expect(seen).toEqual([[], []])
  await expect(database.snapshot((db) => db.run('DELETE FROM thing'))).rejects.toMatchObject({
    code: '25006',
  })
})

test('a violated constraint is recognised by its name', async () => {
  await database.run('INSERT INTO thing VALUES (1)')
  const error: unknown = await database.run('INSERT INTO thing VALUES (1)').catch((caught: unknown) => caught)
  expect(violated(error, 'thing_key')).toBe(true)
  expect(violated(error, 'other_key')).toBe(false)
  expect(violated(new Error('thing_key'), 'thing_key')).toBe(false)
})

test('a connection lost within a transaction is unavailable, and the next one is a new one', async () => {
  const failing = database.transact(async (tx) => {
    const { pid } = await backend(tx)
    await terminate(pid)
    await tx.run('INSERT INTO thing VALUES (1)')
  })
  await expect(failing).rejects.toMatchObject(unavailable)
  expect(await count()).toBe(0)
})

test('a connection lost at the commit leaves the outcome unknown, and says so', async () => {
  await owner.run('CREATE TABLE deadly (id int)')
  await owner.run(
    `CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$`,
  )
  await owner.run(
    `CREATE CONSTRAINT TRIGGER die AFTER INSERT ON deadly DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION die()`,
  )
  const failing = owner.transact((tx) => tx.run('INSERT INTO deadly VALUES (1)'))
  await expect(failing).rejects.toMatchObject({ ...unavailable, meta: { outcome: 'unknown' } })
})

test('an idle connection that is lost is reported and replaced', async () => {
  const reported: unknown[] = []
  await withPool({ max: 1, report: (error) => reported.push(error) }, async (pool) => {
    const { pid } = await backend(pool)
    await terminate(pid)
    await vi.waitFor(() => expect(reported).toEqual([expect.objectContaining(unavailable)]))
    expect((await backend(pool)).pid).not.toBe(pid)
  })
})

test('a full disk is one clear problem', async () => {
  const full = database.run(`DO $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$`)
  await expect(full).rejects.toMatchObject({ kind: 'unavailable', code: 'database.disk-full' })
})

test('when every connection is taken, whoever waits too long is told that the database is busy', async () => {
  await withPool({ max: 1, patienceMs: 50 }, async (pool) => {
    await pool.transact(async () => {
      await expect(pool.one('SELECT 1')).rejects.toMatchObject({ kind: 'busy', code: 'database.busy' })
    })
  })
})

test('a database that is not there or lets nobody in is unavailable or refused', async () => {
  await withPool({ url: 'postgres://x@localhost:5432/x?host=/nowhere' }, (pool) =>
    expect(pool.one('SELECT 1')).rejects.toMatchObject(unavailable),
  )
  await withPool({ url: 'postgres://x@127.0.0.1:1/x' }, (pool) =>
    expect(pool.one('SELECT 1')).rejects.toMatchObject(unavailable),
  )
  const url = new URL(there.connection.app.url)
  url.pathname = '/no_such_database'
  await withPool({ url: url.href }, (pool) =>
    expect(pool.one('SELECT 1')).rejects.toMatchObject({
      code: 'database.refused',
      meta: { reason: 'database "no_such_database" does not exist' },
    }),
  )
  expect(() => openDatabase({ url: 'nonsense', schema: 'x' })).toThrow('database.bad-url')
})

test('a closed database is unavailable', async () => {
  const pool = openDatabase(there.connection.app)
  await pool.one('SELECT 1')
  await Promise.all([pool.close(), pool.close()])
  await expect(pool.one('SELECT 1')).rejects.toMatchObject(unavailable)
})
