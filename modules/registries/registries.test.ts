import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Problem } from '../../kernel/problem.ts'
import { historyOf } from '../../platform/ledger/index.ts'
import { contentFolder, livingProvince, type LivingProvince } from '../../tests/living-province.ts'
import type { Declaration } from './contract.ts'
import { loadSectors, readSectors, type RegistryParts } from './index.ts'
import { planPublication, publish } from './service/publishing.ts'
import { correctRecord, enterRecord, removeRecord } from './service/acts.ts'
import { listRecords, readRecord } from './service/reading.ts'
import { listSectors, readRegister } from './service/registers.ts'

const KEY = 'science.organisations'
const PURPOSE = 'Cập nhật cơ sở dữ liệu khoa học và công nghệ'

let province: LivingProvince
let parts: RegistryParts
beforeAll(async () => {
  province = await livingProvince('2026-11-23T02:00:00Z')
  const { database, owner, now, connection } = province
  const { files } = province.parts
  parts = { database, definer: owner, clock: now, files, appRole: new URL(connection.app.url).username }
  await loadSectors(parts, await readSectors(contentFolder))
})
afterAll(() => province?.drop())

const keeper = () => province.officer('ha-minh-duc')
const leader = () => province.officer('lam-chi-hieu')
const stranger = () => province.officer('tran-quoc-bao')

const institute = (code: string, more: object = {}) => ({
  code,
  name: `Viện nghiên cứu ${code}`,
  kind: 'institute',
  ...more,
})

describe('content', () => {
  test('makes a register once: loading it again changes nothing', async () => {
    expect(await loadSectors(parts, await readSectors(contentFolder))).toEqual([])
    const { items } = await listSectors(parts, await leader())
    const [science] = items
    expect(science).toMatchObject({ key: 'science', owner: { name: 'Sở Khoa học và Công nghệ' } })
    expect(science?.registers.find(({ key }) => key === KEY)).toMatchObject({
      version: '1.0.0',
      may: ['read'],
    })
  })
})

