import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../kernel/ids.ts'
import { live, openTask } from '../../../tests/dossier-lives.ts'
import { livingProvince, type LivingProvince } from '../../../tests/living-province.ts'
import type { Supplement } from '../domain.ts'
import { getDossier } from '../store/dossier.ts'
import { completeTask } from './decisions.ts'
import { readDossierPage } from './reading.ts'
import { tracking } from './tracking.ts'
import { verdictOf } from './verdict.ts'

let province: LivingProvince

beforeAll(async () => {
  province = await livingProvince('2026-11-23T02:00:00Z')
})
afterAll(() => province.drop())

/** What the case officer at the commune is told of how it stands to its due date. */
async function verdict(id: string) {
  return (await readDossierPage(province.parts, await province.officer('tran-quoc-bao'), id)).due.verdict
}

test('while its time runs nothing is decided; once it has run out, it is late by the office’s working time since', async () => {
  province.at('2026-11-23T02:00:00Z')
  const id = await live(province.parts, 'ubnd-27694', 'accepted')
  expect(await verdict(id)).toBeNull()
  // Due on Tuesday at 09:00; on Wednesday at 08:00 a day of eight hours has passed but for one hour.
  province.at('2026-11-25T01:00:00Z')
  expect(await verdict(id)).toMatchObject({
    isLate: true,
    endedAt: null,
    lateFrom: '2026-11-24T02:00:00.000Z',
    cause: 'due',
    workingMinutes: 420,
  })
})

test('what ended in time says so, to the applicant as well', async () => {
  province.at('2026-11-23T02:00:00Z')
  const id = await live(province.parts, 'ubnd-27694', 'finished')
  province.at('2026-12-23T02:00:00Z')
  const told = { isLate: false, endedAt: '2026-11-23T02:00:00.000Z', workingMinutes: null }
  expect(await verdict(id)).toMatchObject(told)
  const { code } = await readDossierPage(province.parts, await province.officer('tran-quoc-bao'), id)
  const citizen = await province.citizen('nguyen-van-an')
  expect((await tracking(province.parts)(citizen, code)).due.verdict).toMatchObject(told)
})

test('a second request makes it late from that moment, whatever the date says', async () => {
  const { parts } = province
  province.at('2026-11-23T02:00:00Z')
  const dossier = await getDossier(parts.database, await live(parts, 'ubnd-27694', 'accepted'))
  const [first, second] = [new Date('2026-11-23T02:10:00Z'), new Date('2026-11-23T03:00:00Z')]
  const asked = (requestedAt: Date): Supplement => ({
    id: newId(),
    requestedAt,
    requestedBy: null,
    message: 'Xin nộp lại',
    wrong: [],
    mode: 'pause',
    answeredAt: requestedAt,
    dueBefore: null,
    dueAfter: null,
  })
  const now = new Date('2026-11-23T03:05:00Z')
  const late = { ...dossier, lateFrom: second }
  const told = await verdictOf(parts.database, late, [asked(first), asked(second)], now)
  expect(told).toMatchObject({ isLate: true, cause: 'second-request', workingMinutes: 5 })
  expect(await verdictOf(parts.database, late, [asked(first)], now)).toMatchObject({ cause: 'earlier-due' })
})

test('a leader is shown the course and the verdict, and nothing of whose it is', async () => {
  const { parts } = province
  province.at('2026-11-23T02:00:00Z')
  const id = await live(parts, 'ubnd-27694', 'proposed')
  const approver = await province.officer('vo-hong-son')
  province.at('2026-11-26T02:00:00Z')
  const taskId = await openTask(parts, approver, id)
  await completeTask(parts, approver, id, {
    taskId,
    outcome: 'approve',
    result: { number: '9/2026', file: await province.file(approver) },
    note: 'Ông Nguyễn Văn An đã gọi hỏi',
  })
  const page = await readDossierPage(parts, await province.officer('lam-chi-hieu'), id)
  expect(page).toMatchObject({
    isWhole: false,
    applicant: { name: 'N***** V** A*', nationalId: null, phone: null },
    answers: {},
    parts: [],
    result: { number: '9/2026', file: null },
    due: { verdict: { isLate: true, endedAt: '2026-11-26T02:00:00.000Z', workingMinutes: 960 } },
  })
  expect(page.steps).not.toHaveLength(0)
  expect(JSON.stringify(page)).not.toMatch(/Nguyễn Văn An|072085990001|0912345678|giay-to/)
})
