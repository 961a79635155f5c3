import { afterAll, beforeAll, expect, test } from 'vitest'
import { historyOf } from '../../platform/ledger/index.ts'
import { contentFolder, livingProvince, type LivingProvince } from '../../tests/living-province.ts'
import { getAgency, loadAgencies, readAgencies } from './index.ts'
import { addAgency, changeAgency, listAdministeredAgencies, readAgency } from './service/administering.ts'

const TODAY = '2026-11-23'
const basis = 'NQ 3/NQ-HĐND'

let province: LivingProvince
beforeAll(async () => {
  province = await livingProvince(`${TODAY}T02:00:00Z`)
})
afterAll(() => province?.drop())

const operator = () => province.officer('to-thanh-phong')
const ofLongAn = () => province.officer('ngo-thi-kim-ngan')

test('an agency has its new name from the day on, its old one until then, and both outlast the next start', async () => {
  const id = await province.agency('so-ngoai-vu')
  const { revision, state } = await readAgency(province.parts, await operator(), id)
  await changeAgency(province.parts, await operator(), id, {
    revision,
    name: 'Sở Ngoại vụ và Hợp tác quốc tế',
    kind: state.kind,
    parentId: state.parent?.id ?? '',
    areaCode: '80',
    from: '2027-01-01',
    basis,
  })
  const content = await readAgencies(contentFolder)
  const loaded = await province.database.transact((tx) => loadAgencies(tx, province.now(), content))
  expect(loaded).toEqual({ added: [], corrected: [], ended: [] })
  expect((await getAgency(province.database, id, '2026-12-31')).name).toBe('Sở Ngoại vụ')
  expect((await getAgency(province.database, id, '2027-01-01')).name).toBe('Sở Ngoại vụ và Hợp tác quốc tế')
  expect(
    (await historyOf(province.database, id)).map(({ kind, payload }) => [kind, payload?.['basis']]),
  ).toEqual([['agencies.versioned', basis]])
})

test('a unit stands within its agency, at its level and place, and is administered with it', async () => {
  const parentId = await province.agency('ubnd-27694')
  const unit = await addAgency(province.parts, await ofLongAn(), {
    name: 'Phòng Kinh tế, Hạ tầng và Đô thị',
    kind: 'unit',
    parentId,
    from: TODAY,
    basis,
  })
  expect(unit.state).toMatchObject({ level: 'commune', parent: { id: parentId }, area: { code: '27694' } })
  const { items } = await listAdministeredAgencies(province.parts, await ofLongAn(), {})
  expect(items.map(({ id }) => id).toSorted()).toEqual([parentId, unit.id].toSorted())
})

test('what bodies the state has is said by an operator alone', async () => {
  const parentId = await province.agency('ubnd-27694')
  const input = { name: 'Sở Mới', kind: 'department', parentId, from: TODAY, basis } as const
  await expect(addAgency(province.parts, await ofLongAn(), input)).rejects.toMatchObject({
    code: 'agencies.kind-not-yours',
  })
  const { revision } = await readAgency(province.parts, await ofLongAn(), parentId)
  await expect(
    changeAgency(province.parts, await ofLongAn(), parentId, { ...input, revision }),
  ).rejects.toMatchObject({ code: 'agencies.kind-not-yours' })
})

test('nothing stands under itself, under nothing that is there, with another’s code, or from a day that is past', async () => {
  const id = await province.agency('vp-ubnd-tinh')
  const { revision, state } = await readAgency(province.parts, await operator(), id)
  const input = { revision, name: state.name, kind: state.kind, from: TODAY, basis }
  const change = async (more: object) =>
    changeAgency(province.parts, await operator(), id, { ...input, ...more })
  const below = await province.agency('tt-pvhcc-tinh')
  await expect(change({ parentId: below })).rejects.toMatchObject({ code: 'agencies.parent-unfit' })
  await expect(change({ parentId: id })).rejects.toMatchObject({ code: 'agencies.parent-unfit' })
  await expect(change({ code: 'H53' })).rejects.toMatchObject({ code: 'agencies.code-taken' })
  await expect(change({ areaCode: '99' })).rejects.toMatchObject({ code: 'agencies.area-missing' })
  await expect(change({ from: '2026-11-22' })).rejects.toMatchObject({ code: 'agencies.day-past' })
  expect((await readAgency(province.parts, await operator(), id)).revision).toBe(revision)
})

test('of two administrators at once only one changes an agency', async () => {
  const id = await province.agency('thanh-tra-tinh')
  const { revision, state } = await readAgency(province.parts, await operator(), id)
  const change = async (name: string) =>
    changeAgency(province.parts, await operator(), id, {
      revision,
      name,
      kind: state.kind,
      from: '2026-12-01',
      basis,
    })
  const both = await Promise.allSettled([change('Thanh tra A'), change('Thanh tra B')])
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { kind: 'conflict', code: 'agencies.agency-changed' },
  })
})
