import { Readable } from 'node:stream'
import { newId } from '../../kernel/ids.ts'
import type { DossierPage } from '../../modules/dossiers/contract.ts'
import {
  acceptDossier,
  completeTask,
  refuseDossier,
  releaseResult,
  requestSupplement,
} from '../../modules/dossiers/service/decisions.ts'
import { beginDraft } from '../../modules/dossiers/service/drafting.ts'
import { readDossierPage } from '../../modules/dossiers/service/reading.ts'
import { submitDossier } from '../../modules/dossiers/service/submission.ts'
import { bringFile } from '../../modules/dossiers/service/upload.ts'
import { quarantine } from '../../platform/outbox/index.ts'
import { aPdf, inhabitantsOf } from '../living-province.ts'
import type { ServedProvince } from '../served-province.ts'
import { concerned, visitors, type VisitorName } from './visitors.ts'

/** What stands for the parameters of an address and of a body. */
export type Subject = Readonly<Record<string, string>>

type Make = (asker: VisitorName) => Promise<Subject>

/** What a request can be about: made anew whenever it is asked for, for what has been acted upon is another thing. */
export function worldOf({ province }: ServedProvince) {
  const parts = province.dossiers
  const people = inhabitantsOf(parts)
  const owner = () => people.citizen(visitors.owner.account)
  const officer = (name: 'reception' | 'case officer' | 'approver') => people.officer(visitors[name].account)
  const wrong = [{ path: '/parts/birth-notice', reason: 'Ảnh mờ' }]

  async function shown(id: string): Promise<Subject> {
    const page = await readDossierPage(parts, await officer('reception'), id)
    return { id, code: page.code, partId: page.parts[0]?.id ?? '' }
  }
  async function taskOf(id: string, name: 'case officer' | 'approver'): Promise<string> {
    const page: DossierPage = await readDossierPage(parts, await officer(name), id)
    return page.actions.find(({ action }) => action === 'complete-task')?.taskId ?? ''
  }
  async function submitted(): Promise<string> {
    const citizen = await owner()
    return (await submitDossier(parts, citizen, await people.birth(citizen, concerned), undefined)).id
  }
  async function accepted(): Promise<string> {
    const id = await submitted()
    await acceptDossier(parts, await officer('reception'), id)
    return id
  }
  async function proposed(): Promise<string> {
    const id = await accepted()
    const taskId = await taskOf(id, 'case officer')
    await completeTask(parts, await officer('case officer'), id, { taskId, outcome: 'propose-grant' })
    return id
  }
  async function finished(): Promise<string> {
    const id = await proposed()
    const approver = await officer('approver')
    const result = { number: '15/2026', file: await people.file(approver) }
    await completeTask(parts, approver, id, {
      taskId: await taskOf(id, 'approver'),
      outcome: 'approve',
      result,
    })
    return id
  }
  async function held(): Promise<Subject> {
    const caseId = await accepted()
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

  const subjects: Readonly<Record<string, Make>> = {
    '-': async () => ({}),
    'birth registration': async () => ({ code: '1.001193' }),
    'an indicator': async () => ({ key: 'on-time', indicator: 'on-time' }),
    'the citizens’ issuer': async () => ({ issuer: 'citizen' }),
    'openid configuration': async () => ({ '*': '.well-known/openid-configuration' }),
    'a token': async () => ({ '*': 'token' }),
    'the mode it is in': async () => ({ mode: 'working' }),
    nothing: async () => ({
      '*': 'khong-co',
      uid: 'khong-co',
      token: 'khong-co',
      id: newId(),
      partId: newId(),
      taskId: newId(),
      draft: newId(),
      code: 'H53.27694-261123-9999',
      page: 'child',
    }),
    'a draft': draft,
    'a birth': birth,
    'a birth with a file of the owner': birthWithFileOfTheOwner,
    'a dossier submitted': async () => shown(await submitted()),
    'a dossier accepted': async () => {
      const id = await accepted()
      return { ...(await shown(id)), taskId: await taskOf(id, 'case officer') }
    },
    'a dossier to be approved': async () => {
      const id = await proposed()
      return { ...(await shown(id)), taskId: await taskOf(id, 'approver'), step: 'approve' }
    },
    'a dossier to be supplemented': async () => {
      const id = await accepted()
      await requestSupplement(parts, await officer('case officer'), id, { message: 'Nộp lại', wrong })
      return shown(id)
    },
    'a dossier finished': async () => shown(await finished()),
    'a dossier released': async () => {
      const id = await finished()
      await releaseResult(parts, await officer('reception'), id, { delivery: 'counter' })
      return shown(id)
    },
    'a dossier refused': async () => {
      const id = await submitted()
      await refuseDossier(parts, await officer('reception'), id, { ground: 'Sai nơi' })
      return shown(id)
    },
    'a paper of another dossier': async () => {
      const one = await shown(await submitted())
      const other = await shown(await submitted())
      return { ...one, partId: other['partId'] ?? '' }
    },
    'a held message': held,
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
