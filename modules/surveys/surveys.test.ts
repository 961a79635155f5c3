import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { follow, historyOf, listReadingsOf, type Following } from '../../platform/ledger/index.ts'
import type { CitizenVisitor, OfficerVisitor } from '../../platform/http/index.ts'
import { live, offices } from '../../tests/dossier-lives.ts'
import { livingProvince, type LivingProvince } from '../../tests/living-province.ts'
import { releaseResult } from '../dossiers/service/decisions.ts'
import type { VoteInput } from './contract.ts'
import { followEndings } from './followers.ts'
import { castVote, findVoteToken, listVotes, readVote, readVoteLink, type SurveyParts } from './service.ts'

const office = 'ubnd-27694'
const anonymous = { kind: 'anonymous' } as const
const liked: VoteInput = { liked: 'liked', reasons: [], comment: null }
const disliked: VoteInput = {
  liked: 'disliked',
  reasons: ['trips', 'attitude'],
  comment: ' Phải đi lại ba lần. ',
}

let province: LivingProvince
let parts: SurveyParts
let following: Following
let owner: CitizenVisitor
let noted: string[]
let refusesVotes = false

beforeAll(async () => {
  province = await livingProvince('2026-11-23T02:00:00Z')
  const { database, now } = province
  parts = {
    database,
    clock: now,
    days: 15,
    async noteVote(_tx, _at, dossierId, vote) {
      if (refusesVotes) throw new Error('not counted')
      noted.push(`${dossierId} ${vote}`)
    },
  }
  following = follow(database, [followEndings(parts)], {
    report: (error) => {
      throw error
    },
    clock: now,
  })
  owner = await province.citizen('nguyen-van-an')
})
beforeEach(() => {
  province.at('2026-11-23T02:00:00Z')
  noted = []
  refusesVotes = false
})
afterAll(async () => {
  await following?.stop()
  await province?.drop()
})

async function ended(
  stage: 'finished' | 'refused' | 'released' = 'released',
  at: keyof typeof offices = office,
) {
  const dossierId = await live(province.parts, at, stage)
  await following.settle()
  const token = await findVoteToken(province.database, dossierId)
  if (token === undefined) throw new Error(`${stage} opens no vote`)
  return { dossierId, token }
}

const surveyKinds = async (dossierId: string) =>
  (await historyOf(province.database, dossierId))
    .map(({ kind }) => kind)
    .filter((kind) => kind.startsWith('survey.'))

test.each(['finished', 'refused', 'released'] as const)(
  'a dossier that was %s may be voted on by a link of its own that nobody can guess',
  async (stage) => {
    const { dossierId, token } = await ended(stage)
    expect(token).toMatch(/^[0-9a-f]{32}$/)
    const page = await readVote(parts, token)
    expect(page).toMatchObject({ isOpen: true, vote: null, closesAt: '2026-12-08T17:00:00.000Z' })
    expect(page.dossierCode).toMatch(/^H53/)
    expect(JSON.stringify(page), 'nobody is named').not.toContain('Nguyễn Văn An')
    expect(await surveyKinds(dossierId)).toEqual([])
  },
)

test('a dossier that is not ended has no vote, and a link that was made up opens none', async () => {
  const dossierId = await live(province.parts, office, 'accepted')
  await following.settle()
  expect(await findVoteToken(province.database, dossierId)).toBeUndefined()
  const none = { code: 'surveys.missing' }
  await expect(readVote(parts, '0'.repeat(32))).rejects.toMatchObject(none)
  await expect(castVote(parts, anonymous, '0'.repeat(32), liked)).rejects.toMatchObject(none)
  await expect(readVoteLink(parts, owner, dossierId)).rejects.toMatchObject(none)
})

test('there is one vote a dossier: the same link changes it, each time the dossier is counted anew', async () => {
  const { dossierId, token } = await ended()
  await castVote(parts, anonymous, token, liked)
  province.at('2026-11-24T02:00:00Z')
  const page = await castVote(parts, owner, token, disliked)
  expect(page.vote).toEqual({
    liked: 'disliked',
    reasons: ['attitude', 'trips'],
    comment: 'Phải đi lại ba lần.',
    changedAt: '2026-11-24T02:00:00.000Z',
  })
  expect(await readVote(parts, token)).toEqual(page)
  expect(noted).toEqual([`${dossierId} liked`, `${dossierId} disliked`])
  const votes = (await historyOf(province.database, dossierId)).filter(({ kind }) =>
    kind.startsWith('survey.vote'),
  )
  expect(votes).toMatchObject([
    { kind: 'survey.voted', actor: { kind: 'system', id: 'vote-link' } },
    {
      kind: 'survey.vote-changed',
      actor: { kind: 'person', id: owner.personId },
      payload: { liked: 'disliked', hasComment: true },
    },
  ])
  expect(JSON.stringify(votes), 'the comment stands in no ledger').not.toContain('ba lần')
})

