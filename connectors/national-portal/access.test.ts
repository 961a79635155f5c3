import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import type { DossierTruth } from '../../modules/dossiers/index.ts'
import type { Role } from '../../platform/http/index.ts'
import { testDatabase, type TestDatabase } from '../../tests/database.ts'
import type { Messages } from './contract.ts'
import { aNewTruth, base, givenWorld, officer, type World } from './world.fixture.ts'

let db: TestDatabase
let world: World

beforeEach(async () => {
  db = await testDatabase()
  world = await givenWorld(db.database)
})
afterEach(async () => {
  await world.end()
  await db.drop()
})

const stranger = (truth: DossierTruth): DossierTruth => ({ ...truth, channel: null })

const byText = (one: string | null, other: string | null) => String(one).localeCompare(String(other))

describe('the lists of messages', () => {
  test('show officers those of their own agencies, leaders and operators every one', async () => {
    const [own, foreign, competent] = [newId(), newId(), newId()]
    const at = (receiving: string, deciding: string) => ({
      receivingAgency: { id: receiving, name: 'Một cửa', code: null },
      competentAgency: { id: deciding, name: 'UBND', code: null },
    })
    const truths = [
      aNewTruth(at(foreign, foreign)),
      aNewTruth(at(own, competent)),
      aNewTruth(at(foreign, own)),
    ]
    for (const truth of truths) {
      await world.happen(truth)
      await world.happen({ ...stranger(truth), id: newId(), code: `${truth.code}9` })
    }
    await world.settled()
    const seenBy = async (state: string, ...roles: Role[]) => {
      const visitor = officer(...roles)
      if (visitor.kind !== 'officer') throw new Error('an officer')
      const held = visitor.roles.map((one) => ({ ...one, agencyId: own }))
      const app = await world.server({
        ...visitor,
        roles: held,
        leads: roles.includes('leader') ? null : [],
      })
      const codes: (string | null)[] = []
      for (let after = ''; ;) {
        const page = (await app.inject(`${base}/messages?state=${state}&limit=1${after}`)).json<Messages>()
        codes.push(...page.items.map(({ dossierCode }) => dossierCode))
        if (page.next === null) return codes.toSorted(byText)
        after = `&after=${encodeURIComponent(page.next)}`
      }
    }
    const sent = truths.map(({ code }) => code)
    const held = sent.map((code) => `${code}9`)
    for (const role of ['operator', 'leader'] as const) {
      expect(await seenBy('sent', role)).toEqual(sent)
      expect(await seenBy('held', role)).toEqual(held)
    }
    for (const role of ['reception', 'case-officer', 'approver'] as const) {
      expect(await seenBy('sent', role)).toEqual(sent.slice(1))
      expect(await seenBy('held', role)).toEqual(held.slice(1))
    }
    expect(await seenBy('held')).toEqual([])
  })
})
