import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findContentErrors, printError } from '../../platform/content/index.ts'
import { checkAnswers } from '../../platform/forms/index.ts'
import { createHttp } from '../../platform/http/index.ts'
import { testDatabase } from '../../tests/database.ts'
import type { TestDatabase } from '../../tests/database.ts'
import { routes as agencyRoutes } from '../agencies/http.ts'
import { loadAgencies, readAgencies } from '../agencies/index.ts'
import { loadTerritory, readTerritory } from '../territory/index.ts'
import { readProcedure, readProcedures } from './content.ts'
import { routes } from './http.ts'
import {
  currentVersion,
  findCurrentVersion,
  getVersion,
  loadProcedures,
  publishProcedure,
  searchProcedures,
} from './index.ts'

const province = 'content/tay-ninh'
const clock = () => new Date('2026-11-23T02:00:00Z')
const today = '2026-11-23'

let root: string
let db: TestDatabase
let app: FastifyInstance
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'procedures-'))
  db = await testDatabase()
  const territory = await readTerritory(province)
  const agencies = await readAgencies(province)
  await db.database.transact(async (tx) => {
    await loadTerritory(tx, clock(), territory)
    await loadAgencies(tx, clock(), agencies)
  })
  app = await createHttp({
    logger: pino({ level: 'silent' }),
    publicUrl: new URL('http://localhost:8080'),
    api: { title: 'Thử', version: '1', description: 'Thử' },
  })
  agencyRoutes(app, { database: db.database, clock })
  routes(app, { db: db.database, clock })
})
afterAll(async () => {
  await app.close()
  await rm(root, { recursive: true, force: true })
  await db.drop()
})

/** The birth registration with a text of its declaration replaced. */
async function changed(from: string, to: string) {
  const folder = join(root, '1.001193')
  await cp(join(province, 'procedures', '1.001193'), folder, { recursive: true })
  const text = await readFile(join(folder, 'procedure.yaml'), 'utf8')
  await writeFile(join(folder, 'procedure.yaml'), text.replace(from, to))
  return await readProcedure(folder, root)
}

describe('publishing', () => {
  test('puts each procedure in force from the day it names; twice changes nothing', async () => {
    const contents = await readProcedures(province)
    const load = () => db.database.transact((tx) => loadProcedures(tx, clock(), contents))
    const published = await load()
    const days = new Map(published.map(({ code, validFrom }) => [code, validFrom]))
    expect(days.size).toBe(contents.length)
    expect(['1.001193', '1.001612', '2.000815'].map((code) => days.get(code))).toEqual([
      '2026-01-01',
      '2025-07-01',
      '2025-11-01',
    ])
    expect(await load()).toEqual([])
    const { count } = await db.database.one<{ count: number }>(
      "SELECT count(*) AS count FROM ledger_entry WHERE kind = 'procedure.published'",
    )
    expect(count).toBe(contents.length)
    expect(await findCurrentVersion(db.database, '1.001193', '2025-12-31')).toBeUndefined()
    await expect(currentVersion(db.database, '1.001193', '2025-12-31')).rejects.toMatchObject({
      code: 'procedures.missing',
    })
  })

  test('a version comes back as it was declared, with its form ready to check answers and its process compiled', async () => {
    const content = await readProcedure(join(province, 'procedures/1.001193'), province)
    const version = await currentVersion(db.database, '1.001193', today)
    expect(version.declaration).toEqual(content.declaration.value)
    expect(version.process).toEqual(content.process)
    expect(version.hash).toBe(content.hash)
    const problems = version.form === null ? [] : checkAnswers(version.form, { childName: 'A' })
    expect(problems).toContainEqual(expect.objectContaining({ path: '/childName', code: 'too-short' }))
    expect((await getVersion(db.database, version.id)).name).toBe('Đăng ký khai sinh')
  })

  test('a changed declaration is a second version from today on, while the first stays with its dossiers', async () => {
    const first = await currentVersion(db.database, '1.001193', today)
    const content = await changed('maxRequests: 1', 'maxRequests: 2')
    const published = await db.database.transact((tx) => publishProcedure(tx, clock(), content))
    expect(published?.validFrom).toBe(today)
    expect((await currentVersion(db.database, '1.001193', '2026-11-22')).id).toBe(first.id)
    const second = await currentVersion(db.database, '1.001193', today)
    expect(second.declaration.supplement.maxRequests).toBe(2)
    expect((await getVersion(db.database, first.id)).declaration.supplement.maxRequests).toBe(1)
    expect((await getVersion(db.database, first.id)).validTo).toBe(today)
    const before = await app.inject({ url: `/api/v1/procedure-versions/${first.id}` })
    expect(before.json()).toMatchObject({
      versionId: first.id,
      declaration: { supplement: { maxRequests: 1 } },
    })
  })

  test('changed again on the same day, the later one is in force and the earlier one is kept, in force on no day', async () => {
    const second = await currentVersion(db.database, '1.001193', today)
    const content = await changed('maxRequests: 1', 'maxRequests: 3')
    await db.database.transact((tx) => publishProcedure(tx, clock(), content))
    const third = await currentVersion(db.database, '1.001193', today)
    expect(third.declaration.supplement.maxRequests).toBe(3)
    expect(await getVersion(db.database, second.id)).toMatchObject({ validFrom: today, validTo: today })
  })

  test('a version for a day to come waits for it', async () => {
    const content = await changed('validFrom: 2026-01-01', 'validFrom: 2027-03-01')
    await db.database.transact((tx) => publishProcedure(tx, clock(), content))
    expect(
      (await currentVersion(db.database, '1.001193', '2027-02-28')).declaration.supplement.maxRequests,
    ).toBe(3)
    expect((await currentVersion(db.database, '1.001193', '2027-03-01')).validFrom).toBe('2027-03-01')
  })

  test('an agency kind that nobody has is named with file and line', async () => {
    const content = await changed('competent: [commune-committee]', 'competent: [external]')
    const refused = await db.database
      .transact((tx) => publishProcedure(tx, clock(), content))
      .catch((problem: unknown) => findContentErrors(problem)?.map(printError))
    expect(refused).toEqual([
      expect.stringMatching(
        /^1\.001193\/procedure\.yaml:\d+:15 \/agencies\/competent\/0 broken-reference: there is no agency of kind external/,
      ),
    ])
  })

  test('a published version cannot be rewritten by the program, only ended', async () => {
    const { id } = await currentVersion(db.database, '2.000815', today)
    await expect(
      db.database.run("UPDATE procedure_version SET declaration = '{}' WHERE id = $1", [id]),
    ).rejects.toThrow(/permission denied/)
    await expect(db.database.run('DELETE FROM procedure_version WHERE id = $1', [id])).rejects.toThrow(
      /permission/,
    )
  })

  test('the foreign event log is published only with its agency, and never shown to citizens', async () => {
    const folder = join(province, 'event-logs/receipt')
    const agencies = await readAgencies(folder)
    const contents = await readProcedures(folder)
    const load = (withAgency: boolean) =>
      db.database.transact(async (tx) => {
        if (withAgency) await loadAgencies(tx, clock(), agencies)
        return await loadProcedures(tx, clock(), contents)
      })
    await expect(load(false)).rejects.toMatchObject({ code: 'content.invalid' })
    expect((await load(true)).map(({ code }) => code)).toEqual(['receipt-log'])
    expect((await currentVersion(db.database, 'receipt-log', '2011-01-01')).process).toBeNull()
    expect((await searchProcedures(db.database, '', today)).map(({ code }) => code)).not.toContain(
      'receipt-log',
    )
  })
})