test('the same vote again changes nothing', async () => {
  const { dossierId, token } = await ended()
  await castVote(parts, anonymous, token, disliked)
  // Whoever counts dossiers is not asked again: a refusal of theirs would show.
  refusesVotes = true
  await castVote(parts, anonymous, token, { ...disliked, comment: 'Phải đi lại ba lần.' })
  refusesVotes = false
  expect(await surveyKinds(dossierId)).toEqual(['survey.voted'])
})

test('of two votes at the same time one is the first and the other its change', async () => {
  const { dossierId, token } = await ended()
  await Promise.all([castVote(parts, anonymous, token, liked), castVote(parts, owner, token, disliked)])
  expect((await surveyKinds(dossierId)).toSorted()).toEqual(['survey.vote-changed', 'survey.voted'])
})

test('a vote that cannot be counted is not kept', async () => {
  const { dossierId, token } = await ended()
  refusesVotes = true
  await expect(castVote(parts, anonymous, token, liked)).rejects.toThrow('not counted')
  expect((await readVote(parts, token)).vote).toBeNull()
  expect(await surveyKinds(dossierId)).toEqual([])
})

test('after fifteen days the vote stands; handing the result over later gives fifteen days more', async () => {
  const { dossierId, token } = await ended('finished')
  await castVote(parts, anonymous, token, liked)
  province.at('2026-12-08T16:59:59Z')
  await castVote(parts, anonymous, token, disliked)
  province.at('2026-12-08T17:00:00Z')
  await expect(castVote(parts, anonymous, token, liked)).rejects.toMatchObject({
    kind: 'gone',
    code: 'surveys.closed',
  })
  expect(await readVote(parts, token)).toMatchObject({ isOpen: false, vote: { liked: 'disliked' } })
  expect(noted, 'what came too late does not count').toEqual([`${dossierId} liked`, `${dossierId} disliked`])
  const reception = await province.officer(offices[office].reception)
  await releaseResult(province.parts, reception, dossierId, { delivery: 'counter' })
  await following.settle()
  expect(await findVoteToken(province.database, dossierId), 'the same link').toBe(token)
  expect(await readVote(parts, token)).toMatchObject({ isOpen: true, closesAt: '2026-12-24T17:00:00.000Z' })
})

test('the applicant finds the way to the vote, and nobody else does', async () => {
  const { dossierId, token } = await ended()
  expect(await readVoteLink(parts, owner, dossierId)).toMatchObject({ token, isOpen: true, hasVoted: false })
  await castVote(parts, owner, token, liked)
  expect(await readVoteLink(parts, owner, dossierId)).toMatchObject({ hasVoted: true })
  const other = { ...owner, personId: '01890000-0000-7000-8000-000000000000' }
  await expect(readVoteLink(parts, other, dossierId)).rejects.toMatchObject({ code: 'surveys.missing' })
})

test('votes are read by who heads the agency and by leaders, not by those they judge; each reading of a comment is recorded', async () => {
  const here = await ended('released', 'ubnd-25708')
  const there = await ended('released', 'ubnd-25459')
  await castVote(parts, anonymous, here.token, disliked)
  await castVote(parts, anonymous, there.token, liked)
  const { approver, reception, caseOfficer } = offices['ubnd-25708']
  const list = async (visitor: OfficerVisitor, query = {}) =>
    (await listVotes(parts, visitor, query)).items.map(({ dossierId }) => dossierId)
  for (const judged of [reception, caseOfficer]) {
    await expect(list(await province.officer(judged))).rejects.toMatchObject({ code: 'surveys.forbidden' })
  }
  const head = await province.officer(approver)
  expect(await list(head)).toEqual([here.dossierId])
  const readings = await listReadingsOf(province.database, owner.personId, { limit: 200 })
  const ofVotes = readings.filter(({ purpose }) => purpose === 'surveys.votes-listed')
  expect(ofVotes).toMatchObject([
    {
      reader: { kind: 'officer', id: head.officerId },
      caseId: here.dossierId,
      fields: ['vote.comment'],
    },
  ])
  const leader: OfficerVisitor = {
    ...head,
    roles: [{ agencyId: await province.agency('ubnd-tinh'), role: 'leader' }],
    leads: null,
  }
  const all = await list(leader)
  expect(all).toContain(here.dossierId)
  expect(all).toContain(there.dossierId)
  expect(await list(leader, { liked: 'disliked' })).not.toContain(there.dossierId)
  const first = await listVotes(parts, leader, { limit: 1 })
  const second = await listVotes(parts, leader, { limit: 1, after: first.next ?? '' })
  expect(second.items[0]?.dossierId).toBe(all[1])
  await expect(listVotes(parts, leader, { after: 'x' })).rejects.toMatchObject({
    code: 'surveys.cursor-malformed',
  })
})
