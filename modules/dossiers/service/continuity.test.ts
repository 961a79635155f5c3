import { afterAll, beforeAll, expect, test } from 'vitest'
import { historyOf } from '../../../platform/ledger/index.ts'
import type { LivingProvince } from '../../../tests/living-province.ts'
import { loadAgencies, readAgencies, readAgency } from '../../agencies/index.ts'
import { contentFolder } from '../../../tests/living-province.ts'
import { endAgencyWithWork, readContinuity } from './continuity.ts'
import { openCounter, type Counter } from './counter.fixture.ts'
import { completeTask, releaseResult } from './decisions.ts'
import { readDossierPage } from './reading.ts'

const basis = 'Nghị quyết về sắp xếp đơn vị hành chính'
const lastDay = '2026-11-24T02:00:00Z'
const firstDay = '2026-11-25T02:00:00Z'
const on = '2026-11-25'

let counter: Counter
let province: LivingProvince
beforeAll(async () => {
  counter = await openCounter('2026-11-23T02:00:00Z')
  province = counter.province
})
afterAll(() => province.drop())

const operator = () => province.officer('to-thanh-phong')
const revisionOf = async (id: string) => (await readAgency(province.parts, await operator(), id)).revision

test('an agency with open work ends only where another carries that work on, and by whom it is for to say', async () => {
  await counter.takeIn(counter.birth())
  const id = counter.agencyId
  const ending = { revision: await revisionOf(id), on, basis }
  await expect(endAgencyWithWork(province.parts, await operator(), id, ending)).rejects.toMatchObject({
    code: 'dossiers.work-left',
    meta: { open: 1 },
  })
  const successorId = await province.agency('ubnd-25459')
  const asAdministrator = endAgencyWithWork(province.parts, await province.officer('ngo-thi-kim-ngan'), id, {
    ...ending,
    successorId,
  })
  await expect(asAdministrator).rejects.toMatchObject({ code: 'agencies.kind-not-yours' })
  for (const wrong of [
    { ...ending, successorId: id },
    { ...ending, successorId, on: '2026-11-22' },
  ]) {
    await expect(endAgencyWithWork(province.parts, await operator(), id, wrong)).rejects.toMatchObject({
      kind: 'invalid',
    })
  }
})

test('when agencies merge, the successor’s officers bring open dossiers to their end by the due dates that were promised', async () => {
  const { id } = await counter.takeIn(counter.birth())
  const oldId = counter.agencyId
  const before = await counter.page(id)
  const shown = await readContinuity(province.parts, await operator(), oldId)
  expect(shown.open).toEqual([{ state: 'processing', count: 2 }])
  expect(shown.officers.map(({ name }) => name)).toContain('Nguyễn Thị Lan')

  province.at(lastDay)
  const successorId = await province.agency('ubnd-25459')
  const ending = { revision: await revisionOf(oldId), on, successorId, basis }
  await endAgencyWithWork(province.parts, await operator(), oldId, ending)
  const reception = () => province.officer('le-thi-my-hanh')
  await expect(
    readDossierPage(province.parts, await reception(), id),
    'not before that day',
  ).rejects.toMatchObject({ code: 'dossiers.missing' })

  province.at(firstDay)
  const page = await readDossierPage(province.parts, await reception(), id)
  // That it is late by now is today's verdict; the promise and how it was counted are as they were.
  expect({ ...page.due, verdict: null }).toEqual({ ...before.due, verdict: null })
  expect(page.timeline.at(-1)).toMatchObject({
    kind: 'dossier.agency-succeeded',
    agencyName: 'UBND phường Tân Ninh',
  })
  for (const [name, outcome] of [
    ['huynh-tan-loc', 'propose-grant'],
    ['dang-van-hung', 'approve'],
  ] as const) {
    const officer = await province.officer(name)
    const { actions } = await readDossierPage(province.parts, officer, id)
    const taskId = actions.find(({ action }) => action === 'complete-task')?.taskId ?? ''
    const result = outcome === 'approve' ? { result: { number: '22/2026' } } : {}
    await completeTask(province.parts, officer, id, { taskId, outcome, ...result })
  }
  await releaseResult(province.parts, await reception(), id, { delivery: 'counter' })
  expect(await counter.fact(id), 'counted where it was dealt with').toMatchObject({ agency_id: oldId })
  expect(await counter.inexactSeries()).toEqual([])

  await expect(
    counter.takeIn(counter.birth()),
    'nothing new comes to an agency that is no more',
  ).rejects.toMatchObject({ code: 'agencies.missing' })
  const predecessor = { id: oldId, name: 'UBND phường Long An', on }
  expect(await readAgency(province.parts, await operator(), successorId)).toMatchObject({
    predecessors: [predecessor],
  })
  expect((await historyOf(province.database, oldId)).at(-1)).toMatchObject({
    kind: 'agencies.ended',
    payload: { on, successorId, basis },
  })
  const content = await readAgencies(contentFolder)
  await province.database.transact((tx) => loadAgencies(tx, province.now(), content))
  expect(
    (await readAgency(province.parts, await operator(), oldId)).state,
    'also after the next start',
  ).toMatchObject({ validTo: on })
})
