import { glob, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { holdsSql, roomOf, tablesIn, tablesUsedIn } from './tables.ts'

const root = join(import.meta.dirname, '../..')

async function foldersIn(...parents: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    parents.map(async (parent) => {
      const entries = await readdir(join(root, parent), { withFileTypes: true })
      return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
    }),
  )
  return found.flat()
}

const PLATFORM = 'platform'

/** Who may name a table: a room or a connector its own; the platform's parts may share theirs. */
async function ownersOfTables(): Promise<ReadonlyMap<string, string>> {
  const rooms = await foldersIn('modules', 'connectors')
  const owners = new Map<string, string>()
  for (const name of (await readdir(join(root, 'migrations'))).filter((file) => file.endsWith('.sql'))) {
    const owner = roomOf(name, rooms) ?? PLATFORM
    const text = await readFile(join(root, 'migrations', name), 'utf8')
    for (const table of tablesIn(text)) owners.set(table, owner)
  }
  return owners
}

async function* sources(): AsyncGenerator<{ file: string; room: string; text: string }> {
  for await (const file of glob('{modules,platform,connectors}/*/**/*.ts', { cwd: root })) {
    const [top = '', part = ''] = file.split('/')
    const room = top === PLATFORM ? PLATFORM : part
    if (!/[.](test|fixture)[.]ts$/.test(file))
      yield { file, room, text: await readFile(join(root, file), 'utf8') }
  }
}

test('the tables of a migration and the room it belongs to are read from it', () => {
  const sql =
    'CREATE TABLE dossier (id uuid);\ncreate unlogged table if not exists dossier_part ();\nCREATE VIEW late AS'
  expect(tablesIn(sql)).toEqual(['dossier', 'dossier_part', 'late'])
  expect(roomOf('0021_dossiers.sql', ['dossiers', 'registries'])).toBe('dossiers')
  expect(roomOf('0041_national_portal_times.sql', ['national-portal', 'national'])).toBe('national-portal')
  expect(roomOf('0050_dossiers_of_old.sql', ['dossier'])).toBeUndefined()
})

test('the tables that a source names are found in its SQL, not in its words', () => {
  const source = [
    '// taken from comment',
    '/** SELECT * FROM docstring */',
    "import { x } from './imported.ts'",
    'const a = `SELECT * FROM dossier d JOIN agency USING (id)`',
    "const b = 'UPDATE person SET name = $1'",
  ].join('\n')
  expect([...tablesUsedIn(source)]).toEqual(['dossier', 'agency', 'person'])
})

test('SQL is told from words', () => {
  expect(holdsSql('db.rows(`\n SELECT 1`)')).toBe(true)
  expect(holdsSql("db.run('DELETE FROM dossier')")).toBe(true)
  expect(holdsSql('db.rows(`WITH late AS (SELECT 1) SELECT 2`)')).toBe(true)
  expect(holdsSql("const words = 'Select a file'")).toBe(false)
})

test("a room's SQL names only the tables that its own migrations make", async () => {
  const owners = await ownersOfTables()
  const strangers: string[] = []
  for await (const { file, room, text } of sources()) {
    for (const table of tablesUsedIn(text)) {
      const owner = owners.get(table)
      if (owner !== undefined && owner !== room) strangers.push(`${file} names ${table}, a table of ${owner}`)
    }
  }
  expect(strangers).toEqual([])
})

test('in the rooms, SQL stands in store.ts and nowhere else', async () => {
  const elsewhere: string[] = []
  for await (const { file, text } of sources()) {
    if (/^modules\/[^/]+\/store([.]ts$|\/)/.test(file) || !file.startsWith('modules/')) continue
    if (holdsSql(text)) elsewhere.push(file)
  }
  expect(elsewhere).toEqual([])
})

test('every migration belongs to a room', async () => {
  const rooms = await foldersIn('modules', 'platform', 'connectors')
  const names = (await readdir(join(root, 'migrations'))).filter((name) => name.endsWith('.sql'))
  expect(names.filter((name) => roomOf(name, rooms) === undefined)).toEqual([])
})
