import { afterAll, beforeAll, expect, test } from 'vitest'
import { birthAnswers, livingProvince, type LivingProvince } from '../../../tests/living-province.ts'
import type { CitizenVisitor } from '../../../platform/http/index.ts'
import { live } from '../../../tests/dossier-lives.ts'
import { newId } from '../../../kernel/ids.ts'
import { beginDraft, checkDraft, keepDraft, readDraft } from './drafting.ts'
import { reusablePapers } from './intake.ts'
import { listParts } from '../store/parts.ts'
import { submitDossier } from './submission.ts'

let province: LivingProvince
let citizen: CitizenVisitor

beforeAll(async () => {
  province = await livingProvince('2026-11-23T02:00:00Z')
  citizen = await province.citizen('nguyen-van-an')
})
afterAll(() => province.drop())

async function draftOf(answers: Record<string, unknown>): Promise<string> {
  const birth = await province.birth(citizen, 'ubnd-27694')
  return (await beginDraft(province.parts, citizen, { ...birth, answers })).id
}

test('a page is checked for what is missing and for what is malformed, and for nothing of another page', async () => {
  const { childName: _missing, ...rest } = birthAnswers
  const id = await draftOf({ ...rest, childBornOn: 'hôm qua', declarantId: '0720' })
  const check = (page?: string) => checkDraft(province.parts, citizen, id, page)
  expect(await check('child')).toEqual({
    fields: [
      { path: '/childName', code: 'required' },
      { path: '/childBornOn', code: 'format', meta: { format: 'date' } },
    ],
  })
  expect(await check('declarant')).toMatchObject({ fields: [{ path: '/declarantId', code: 'format' }] })
  expect((await check()).fields.map(({ path }) => path)).toEqual([
    '/childName',
    '/childBornOn',
    '/declarantId',
  ])
})

test('what the submission would tidy by itself is not wrong', async () => {
  const id = await draftOf({ ...birthAnswers, declarantPhone: '+84 912 345 678', childName: ' Ánh ' })
  expect(await checkDraft(province.parts, citizen, id, undefined)).toEqual({ fields: [] })
})

test('nobody checks the draft of somebody else, nor a page that the form does not have', async () => {
  const id = await draftOf(birthAnswers)
  const other = await province.citizen('pham-quoc-dung')
  await expect(checkDraft(province.parts, other, id, 'child')).rejects.toMatchObject({
    code: 'dossiers.draft-missing',
  })
  await expect(checkDraft(province.parts, citizen, id, 'nowhere')).rejects.toMatchObject({
    code: 'dossiers.page-missing',
  })
})

test('a paper of an earlier dossier stands in a draft, and in the dossier that comes of it, with where it is from', async () => {
  await live(province.parts, 'ubnd-27694', 'accepted')
  const { papers } = await reusablePapers(province.parts, citizen.personId)
  const [paper] = papers
  if (paper === undefined) throw new Error('no earlier paper')
  const { dossierId, partId, sha256, name, code } = paper
  const birth = await province.birth(citizen, 'ubnd-27694')
  const reused = { requirement: 'birth-notice', sha256, name, reusedFrom: { dossierId, partId } }
  const draft = await beginDraft(province.parts, citizen, { ...birth, parts: [reused] })
  expect(draft.parts).toMatchObject([{ name, sha256, reusedFrom: { dossierId, partId, code } }])
  const { id } = await submitDossier(province.parts, citizen, { ...birth, parts: [reused] }, undefined)
  const [kept] = await listParts(province.database, id)
  expect(kept).toMatchObject({ requirement: 'birth-notice', reusedFrom: code, file: { sha256 } })
  const other = await province.citizen('pham-quoc-dung')
  await expect(beginDraft(province.parts, other, { ...birth, parts: [reused] })).rejects.toMatchObject({
    code: 'dossiers.reuse-unknown',
  })
})

test('a draft names no agency that there is not, and keeps what was in it', async () => {
  const id = await draftOf(birthAnswers)
  const birth = await province.birth(citizen, 'ubnd-27694')
  await expect(
    keepDraft(province.parts, citizen, id, { ...birth, agencyId: newId(), caseKey: null }),
  ).rejects.toMatchObject({ code: 'agencies.missing', fields: [{ path: '/agencyId', code: 'choice' }] })
  expect((await readDraft(province.parts, citizen, id)).caseKey).toBe('with-birth-notice')
})
