import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../kernel/ids.ts'
import { live } from '../../../tests/dossier-lives.ts'
import { livingProvince, type LivingProvince } from '../../../tests/living-province.ts'
import { recordReadings } from '../../../platform/ledger/index.ts'
import { readWorkList } from './lists.ts'
import { openPartFile } from './paper-files.ts'
import { readDossierPage } from './reading.ts'
import { readMyReadings } from './readings.ts'

let province: LivingProvince

beforeAll(async () => {
  province = await livingProvince('2026-11-23T02:00:00Z')
})
afterAll(() => province.drop())

test('a person reads who opened a dossier: office, duty, purpose, and no name of the officer', async () => {
  const { parts } = province
  const citizen = await province.citizen('nguyen-van-an')
  const caseOfficer = await province.officer('tran-quoc-bao')
  const id = await live(parts, 'ubnd-27694', 'submitted')
  const { code, parts: papers } = await readDossierPage(parts, caseOfficer, id)
  province.at('2026-11-23T02:05:00Z')
  const { stream } = await openPartFile(parts, caseOfficer, id, papers[0]?.id ?? '')
  stream.destroy()
  const { items, next } = await readMyReadings(parts, citizen, undefined)
  const dossier = { code, procedureName: 'Đăng ký khai sinh' }
  const office = { agencyName: 'UBND phường Long An', duty: 'case-officer', system: null, dossier }
  expect(next).toBeNull()
  expect(items).toMatchObject([
    { at: '2026-11-23T02:05:00.000Z', purpose: 'dossier.paper-opened', ...office },
    { at: '2026-11-23T02:00:00.000Z', purpose: 'dossier.opened', ...office },
  ])
  expect(JSON.stringify(items)).not.toContain('Trần Quốc Bảo')
})

test('a name in a work list is a look as well, told once a day however often the list is read', async () => {
  const { parts } = province
  province.at('2026-11-23T02:10:00Z')
  const citizen = await province.citizen('tran-thi-ngoc-bich')
  await live(parts, 'ubnd-27694', 'submitted', { applicant: 'tran-thi-ngoc-bich' })
  const reception = await province.officer('nguyen-thi-lan')
  const looks = async () => {
    await Promise.all([readWorkList(parts, reception, {}), readWorkList(parts, reception, { mine: true })])
    return (await readMyReadings(parts, citizen, undefined)).items
  }
  const first = {
    at: '2026-11-23T02:10:00.000Z',
    purpose: 'work.listed',
    fields: ['name'],
    duty: 'reception',
  }
  expect(await looks()).toMatchObject([first])
  province.at('2026-11-23T09:00:00Z')
  expect(await looks()).toMatchObject([first])
  province.at('2026-11-24T02:00:00Z')
  expect(await looks()).toMatchObject([{ ...first, at: '2026-11-24T02:00:00.000Z' }, first])
  province.at('2026-11-23T02:00:00Z')
})

test('a leader’s look is told by that duty, a system’s by its name', async () => {
  const { parts } = province
  const citizen = await province.citizen('pham-quoc-dung')
  const id = await live(parts, 'ubnd-27694', 'submitted', { applicant: 'pham-quoc-dung' })
  await readDossierPage(parts, await province.officer('lam-chi-hieu'), id)
  await recordReadings(parts.database, [
    {
      reader: { kind: 'system', id: 'national-portal' },
      personId: citizen.personId,
      purpose: 'national-portal.file-pulled',
      caseId: null,
      fields: ['result'],
      at: new Date('2026-11-23T02:30:00Z'),
    },
  ])
  const { items } = await readMyReadings(parts, citizen, undefined)
  expect(items).toMatchObject([
    { system: 'national-portal', agencyName: null, duty: null, dossier: null, fields: ['result'] },
    { system: null, agencyName: 'UBND tỉnh Tây Ninh', duty: 'leader' },
  ])
})

test('long lists come page by page, nothing twice and nothing left out, and of nobody else', async () => {
  const { parts } = province
  const citizen = await province.citizen('doan-thi-thao-vy')
  const look = (minute: number, personId = citizen.personId) => ({
    reader: { kind: 'system' as const, id: 'national-portal' },
    personId,
    purpose: 'national-portal.file-pulled',
    caseId: newId(),
    fields: [],
    at: new Date(Date.UTC(2026, 10, 23, 3, minute)),
  })
  const other = await province.citizen('tran-thi-ngoc-bich')
  const minutes = Array.from({ length: 60 }, (_, minute) => minute)
  await recordReadings(parts.database, [...minutes.map((minute) => look(minute)), look(61, other.personId)])
  const first = await readMyReadings(parts, citizen, undefined)
  expect(first.items).toHaveLength(50)
  const second = await readMyReadings(parts, citizen, first.next ?? undefined)
  expect(second.next).toBeNull()
  expect([...first.items, ...second.items].map(({ at }) => at)).toEqual(
    minutes.map((minute) => look(minute).at.toISOString()).toReversed(),
  )
})
