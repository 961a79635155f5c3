import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { historyOf } from '../../platform/ledger/index.ts'
import { basis, openOffice, TODAY, TOMORROW, type Office } from './office.fixture.ts'
import { assignRole, endRole, enterOfficer, moveOfficer, renameOfficer } from './service/officers.ts'
import { listAdministeredOfficers, readOfficer } from './service/reading.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office?.given.drop())

const refused = (code: string) => ({ code })

describe('who administers', () => {
  test('an operator sees every officer, an administrator those of the own agency and of all under it', async () => {
    const all = await listAdministeredOfficers(office.parts, await office.operator(), {})
    const province = await listAdministeredOfficers(office.parts, await office.ofProvince(), {})
    const ward = await listAdministeredOfficers(office.parts, await office.ofLongAn(), {})
    expect(province.total).toBe(all.total)
    expect(ward.items.map(({ subject }) => subject).toSorted()).toEqual([
      'ngo-thi-kim-ngan',
      'nguyen-thi-lan',
      'tran-quoc-bao',
      'vo-hong-son',
    ])
  })

  test('is found by a name without its marks, page by page, in the order of Vietnamese', async () => {
    const found = await listAdministeredOfficers(office.parts, await office.operator(), {
      find: 'nguyen thi lan',
    })
    expect(found.items.map(({ name }) => name)).toEqual(['Nguyễn Thị Lan'])
    const seen: string[] = []
    for (let after: string | null | undefined; after !== null;) {
      const query = { limit: 7, ...(after === undefined ? {} : { after }) }
      const { items, next } = await listAdministeredOfficers(office.parts, await office.operator(), query)
      seen.push(...items.map(({ name }) => name))
      after = next
    }
    const { total } = await listAdministeredOfficers(office.parts, await office.operator(), {})
    expect(seen).toHaveLength(total)
    expect(seen).toEqual(seen.toSorted(new Intl.Collator('vi').compare))
  })

  test('an officer of another agency is nobody to an administrator, and no role is given elsewhere', async () => {
    const { officerId } = await office.visitor('le-thi-my-hanh')
    await expect(readOfficer(office.parts, await office.ofLongAn(), officerId)).rejects.toMatchObject(
      refused('people.officer-missing'),
    )
    const own = await office.page('nguyen-thi-lan')
    const elsewhere = {
      agencyId: await office.given.agencyId('ubnd-25459'),
      role: 'reception',
      from: TODAY,
    } as const
    await expect(
      assignRole(office.parts, await office.ofLongAn(), own.id, {
        revision: own.revision,
        ...elsewhere,
        basis,
      }),
    ).rejects.toMatchObject(refused('people.agency-not-administered'))
  })

  test.each(['leader', 'operator', 'administrator'] as const)(
    'an administrator gives nobody the role %s, which reaches beyond the agency',
    async (role) => {
      const { id, revision } = await office.page('nguyen-thi-lan')
      const agencyId = await office.given.agencyId('ubnd-27694')
      await expect(
        assignRole(office.parts, await office.ofLongAn(), id, {
          revision,
          agencyId,
          role,
          from: TODAY,
          basis,
        }),
      ).rejects.toMatchObject(refused('people.role-not-grantable'))
    },
  )

  test('nobody changes the own rights, not even an operator', async () => {
    const { officerId } = await office.operator()
    const { revision } = await office.page('to-thanh-phong')
    const agencyId = await office.given.agencyId('ubnd-27694')
    await expect(
      assignRole(office.parts, await office.operator(), officerId, {
        revision,
        agencyId,
        role: 'reception',
        from: TODAY,
        basis,
      }),
    ).rejects.toMatchObject(refused('people.own-rights'))
  })

  test('the last operator stays: no day comes on which nobody runs the system', async () => {
    const second = await office.entered('second-operator', 'so-khoa-hoc-va-cong-nghe', 'approver')
    const agencyId = await office.given.agencyId('so-khoa-hoc-va-cong-nghe')
    const asOperator = await assignRole(office.parts, await office.operator(), second.id, {
      revision: second.revision,
      agencyId,
      role: 'operator',
      from: TODAY,
      basis,
    })
    const first = await office.page('to-thanh-phong')
    const [held] = first.assignments
    const ended = await endRole(
      office.parts,
      await office.visitor('second-operator'),
      first.id,
      held?.id ?? '',
      {
        revision: first.revision,
        on: TOMORROW,
        basis,
      },
    )
    expect(ended.assignments[0]?.to).toBe(TOMORROW)
    const only = asOperator.assignments.find(({ role }) => role === 'operator')
    await expect(
      endRole(office.parts, await office.operator(), second.id, only?.id ?? '', {
        revision: asOperator.revision,
        on: TOMORROW,
        basis,
      }),
    ).rejects.toMatchObject(refused('people.last-operator'))
  })
})

