import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../kernel/ids.ts'
import { livingProvince, type LivingProvince } from '../../../tests/living-province.ts'
import type { CitizenVisitor, Once } from '../../../platform/http/index.ts'
import { beginDraft } from './drafting.ts'
import { submissions, type Asked } from './submission.ts'

let province: LivingProvince

beforeAll(async () => {
  province = await livingProvince('2026-11-23T02:00:00Z')
})
afterAll(() => province.drop())

async function asked(visitor: CitizenVisitor, change: Partial<Asked['input']> = {}): Promise<Asked> {
  const input = { ...(await province.birth(visitor, 'ubnd-27694')), ...change }
  return { visitor, input, once: undefined }
}

function onceFor({ personId }: CitizenVisitor, key: string, content = 1): Once {
  return {
    visitor: `citizen:${personId}`,
    key,
    route: 'POST /api/v1/dossiers',
    requestHash: Buffer.alloc(32, content),
    status: 201,
  }
}

interface Rows {
  readonly dossiers: number
  readonly transactions: number
  readonly entries: number
  readonly parts: number
  readonly parties: number
}

/** What stands in the database of these dossiers, and in how many transactions it was written. */
function rowsOf(ids: readonly string[]): Promise<Rows> {
  return province.owner.one<Rows>(
    `SELECT count(*) AS dossiers, count(DISTINCT xmin::text) AS transactions,
       (SELECT count(*) FROM ledger_entry WHERE case_id = ANY($1::uuid[]) AND kind = 'dossier.submitted') AS entries,
       (SELECT count(*) FROM dossier_part WHERE dossier_id = ANY($1::uuid[])) AS parts,
       (SELECT count(*) FROM dossier_party WHERE dossier_id = ANY($1::uuid[])) AS parties
     FROM dossier WHERE id = ANY($1::uuid[])`,
    [ids],
  )
}

async function settle(all: readonly Asked[]) {
  const submit = submissions(province.parts)
  const answers = await Promise.allSettled(all.map((one) => submit(one)))
  const ids = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.id] : []))
  return { answers, ids }
}

test('dossiers submitted at once are written in one transaction, each whole and under a code of its own', async () => {
  const citizen = await province.citizen('nguyen-van-an')
  const one = await asked(citizen)
  const { answers, ids } = await settle(Array.from({ length: 30 }, () => one))
  const codes = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.code : 'none'))
  expect(new Set(codes).size).toBe(30)
  expect(await rowsOf(ids)).toEqual({
    dossiers: 30,
    transactions: 1,
    entries: 30,
    parts: 30,
    parties: 60,
  })
})

test('one that is refused takes nobody with it', async () => {
  const citizen = await province.citizen('nguyen-van-an')
  const [right, wrong] = [await asked(citizen), await asked(citizen, { parts: [] })]
  const { answers, ids } = await settle([right, wrong, right])
  expect(answers[1]).toMatchObject({ reason: { code: 'dossiers.part-missing' } })
  expect(await rowsOf(ids)).toMatchObject({ dossiers: 2, transactions: 1, entries: 2 })
})

test('one that the database refuses fails alone: the others are tried again, each in a transaction of its own', async () => {
  const citizen = await province.citizen('nguyen-van-an')
  const nobody = { ...citizen, personId: newId() }
  const { answers, ids } = await settle([await asked(citizen), await asked(nobody), await asked(citizen)])
  expect(answers[1]).toMatchObject({ reason: { constraint: 'dossier_applicant_id_fkey' } })
  expect(await rowsOf(ids)).toMatchObject({ dossiers: 2, transactions: 2, entries: 2 })
})

test('the same request twice at once, and once more, is one dossier', async () => {
  const citizen = await province.citizen('nguyen-van-an')
  const one = { ...(await asked(citizen)), once: onceFor(citizen, 'at-once-and-again-1') }
  const [first, again] = [await settle([one, one]), await settle([one])]
  expect(new Set([...first.ids, ...again.ids]).size).toBe(1)
  expect(again.answers[0]).toEqual(first.answers[0])
  expect(await rowsOf(first.ids)).toMatchObject({ dossiers: 1, entries: 1 })
})

test('a key that came with another request is refused, and its neighbours are not', async () => {
  const citizen = await province.citizen('nguyen-van-an')
  const key = 'one-key-two-requests'
  const one = { ...(await asked(citizen)), once: onceFor(citizen, key) }
  const other = { ...(await asked(citizen)), once: onceFor(citizen, key, 2) }
  const { answers } = await settle([one, other, await asked(citizen)])
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(answers[1]).toMatchObject({ reason: { code: 'http.idempotency-key-reused' } })
})

test('a draft is gone when it was submitted, and still there when it was refused', async () => {
  const citizen = await province.citizen('pham-quoc-dung')
  const right = await asked(citizen)
  const [sent, kept] = [
    await beginDraft(province.parts, citizen, right.input),
    await beginDraft(province.parts, citizen, right.input),
  ]
  await settle([
    await asked(citizen, { draftId: sent.id }),
    await asked(citizen, { draftId: kept.id, parts: [] }),
  ])
  const left = await province.owner.rows<{ id: string }>(
    'SELECT id FROM dossier_draft WHERE applicant_id = $1',
    [citizen.personId],
  )
  expect(left).toEqual([{ id: kept.id }])
})
