import { Readable } from 'node:stream'
import { addDays, instantOf, localDateOf } from '../../kernel/dates.ts'
import { newId } from '../../kernel/ids.ts'
import type { IntakeInput } from '../../modules/dossiers/contract.ts'
import { beginDraft } from '../../modules/dossiers/service/drafting.ts'
import { takeInAtOffice } from '../../modules/dossiers/service/intake.ts'
import { refundFees } from '../../modules/dossiers/service/money-open.ts'
import { confirmPayment, payOnline, takeCash } from '../../modules/dossiers/service/paying.ts'
import { readDossierPage } from '../../modules/dossiers/service/reading.ts'
import { bringFile } from '../../modules/dossiers/service/upload.ts'
import { currentVersion } from '../../modules/procedures/index.ts'
import { findVoteToken } from '../../modules/surveys/index.ts'
import { openSurveys } from '../../modules/surveys/service.ts'
import { accountOf, listUnmatched } from '../../modules/payments/index.ts'
import { publishRoots } from '../../platform/ledger/index.ts'
import { quarantine } from '../../platform/outbox/index.ts'
import { live, openTask, type Stage } from '../dossier-lives.ts'
import { aPdf, birthAnswers, businessAnswers, inhabitantsOf } from '../living-province.ts'
import type { ServedProvince } from '../served-province.ts'
import { administrationSubjects } from './administration.ts'
import { registerSubjects } from './registers.ts'
import { concerned, visitors, type VisitorName } from './visitors.ts'

/** What stands for the parameters of an address and of a body. */
export type Subject = Readonly<Record<string, string>>

type Make = (asker: VisitorName) => Promise<Subject>