describe('a change', () => {
  test('of two administrators at once only one is carried out; the other is told that the officer changed', async () => {
    const { id, revision } = await office.entered('both-at-once', 'ubnd-27694', 'reception')
    const agencyId = await office.given.agencyId('ubnd-27694')
    const give = async (role: 'case-officer' | 'approver') =>
      assignRole(office.parts, await office.operator(), id, { revision, agencyId, role, from: TODAY, basis })
    const both = await Promise.allSettled([give('case-officer'), give('approver')])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const refusal = both.find(({ status }) => status === 'rejected')
    expect(refusal).toMatchObject({ reason: { kind: 'conflict', code: 'people.officer-changed' } })
    expect((await office.rolesOn('both-at-once', TODAY)).length).toBe(2)
  })

  test('stands in the ledger with who made it and on what basis', async () => {
    const { id } = await office.entered('in-the-ledger', 'ubnd-27694', 'reception')
    const history = await historyOf(office.given.database, id)
    expect(history.map(({ kind }) => kind)).toEqual(['people.officer-entered', 'people.assigned'])
    for (const entry of history) {
      expect(entry).toMatchObject({
        basis: null,
        payload: { basis },
        actor: { kind: 'officer', id: (await office.operator()).officerId },
      })
    }
  })

  test('that is refused leaves nothing half done', async () => {
    const agencyId = await office.given.agencyId('ubnd-27694')
    const input = { subject: 'half-done', name: 'Nửa Vời', agencyId, from: TODAY, basis }
    const roles = ['reception', 'leader'] as const
    await expect(
      enterOfficer(office.parts, await office.ofLongAn(), { ...input, roles: [...roles] }),
    ).rejects.toMatchObject(refused('people.role-not-grantable'))
    const found = await listAdministeredOfficers(office.parts, await office.operator(), { find: 'half-done' })
    expect(found.total).toBe(0)
  })

  test('never reaches into the past: who could do what on a past day stays as it was', async () => {
    const { id, revision, assignments } = await office.entered('no-past', 'ubnd-27694', 'reception')
    const past = { revision, on: '2026-11-22', basis }
    await expect(
      endRole(office.parts, await office.operator(), id, assignments[0]?.id ?? '', past),
    ).rejects.toMatchObject(refused('people.day-past'))
  })

  test('the same role at the same agency is not given twice, nor an account to two officers', async () => {
    const { id, revision } = await office.entered('twice', 'ubnd-27694', 'reception')
    const agencyId = await office.given.agencyId('ubnd-27694')
    await expect(
      assignRole(office.parts, await office.operator(), id, {
        revision,
        agencyId,
        role: 'reception',
        from: TOMORROW,
        basis,
      }),
    ).rejects.toMatchObject(refused('people.role-held-already'))
    await expect(office.entered('twice', 'ubnd-27694', 'approver')).rejects.toMatchObject(
      refused('people.subject-taken'),
    )
  })

  test('outlasts the next start, which loads the same content again', async () => {
    const lan = await office.page('cao-thi-be-ba')
    const renamed = await renameOfficer(office.parts, await office.operator(), lan.id, {
      revision: lan.revision,
      name: 'Cao Thị Bé Ba (đổi tên)',
      basis,
    })
    await endRole(office.parts, await office.operator(), lan.id, renamed.assignments[0]?.id ?? '', {
      revision: renamed.revision,
      on: TOMORROW,
      basis,
    })
    await office.loadPeople()
    const after = await office.page('cao-thi-be-ba')
    expect(after.name).toBe('Cao Thị Bé Ba (đổi tên)')
    expect(after.assignments.map(({ to }) => to)).toEqual([TOMORROW])
  })
})

describe('an officer who moves', () => {
  test('acts at the old agency until the day, and from that day on at the new one alone', async () => {
    const { id, revision } = await office.page('mai-thi-cam-tu')
    const [from, to] = [await office.given.agencyId('ubnd-25708'), await office.given.agencyId('ubnd-27694')]
    await moveOfficer(office.parts, await office.ofProvince(), id, {
      revision,
      fromAgencyId: from,
      toAgencyId: to,
      on: TOMORROW,
      title: 'Công chức một cửa',
      basis,
    })
    const at = async (on: string) => (await office.visitor('mai-thi-cam-tu', on)).roles
    expect(await at(TODAY)).toEqual([{ agencyId: from, role: 'reception' }])
    expect(await at(TOMORROW)).toEqual([{ agencyId: to, role: 'reception' }])
    const seen = await readOfficer(office.parts, await office.ofLongAn(), id, TOMORROW)
    expect(seen.positions.map(({ title }) => title)).toEqual(['Công chức một cửa'])
    expect(seen.history.map(({ kind }) => kind)).toContain('people.moved')
  })

  test('needs an administrator of both agencies, and something to move', async () => {
    const { id, revision } = await office.page('nguyen-thi-lan')
    const [own, other] = [
      await office.given.agencyId('ubnd-27694'),
      await office.given.agencyId('ubnd-25459'),
    ]
    const input = { revision, on: TOMORROW, basis }
    await expect(
      moveOfficer(office.parts, await office.ofLongAn(), id, {
        ...input,
        fromAgencyId: own,
        toAgencyId: other,
      }),
    ).rejects.toMatchObject(refused('people.agency-not-administered'))
    await expect(
      moveOfficer(office.parts, await office.ofProvince(), id, {
        ...input,
        fromAgencyId: other,
        toAgencyId: own,
      }),
    ).rejects.toMatchObject(refused('people.nothing-to-move'))
  })
})
