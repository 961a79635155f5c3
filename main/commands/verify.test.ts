import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instantOf } from '../../kernel/dates.ts'
import { readSettings } from '../../platform/config/index.ts'
import { createHttp } from '../../platform/http/index.ts'
import { publishRoots, record } from '../../platform/ledger/index.ts'
import { createLogger } from '../../platform/logging/index.ts'
import { testDatabase, type TestDatabase } from '../../tests/database.ts'
import { openProvince, root, type Province } from '../province.ts'
import { sealRoutes } from '../seals.ts'
import { verify } from './verify.ts'

const logger = createLogger({ level: 'silent' })
let now = instantOf('2026-11-22', '09:00')

let folder: string
let given: TestDatabase
let province: Province
let app: FastifyInstance
let owner: pg.Client

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verify-'))
  given = await testDatabase()
  const { url } = given.connection.superuser
  const settings = readSettings({ DATABASE_URL: url, DATA_DIR: folder }, root)
  province = await openProvince({ settings, logger, clock: () => now, progress: () => undefined })
  app = await createHttp({
    logger,
    publicUrl: new URL('http://localhost:8099'),
    api: { title: 't', version: '1', description: 'd' },
  })
  sealRoutes(app, province.database)
  owner = new pg.Client({ connectionString: url, options: '-c search_path=tay_ninh' })
  await owner.connect()
})
afterAll(async () => {
  await app.close()
  await province.close()
  await owner.end()
  await given.drop()
  await rm(folder, { recursive: true, force: true })
})

async function run(given?: string) {
  const said: string[] = []
  const { summary, failed } = await verify.run({
    province,
    settings: readSettings({}, root),
    logger,
    words: [],
    options: given === undefined ? {} : { root: given },
    progress: () => undefined,
    say: (line) => void said.push(line),
  })
  return {
    mismatches: summary['mismatches'],
    rootsGiven: summary['rootsGiven'],
    failed,
    said: said.join('\n'),
  }
}

async function keep(address: string): Promise<string> {
  const answer = await app.inject(address)
  expect(answer.statusCode).toBe(200)
  const file = join(folder, `${address.replaceAll('/', '-')}.json`)
  await writeFile(file, answer.body)
  return file
}

async function liveADay(day: string, next: string): Promise<void> {
  now = instantOf(day, '10:00')
  const actor = { kind: 'system', id: 'test' } as const
  const entry = { kind: 'thing.done', occurredAt: now, actor, payload: {} }
  await province.database.transact((tx) => record(tx, now, null, [entry]))
  now = instantOf(next, '00:05')
  await publishRoots(province.database, () => now)
}

test('what was published can be kept by anyone, and tells later that a tail was cut off', async () => {
  expect((await app.inject('/api/v1/seals')).json()).toEqual([])
  await liveADay('2026-11-22', '2026-11-23')
  await liveADay('2026-11-23', '2026-11-24')
  const all = await keep('/api/v1/seals')
  const ofOneDay = await keep('/api/v1/seals/2026-11-23')
  expect((await app.inject('/api/v1/seals?limit=1&before=2026-11-23')).json()).toMatchObject([
    { day: '2026-11-22', roots: [{ log: 'ledger', block: 1 }] },
  ])
  expect(await run()).toMatchObject({ mismatches: 0, rootsGiven: 0, failed: false })
  expect(await run(all)).toMatchObject({ mismatches: 0, rootsGiven: 2, failed: false })
  expect(await run(ofOneDay)).toMatchObject({ mismatches: 0, rootsGiven: 1, failed: false })
  expect(await run('2026-11-22')).toMatchObject({ mismatches: 0, rootsGiven: 1, failed: false })

  await owner.query(`
    DELETE FROM ledger_block WHERE number = 2;
    CREATE TEMP TABLE gone AS SELECT entry_id FROM ledger_position
      WHERE position > (SELECT max(last_position) FROM ledger_block);
    DELETE FROM ledger_leaf WHERE position > (SELECT max(last_position) FROM ledger_block);
    DELETE FROM ledger_payload WHERE entry_id IN (SELECT entry_id FROM gone);
    DELETE FROM ledger_position WHERE entry_id IN (SELECT entry_id FROM gone);
    DELETE FROM ledger_entry WHERE id IN (SELECT entry_id FROM gone);
    UPDATE ledger_head SET last = (SELECT max(last_position) FROM ledger_block);
  `)
  const cut = { mismatches: 1, failed: true, said: expect.stringContaining('"fault":"tail-cut"') as string }
  expect(await run()).toMatchObject(cut)
  await owner.query(`DELETE FROM published_root WHERE day = '2026-11-23'`)
  expect(await run()).toMatchObject({ mismatches: 0 })
  expect(await run(all)).toMatchObject(cut)
  expect(await run(ofOneDay)).toMatchObject(cut)
  await expect(run('2026-11-23')).rejects.toMatchObject({ code: 'seals.not-published' })
})

test('a file without roots is not taken for one that agrees', async () => {
  const file = join(folder, 'other.json')
  for (const content of ['', '[]', '{"day":"2026-11-22"}', '{"day":"2026-11-22","roots":[]}']) {
    await writeFile(file, content)
    await expect(run(file)).rejects.toMatchObject({ code: 'seals.file-malformed' })
  }
  await expect(run(join(folder, 'nowhere.json'))).rejects.toMatchObject({ code: 'seals.file-unreadable' })
})

test('a day without a root is missing, and what is no day is refused', async () => {
  expect((await app.inject('/api/v1/seals/2020-01-01')).json()).toMatchObject({ code: 'seals.not-published' })
  expect((await app.inject('/api/v1/seals/yesterday')).statusCode).toBe(422)
})
