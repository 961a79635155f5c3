import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { basis, openOffice, TODAY, TOMORROW, type Office } from './office.fixture.ts'
import { delegate, endDelegationOf, leave } from './service/leaving.ts'
import { endRole } from './service/officers.ts'
import { listHolders } from './service/reading.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office?.given.drop())

const refused = (code: string) => ({ code })

describe('a delegation', () => {
  test('lets the other act as the giver from its first day until its last, and the giver stays who they were', async () => {
    const giver = await office.page('vo-hong-son')
    const { officerId: toOfficerId } = await office.visitor('nguyen-thi-lan')
    const agencyId = await office.given.agencyId('ubnd-27694')
    const period = { from: '2026-12-01', to: '2026-12-08' }
    const input = { revision: giver.revision, toOfficerId, agencyId, role: 'approver', basis } as const
    await delegate(office.parts, await office.ofLongAn(), giver.id, { ...input, ...period })
    expect(await office.rolesOn('nguyen-thi-lan', '2026-11-30')).toEqual(['reception'])
    expect(await office.rolesOn('nguyen-thi-lan', '2026-12-01')).toEqual(['approver', 'reception'])
    expect(await office.rolesOn('nguyen-thi-lan', '2026-12-07')).toEqual(['approver', 'reception'])
    expect(await office.rolesOn('nguyen-thi-lan', '2026-12-08')).toEqual(['reception'])
    expect(await office.rolesOn('vo-hong-son', '2026-12-01')).toEqual(['approver'])
    const { rights } = await office.page('nguyen-thi-lan', '2026-12-01')
    expect(rights.find(({ role }) => role === 'approver')?.delegatedBy?.name).toBe('Võ Hồng Sơn')
    const holders = await listHolders(office.parts, await office.ofLongAn(), { agencyId, on: '2026-12-01' })
    const approvers = holders.roles.find(({ role }) => role === 'approver')?.officers
    expect(approvers?.map(({ name, delegatedBy }) => [name, delegatedBy])).toEqual([
      ['Nguyễn Thị Lan', 'Võ Hồng Sơn'],
      ['Võ Hồng Sơn', null],
    ])
    await expect(
      delegate(office.parts, await office.ofLongAn(), giver.id, {
        ...input,
        revision: giver.revision + 1,
        ...period,
      }),
    ).rejects.toMatchObject(refused('people.delegation-exists'))
  })

  test('gives nothing that the giver does not hold for all of it', async () => {
    const giver = await office.page('dang-van-hung')
    const { officerId: toOfficerId } = await office.visitor('huynh-tan-loc')
    const agencyId = await office.given.agencyId('ubnd-25459')
    await expect(
      delegate(office.parts, await office.ofProvince(), giver.id, {
        revision: giver.revision,
        toOfficerId,
        agencyId,
        role: 'reception',
        from: TODAY,
        to: '2026-12-01',
        basis,
      }),
    ).rejects.toMatchObject(refused('people.role-not-held'))
  })

  test('ends when it is ended, and when the role that it rests on ends', async () => {
    const giver = await office.page('duong-kim-cuc')
    const { officerId: toOfficerId } = await office.visitor('ngo-gia-huy')
    const agencyId = await office.given.agencyId('ubnd-25708')
    const input = { toOfficerId, agencyId, role: 'approver', basis } as const
    const given1 = await delegate(office.parts, await office.ofProvince(), giver.id, {
      ...input,
      revision: giver.revision,
      from: TODAY,
      to: '2026-12-01',
    })
    const ended = await endDelegationOf(
      office.parts,
      await office.ofProvince(),
      giver.id,
      given1.delegations[0]?.id ?? '',
      {
        revision: given1.revision,
        on: TOMORROW,
        basis,
      },
    )
    expect(await office.rolesOn('ngo-gia-huy', TODAY)).toContain('approver')
    expect(await office.rolesOn('ngo-gia-huy', TOMORROW)).not.toContain('approver')
    const given2 = await delegate(office.parts, await office.ofProvince(), giver.id, {
      ...input,
      revision: ended.revision,
      from: '2026-12-01',
      to: '2026-12-20',
    })
    await endRole(office.parts, await office.ofProvince(), giver.id, given2.assignments[0]?.id ?? '', {
      revision: given2.revision,
      on: '2026-12-05',
      basis,
    })
    expect(await office.rolesOn('ngo-gia-huy', '2026-12-04')).toContain('approver')
    expect(await office.rolesOn('ngo-gia-huy', '2026-12-05')).not.toContain('approver')
  })
})

describe('an officer who leaves', () => {
  test('has no rights from that day on, and a named colleague has them', async () => {
    const leaver = await office.page('ho-thi-xuan-mai')
    const { officerId: successorId } = await office.visitor('phan-nhat-truong')
    const left = await leave(office.parts, await office.ofProvince(), leaver.id, {
      revision: leaver.revision,
      on: TOMORROW,
      successorId,
      basis,
    })
    expect(await office.rolesOn('ho-thi-xuan-mai', TODAY)).toEqual(['approver'])
    expect(await office.rolesOn('ho-thi-xuan-mai', TOMORROW)).toEqual([])
    expect(await office.rolesOn('phan-nhat-truong', TOMORROW)).toEqual(['approver', 'case-officer'])
    expect(left.history.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['people.left', 'people.handed-on', 'people.assignment-ended']),
    )
  })

  test('hands on to nobody who does not serve there', async () => {
    const leaver = await office.page('ta-quang-vinh')
    const { officerId: successorId } = await office.visitor('nguyen-thi-lan')
    await expect(
      leave(office.parts, await office.ofProvince(), leaver.id, {
        revision: leaver.revision,
        on: TOMORROW,
        successorId,
        basis,
      }),
    ).rejects.toMatchObject(refused('people.successor-unfit'))
    expect(await office.rolesOn('ta-quang-vinh', TOMORROW)).toEqual(['approver'])
  })
})