describe('what anybody may read', () => {
  const get = async (url: string) => {
    const answer = await app.inject({ method: 'GET', url })
    return { status: answer.statusCode, body: answer.json() }
  }

  test('the list, and its search in everyday words', async () => {
    const offered = (await readProcedures(province)).filter(({ declaration }) => declaration.value.offered)
    expect((await get('/api/v1/procedures')).body).toHaveLength(offered.length)
    const { body } = await get(`/api/v1/procedures?q=${encodeURIComponent('mo tiem tap hoa')}`)
    expect(body[0]).toEqual({
      code: '1.001612',
      name: 'Đăng ký thành lập hộ kinh doanh',
      nameEn: 'Household business registration',
      summary: expect.stringContaining('Mở tiệm'),
      field: 'Thành lập và hoạt động của hộ kinh doanh',
      channels: ['online', 'counter', 'post'],
      serviceLevel: 'end-to-end',
    })
  })

  test('a procedure in full: nothing of its declaration or form is lost on the way', async () => {
    for (const { declaration, formDefinition, hash } of await readProcedures(province)) {
      const { code } = declaration.value
      if (code === '1.001193') continue
      const { status, body } = await get(`/api/v1/procedures/${code}`)
      expect(status).toBe(200)
      expect(body).toMatchObject({ hash, validTo: null })
      expect(body.declaration).toEqual(declaration.value)
      expect(body.form).toEqual(formDefinition)
      expect(body.steps.map(({ role }: { role: string }) => role)).toEqual([
        'case-officer',
        'approver',
        'approver',
      ])
    }
  })

  test('on another day, the version of that day; on a day without one, a problem', async () => {
    const { body } = await get('/api/v1/procedures/1.001193?on=2026-02-01')
    expect(body).toMatchObject({ validFrom: '2026-01-01', validTo: today })
    const missing = await get('/api/v1/procedures/1.001193?on=2025-02-01')
    expect([missing.status, missing.body.code]).toEqual([404, 'procedures.missing'])
  })

  test('the schema that declarations follow', async () => {
    const { body } = await get('/api/v1/schemas/procedure')
    expect(body).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'https://thongsuot.vn/schemas/procedure',
    })
    expect(body.properties.cases.items.required).toEqual(['key', 'name', 'help', 'requirements'])
  })

  test('agencies and communes', async () => {
    const { body } = await get('/api/v1/communes')
    expect(body).toHaveLength(96)
    expect(body[0]).toMatchObject({ code: '25459', name: 'Phường Tân Ninh', kind: 'ward' })
    const centre = await get('/api/v1/agencies?kind=service-centre')
    expect(centre.body).toMatchObject([
      { name: 'Trung tâm Phục vụ hành chính công tỉnh Tây Ninh', codeStatus: 'provisional' },
    ])
  })
})
