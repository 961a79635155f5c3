import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWorkList } from '../dossiers/service/lists.ts'
import { completeTask } from '../dossiers/service/decisions.ts'
import { live, openTask } from '../../tests/dossier-lives.ts'
import { livingProvince, type LivingProvince } from '../../tests/living-province.ts'
import { leave } from './service/leaving.ts'
import { assignRole } from './service/officers.ts'
import { readOfficer } from './service/reading.ts'

const AGENCY = 'ubnd-27694'
const basis = 'QĐ 12/QĐ-UBND'

let province: LivingProvince
beforeAll(async () => {
  province = await livingProvince('2026-11-23T02:00:00Z')
})
afterAll(() => province?.drop())

test('a dossier waits for a role at an agency and for no person, so nothing has to be moved when its officer leaves', async () => {
  const { parts } = province
  const dossier = await live(parts, AGENCY, 'accepted')
  const other = await live(parts, AGENCY, 'accepted')
  const waiting = await province.database.rows(
    'SELECT id FROM dossier_step WHERE closed_at IS NULL AND officer_id IS NOT NULL',
  )
  expect(waiting, 'open steps that belong to a person').toEqual([])

  const operator = await province.officer('to-thanh-phong')
  const leaver = await province.officer('tran-quoc-bao')
  const { revision, work } = await readOfficer(parts, operator, leaver.officerId)
  expect(work.map(({ role, others }) => [role, others])).toEqual([['case-officer', []]])
  await leave(parts, operator, leaver.officerId, {
    revision,
    on: '2026-11-24',
    successorId: (await province.officer('nguyen-thi-lan')).officerId,
    basis,
  })

  province.at('2026-11-24T02:00:00Z')
  const colleague = await province.officer('nguyen-thi-lan')
  const list = await readWorkList(parts, colleague, { mine: true })
  expect(list.items.map(({ id }) => id)).toEqual(expect.arrayContaining([dossier, other]))
  const taskId = await openTask(parts, colleague, dossier)
  const page = await completeTask(parts, colleague, dossier, { taskId, outcome: 'propose-grant' })
  expect(page.id).toBe(dossier)
  expect((await province.officer('tran-quoc-bao')).roles).toEqual([])
})

test('an officer who comes later finds the open work of the role at once', async () => {
  const { parts } = province
  const operator = await province.officer('to-thanh-phong')
  const newcomer = await province.officer('mai-thi-cam-tu')
  const { revision } = await readOfficer(parts, operator, newcomer.officerId)
  const before = await readWorkList(parts, newcomer, { mine: true })
  await assignRole(parts, operator, newcomer.officerId, {
    revision,
    agencyId: await province.agency(AGENCY),
    role: 'case-officer',
    from: '2026-11-24',
    basis,
  })
  const after = await readWorkList(parts, await province.officer('mai-thi-cam-tu'), { mine: true })
  expect(after.items.length).toBeGreaterThan(before.items.length)
})