describe('a record', () => {
  test('is entered, corrected and removed; what it said stays, and the ledger tells who and why', async () => {
    const entered = await enterRecord(parts, await keeper(), KEY, {
      values: institute('VNC-01', { researchers: 12, fields: ['2', '4'], contactName: 'Lê Văn Tám' }),
    })
    province.at('2026-11-24T02:00:00Z')
    await correctRecord(parts, await keeper(), KEY, entered.id, {
      revision: 1,
      values: institute('VNC-01', { researchers: 15, fields: ['2'] }),
      reason: 'Báo cáo năm 2026',
    })
    province.at('2026-11-25T02:00:00Z')
    const page = await readRecord(parts, await keeper(), KEY, entered.id, {})
    expect(page).toMatchObject({ revision: 2, values: { researchers: 15, fields: ['2'] }, isRemoved: false })
    expect(page.past).toMatchObject([{ revision: 1, values: { researchers: 12, fields: ['2', '4'] } }])
    await removeRecord(parts, await keeper(), KEY, entered.id, { revision: 2, reason: 'Đã giải thể' })
    const gone = await readRecord(parts, await keeper(), KEY, entered.id, {})
    expect(gone).toMatchObject({ isRemoved: true, values: { researchers: 15 }, mayCorrect: false })
    const asOf = await readRecord(parts, await keeper(), KEY, entered.id, { asOf: '2026-11-23T12:00:00Z' })
    expect(asOf).toMatchObject({ isRemoved: false, revision: 1, values: { researchers: 12 }, past: [] })
    const history = await historyOf(province.database, entered.id)
    expect(history.map(({ kind, payload }) => [kind, payload?.['reason'] ?? null])).toEqual([
      ['registries.record-entered', null],
      ['registries.record-corrected', 'Báo cáo năm 2026'],
      ['registries.record-removed', 'Đã giải thể'],
    ])
  })

  test('that breaks the declaration is refused, with each field and what is wrong with it', async () => {
    const refused = enterRecord(parts, await keeper(), KEY, {
      values: { code: 'a b', name: '', kind: 'shop', researchers: -1, colour: 'red', taxCode: '0100109107' },
    })
    await expect(refused).rejects.toMatchObject({ code: 'registries.record-wrong' })
    const told = await refused.catch((error: unknown) => error)
    const fields = told instanceof Problem ? told.fields : []
    expect(fields.map(({ path, code }) => `${path} ${code}`).toSorted()).toEqual([
      '/code pattern',
      '/colour unknown',
      '/kind choice',
      '/name required',
      '/researchers minimum',
      '/taxCode format',
    ])
  })

  test('is there once: its key, and what the declaration says is unique', async () => {
    await enterRecord(parts, await keeper(), KEY, { values: institute('ONCE-1', { taxCode: '0100109106' }) })
    const again = (values: object) =>
      keeper().then((who) => enterRecord(parts, who, KEY, { values: { ...values } }))
    await expect(again(institute('ONCE-1'))).rejects.toMatchObject({ code: 'registries.record-there' })
    await expect(again(institute('ONCE-2', { taxCode: '0100109106' }))).rejects.toMatchObject({
      code: 'registries.record-there',
    })
  })

  test('names only what is there, and is not removed while it is named', async () => {
    const parent = await enterRecord(parts, await keeper(), KEY, { values: institute('PARENT') })
    await enterRecord(parts, await keeper(), KEY, { values: institute('CHILD', { parent: 'PARENT' }) })
    await expect(
      enterRecord(parts, await keeper(), KEY, { values: institute('LOST', { parent: 'NOBODY' }) }),
    ).rejects.toMatchObject({
      code: 'registries.record-wrong',
      fields: [{ path: '/parent', code: 'reference-missing' }],
    })
    await expect(
      removeRecord(parts, await keeper(), KEY, parent.id, { revision: 1, reason: 'Đã giải thể' }),
    ).rejects.toMatchObject({ code: 'registries.record-named' })
  })

  test('corrected by two at once is corrected by the first: the later one is told', async () => {
    const { id } = await enterRecord(parts, await keeper(), KEY, { values: institute('TWICE') })
    const change = { revision: 1, values: institute('TWICE', { researchers: 3 }), reason: 'Báo cáo năm' }
    const who = await keeper()
    const outcomes = await Promise.allSettled([
      correctRecord(parts, who, KEY, id, change),
      correctRecord(parts, who, KEY, id, change),
    ])
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'registries.record-changed' },
    })
  })
})

describe('the list', () => {
  test('is found by words without accents, narrowed, and goes on where it ended', async () => {
    for (const nth of [1, 2, 3]) {
      province.at(`2026-11-26T02:0${nth}:00Z`)
      await enterRecord(parts, await keeper(), KEY, {
        values: { code: `DHCN-${nth}`, name: `Trường Đại học Công nghệ số ${nth}`, kind: 'university' },
      })
    }
    const first = await listRecords(parts, await leader(), KEY, { find: 'dai hoc cong', limit: 2 })
    expect(first.items.map(({ values }) => values['code'])).toEqual(['DHCN-1', 'DHCN-2'])
    const rest = await listRecords(parts, await leader(), KEY, {
      find: 'dai hoc cong',
      limit: 2,
      after: first.next ?? '',
    })
    expect([rest.items.map(({ values }) => values['code']), rest.next]).toEqual([['DHCN-3'], null])
    const narrowed = await listRecords(parts, await leader(), KEY, { where: ['kind=university'], limit: 100 })
    expect(new Set(narrowed.items.map(({ values }) => values['kind']))).toEqual(new Set(['university']))
    await expect(listRecords(parts, await leader(), KEY, { where: ['code=1'] })).rejects.toMatchObject({
      code: 'registries.filter-unknown',
    })
  })
})