/** What a request can be about: made anew whenever it is asked for, for what has been acted upon is another thing. */
export function worldOf({ province }: ServedProvince) {
  const parts = province.dossiers
  const people = inhabitantsOf(parts)
  const owner = () => people.citizen(visitors.owner.account)
  const at = (stage: Stage) => live(parts, concerned, stage)

  async function shown(id: string): Promise<Subject> {
    const reception = await people.officer(visitors.reception.account)
    const page = await readDossierPage(parts, reception, id)
    return { id, code: page.code, partId: page.parts[0]?.id ?? '', kind: '01' }
  }
  async function withTask(id: string, duty: 'case officer' | 'approver'): Promise<Subject> {
    const taskId = await openTask(parts, await people.officer(visitors[duty].account), id)
    return { ...(await shown(id)), taskId, step: duty }
  }
  async function held(): Promise<Subject> {
    const caseId = await at('accepted')
    const reasons = [{ path: '', code: 'national-portal.owner-missing' }]
    const message = {
      target: 'national-portal',
      caseId,
      kind: 'dossier',
      position: 1,
      body: undefined,
      reasons,
    }
    const id = await province.database.transact((tx) => quarantine(tx, parts.clock(), message))
    return { id }
  }
  async function heldForTheMonitor(): Promise<Subject> {
    const [dossierId, id] = [newId(), newId()]
    await province.database.run(
      `INSERT INTO emc_dossier (dossier_id, accepted_on, state, message_id, posted_at, is_pending, is_held)
       VALUES ($1, '2026-11-23', '4', $2, $3, true, true)`,
      [dossierId, id, parts.clock()],
    )
    return { id }
  }
  async function draft(): Promise<Subject> {
    const citizen = await owner()
    const begun = await beginDraft(parts, citizen, await people.birth(citizen, concerned))
    return { id: begun.id, draft: begun.id, page: 'child' }
  }
  async function birth(whose: VisitorName): Promise<Subject> {
    const account = visitors[whose]
    const citizen = account?.issuer === 'citizen' ? await people.citizen(account.account) : await owner()
    return { birth: JSON.stringify(await people.birth(citizen, concerned)) }
  }
  async function birthWithFileOfTheOwner(): Promise<Subject> {
    const citizen = await owner()
    const input = await people.birth(citizen, concerned)
    // A file that nobody else has brought: the same content from two hands belongs to both.
    const { sha256, name } = await bringFile(parts, citizen, {
      stream: Readable.from([aPdf, Buffer.from(`\n% ${newId()}\n`)]),
      name: 'giay-chung-sinh.pdf',
      declaredType: 'application/pdf',
    })
    return { birth: JSON.stringify({ ...input, parts: [{ requirement: 'birth-notice', sha256, name }] }) }
  }

  /** Opened here rather than by the program's follower, which comes in its own time. */
  async function vote(): Promise<Subject> {
    const id = await at('released')
    const now = parts.clock()
    const agencyId = await people.agency(concerned)
    await province.database.transact((tx) =>
      openSurveys(tx, now, 15, [{ dossierId: id, agencyId, endedAt: now }]),
    )
    return { id, token: (await findVoteToken(province.database, id)) ?? '' }
  }

  async function publishedDay(): Promise<Subject> {
    const day = localDateOf(parts.clock())
    await publishRoots(province.database, () => instantOf(addDays(day, 1), '00:10'))
    return { day }
  }
  async function atTheCounter(about: 'birth' | 'business', applicantId: string): Promise<IntakeInput> {
    const office = {
      agencyId: await people.agency(concerned),
      channel: 'counter',
      delivery: 'counter',
    } as const
    const common = { ...office, applicant: { personId: applicantId }, accept: true }
    return about === 'birth'
      ? {
          ...common,
          procedure: '1.001193',
          caseKey: 'with-birth-notice',
          answers: birthAnswers,
          papers: [{ requirement: 'birth-notice', originals: 1, copies: 0 }],
        }
      : { ...common, procedure: '1.001612', caseKey: 'one-person', answers: businessAnswers, papers: [] }
  }
  async function takenIn(about: 'birth' | 'business'): Promise<Subject> {
    const reception = await people.officer(visitors.reception.account)
    const input = await atTheCounter(about, (await owner()).personId)
    const { id } = await takeInAtOffice(parts, reception, input, undefined)
    const { sha256, name } = await people.file(reception)
    return { ...(await shown(id)), sha256, name }
  }

  async function unmatchedPayment(): Promise<Subject> {
    const { id = '' } = await takenIn('business')
    const withPlatform = { ...parts, payAt: (reference: string) => reference }
    const { payAt: reference } = await payOnline(withPlatform, await owner(), id)
    const providerId = newId()
    await confirmPayment(parts, { reference, providerId, amount: 1_000, paidAt: parts.clock() })
    const all = await listUnmatched(province.database, null, 1_000)
    return { id: all.find((one) => one.providerId === providerId)?.id ?? '' }
  }
  async function paidFor(): Promise<Subject> {
    const subject = await takenIn('business')
    const reception = await people.officer(visitors.reception.account)
    await takeCash(parts, reception, subject['id'] ?? '', { amount: 50_000 })
    return subject
  }
  async function refundDecided(): Promise<Subject> {
    const { id: dossierId = '' } = await paidFor()
    const grounds = { reason: 'Thu nhầm', clause: 'Luật 97/2015/QH13, Đ12' }
    const approver = await people.officer(visitors.approver.account)
    await refundFees(parts, approver, dossierId, { ...grounds, lines: [] })
    const account = await accountOf(province.database, dossierId)
    return { id: account?.refunds[0]?.id ?? '' }
  }

  const subjects: Readonly<Record<string, Make>> = {
    ...administrationSubjects(parts, people),
    ...registerSubjects(province.registries, people),
    '-': async () => ({}),
    'birth registration': async () => ({ code: '1.001193' }),
    'birth registration’s version': async () => {
      const { id } = await currentVersion(province.database, '1.001193', localDateOf(parts.clock()))
      return { id }
    },
    'an indicator': async () => ({ key: 'on-time', indicator: 'on-time', dimension: 'channel' }),
    'the citizens’ issuer': async () => ({ issuer: 'citizen' }),
    'openid configuration': async () => ({ '*': '.well-known/openid-configuration' }),
    'a token': async () => ({ '*': 'token' }),
    'a day that was published': publishedDay,
    'the mode it is in': async () => ({ mode: 'working' }),
    nothing: async () => ({
      '*': 'khong-co',
      uid: 'khong-co',
      token: 'khong-co',
      day: '2020-01-01',
      id: newId(),
      partId: newId(),
      taskId: newId(),
      kind: '01',
      key: 'khong-co',
      assignmentId: newId(),
      delegationId: newId(),
      draft: newId(),
      code: 'H53.27694-261123-9999',
      page: 'child',
      reference: 'NOBODY',
      outcome: 'paid',
    }),
    'a draft': draft,
    'a birth': birth,
    'a birth with a file of the owner': birthWithFileOfTheOwner,
    'a dossier submitted': async () => shown(await at('submitted')),
    'a dossier counted': async () => ({ ...(await shown(await at('accepted'))), indicator: 'on-time' }),
    'nothing counted': async () => ({ id: newId(), indicator: 'on-time' }),
    'a dossier accepted': async () => withTask(await at('accepted'), 'case officer'),
    'a dossier to be approved': async () => withTask(await at('proposed'), 'approver'),
    'a dossier to be supplemented': async () => shown(await at('asked')),
    'a dossier finished': async () => shown(await at('finished')),
    'a dossier released': async () => shown(await at('released')),
    'a dossier refused': async () => shown(await at('refused')),
    'a paper of another dossier': async () => {
      const one = await shown(await at('submitted'))
      const other = await shown(await at('submitted'))
      return { ...one, partId: other['partId'] ?? '' }
    },
    'a held message': held,
    'a birth at the counter': async () => ({
      intake: JSON.stringify(await atTheCounter('birth', (await owner()).personId)),
    }),
    'a dossier on paper': () => takenIn('birth'),
    'a dossier with fees': () => takenIn('business'),
    'an unmatched payment': unmatchedPayment,
    'a dossier paid for': paidFor,
    'a refund decided': refundDecided,
    'a known applicant': async () => ({
      id: (await owner()).personId,
      nationalId: '072085990001',
      code: '1.001193',
    }),
    'a vote': vote,
    'a held message to the monitor': heldForTheMonitor,
  }
  return {
    make(about: string, asker: VisitorName): Promise<Subject> {
      const make = subjects[about]
      if (make === undefined) throw new Error(`rights.md speaks of "${about}", which the world cannot make`)
      return make(asker)
    },
    /** Changes with everything that is recorded or kept. */
    async trace(): Promise<string> {
      const { database } = province
      const { entries } = await database.one<{ entries: number }>(
        'SELECT count(*) AS entries FROM ledger_entry',
      )
      const drafts = await database.rows<object>('SELECT id, updated_at FROM dossier_draft ORDER BY id')
      return JSON.stringify([entries, drafts])
    },
  }
}

export type World = ReturnType<typeof worldOf>
