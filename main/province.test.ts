import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Settings } from '../platform/config/index.ts'
import { readSettings } from '../platform/config/index.ts'
import { createLogger } from '../platform/logging/index.ts'
import { testDatabase, type TestDatabase } from '../tests/database.ts'
import { openProvince, root, type Province } from './province.ts'
import { serve } from './serve.ts'

const logger = createLogger({ level: 'silent' })
const publicUrl = new URL('http://localhost:8099')
let folder: string
let given: TestDatabase
const opened: Province[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'province-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
afterEach(async () => {
  for (const province of opened.splice(0)) await province.close()
  await given.drop()
})

async function settings(mode?: 'demo' | 'real'): Promise<Settings> {
  given = await testDatabase()
  const url = given.connection.superuser.url
  const environment = {
    DATABASE_URL: url,
    DATA_DIR: folder,
    ...(mode === undefined ? {} : { PROVINCE_MODE: mode }),
  }
  return readSettings(environment, root)
}

async function open(from: Settings): Promise<Province> {
  const province = await openProvince({
    settings: from,
    logger,
    clock: () => new Date(),
    progress: () => undefined,
  })
  opened.push(province)
  return province
}

const serving = (province: Province, environment: Readonly<Record<string, string>> = {}) =>
  serve({ province, publicUrl, logger, environment, progress: () => undefined })

describe('a province', () => {
  test('on an empty folder is a demo, and stays what it was decided to be', async () => {
    const asked = await settings()
    expect((await open(asked)).mode).toBe('demo')
    await expect(open({ ...asked, provinceMode: 'real' })).rejects.toMatchObject({
      code: 'auth.province-mode-decided',
    })
  })

  test('comes up whole when two processes open it at once', async () => {
    const asked = await settings()
    const [first, second] = await Promise.all([open(asked), open(asked)])
    const counts = (province: Province) =>
      province.database.one(
        'SELECT (SELECT count(*) FROM agency) AS agencies, (SELECT count(*) FROM person) AS people',
      )
    expect(await counts(first)).toEqual(await counts(second))
    expect(await counts(first)).toMatchObject({ people: 7 })
  })

  test('changes nothing when it is opened again', async () => {
    const asked = await settings()
    const entries = (province: Province) => province.database.one('SELECT count(*) AS n FROM ledger_entry')
    const before = await entries(await open(asked))
    expect(await entries(await open(asked))).toEqual(before)
  })

  test('that is real has no simulated people and refuses to start without its own sign-in', async () => {
    const province = await open(await settings('real'))
    expect(await province.database.one('SELECT count(*) AS n FROM person')).toEqual({ n: 0 })
    await expect(serving(province)).rejects.toMatchObject({ code: 'auth.issuer-missing' })
  })

  test('that is real refuses a sign-in on this very machine', async () => {
    const province = await open(await settings('real'))
    const standIns = {
      VNEID_ISSUER: 'http://localhost:8099/stand-in/vneid',
      VNEID_CLIENT_ID: 'x',
      VNEID_CLIENT_SECRET: 'x',
      OFFICER_ISSUER: 'http://localhost:8099/stand-in/officers',
      OFFICER_CLIENT_ID: 'x',
      OFFICER_CLIENT_SECRET: 'x',
    }
    await expect(serving(province, standIns)).rejects.toMatchObject({
      code: 'auth.unsafe-issuer-in-real-province',
    })
  })

  test('that is a demo refuses the address of a real system', async () => {
    const province = await open(await settings())
    const real = { VNEID_ISSUER: 'https://sso.example.vn', VNEID_CLIENT_ID: 'x', VNEID_CLIENT_SECRET: 'x' }
    await expect(serving(province, real)).rejects.toMatchObject({ code: 'auth.real-issuer-in-demo' })
  })
})