describe('rights', () => {
  test('are those that the declaration gives: a leader reads, a stranger sees that it is there and nothing in it', async () => {
    await expect(listRecords(parts, await stranger(), KEY, {})).rejects.toMatchObject({
      code: 'registries.forbidden',
    })
    await expect(
      enterRecord(parts, await leader(), KEY, { values: institute('NOT-HERS') }),
    ).rejects.toMatchObject({ code: 'registries.forbidden' })
    expect(await readRegister(parts, await stranger(), KEY)).toMatchObject({ may: [], mayPublish: false })
  })

  test('personal fields are masked; for a purpose of the register’s they are clear, and the reading is written down', async () => {
    const { id } = await enterRecord(parts, await keeper(), KEY, {
      values: institute('PERSON', { contactName: 'Lê Văn Tám', contactPhone: '0912345678' }),
    })
    const masked = await readRecord(parts, await keeper(), KEY, id, {})
    expect(masked.values).toMatchObject({ contactName: 'L••• V••• T•••', contactPhone: '•••678' })
    const clear = await readRecord(parts, await keeper(), KEY, id, { purpose: PURPOSE })
    expect(clear.values).toMatchObject({ contactName: 'Lê Văn Tám' })
    const [reading] = await province.owner.rows<{ payload: object }>(
      `SELECT p.payload FROM reading_payload p WHERE p.payload->>'personId' = $1`,
      [id],
    )
    expect(reading?.payload).toMatchObject({
      purpose: PURPOSE,
      fields: [`${KEY}.contactName`, `${KEY}.contactPhone`],
    })
    await expect(readRecord(parts, await leader(), KEY, id, { purpose: PURPOSE })).rejects.toMatchObject({
      code: 'registries.purpose-unknown',
    })
  })
})

describe('a new version', () => {
  const changed = async (change: (declaration: Declaration) => Declaration) => {
    const { declaration } = await readRegister(parts, await leader(), KEY)
    return change(structuredClone(declaration))
  }
  const operator = () => province.officer('to-thanh-phong')
  const withEmail = (declaration: Declaration): Declaration => ({
    ...declaration,
    version: '1.1.0',
    schema: {
      ...declaration.schema,
      properties: {
        ...declaration.schema.properties,
        email: { type: 'string', format: 'email', 'x-label': { vi: 'Thư điện tử' } },
      },
    },
  })

  test('that adds is a minor one: the plan shows what it does, and records stay and take the new field', async () => {
    const declaration = await changed(withEmail)
    const plan = await planPublication(parts, await operator(), { declaration })
    expect(plan.differences).toEqual([
      { path: '/schema/properties/email', code: 'field-added', isBreaking: false },
    ])
    expect(plan.statements.join('\n')).toContain('ADD COLUMN "email" text')
    await publish(parts, await operator(), { declaration, plan: plan.plan })
    const { version, versions } = await readRegister(parts, await leader(), KEY)
    expect([version, versions.length]).toEqual(['1.1.0', 2])
    const entered = await enterRecord(parts, await keeper(), KEY, {
      values: institute('MAILED', { email: 'vien@example.vn' }),
    })
    expect(entered.values).toMatchObject({ email: 'vien@example.vn' })
    expect(await loadSectors(parts, await readSectors(contentFolder))).toEqual([])
  })

  test('has the number that its changes ask for, and takes nothing away within a major version', async () => {
    const narrowed = await changed((declaration) => ({
      ...declaration,
      version: '1.2.0',
      schema: { ...declaration.schema, required: [...declaration.schema.required, 'address'] },
    }))
    await expect(planPublication(parts, await operator(), { declaration: narrowed })).rejects.toMatchObject({
      code: 'registries.version-not-next',
      meta: { expected: '2.0.0' },
    })
  })

  test('is planned and published by its keepers alone', async () => {
    const declaration = await changed((one) => ({ ...one, version: '1.1.1', name: { vi: 'Tổ chức KH&CN' } }))
    await expect(planPublication(parts, await stranger(), { declaration })).rejects.toMatchObject({
      code: 'registries.forbidden',
    })
  })

  test('that leads in a circle, or to nowhere, is refused with the place', async () => {
    const declaration = await changed((one) => ({
      ...one,
      version: '1.2.0',
      schema: {
        ...one.schema,
        properties: {
          ...one.schema.properties,
          ministry: { type: 'string', 'x-reference': 'science.ministries', 'x-label': { vi: 'Bộ' } },
        },
      },
    }))
    await expect(planPublication(parts, await operator(), { declaration })).rejects.toMatchObject({
      code: 'registries.declaration-wrong',
      fields: [{ path: '/schema/properties/ministry/x-reference', code: 'register-unknown' }],
    })
  })
})
