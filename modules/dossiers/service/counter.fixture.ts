import { compareCells } from '../../../platform/cells/index.ts'
import type { OfficerVisitor } from '../../../platform/http/index.ts'
import {
  birthAnswers,
  businessAnswers,
  copyAnswers,
  livingProvince,
  type LivingProvince,
} from '../../../tests/living-province.ts'
import type { DossierPage, IntakeInput, PaperInput, TakenIn } from '../contract.ts'
import { dossierSeries, seriesName, type SeriesName } from '../fact.ts'
import { completeTask } from './decisions.ts'
import { takeInAtOffice } from './intake.ts'
import { readDossierPage } from './reading.ts'
import { compareFacts, recountDossiers } from './recount.ts'

export const original: PaperInput = { requirement: 'birth-notice', originals: 1, copies: 0 }

/** The counter of a commune in a living province, with what is brought to it. */
export interface Counter {
  readonly province: LivingProvince
  readonly reception: OfficerVisitor
  readonly agencyId: string
  birth(change?: Partial<IntakeInput>): IntakeInput
  copies(change?: Partial<IntakeInput>): IntakeInput
  aBusiness(change?: Partial<IntakeInput>): IntakeInput
  takeIn(input: IntakeInput, visitor?: OfficerVisitor): Promise<TakenIn>
  page(id: string): Promise<DossierPage>
  finish(id: string, withFile: boolean): Promise<void>
  /** The fact as it is known now. */
  fact(id: string): Promise<Record<string, unknown>>
  /** The series whose cells, and 'facts' where their records, differ from the dossiers; none where all is exact. */
  inexactSeries(): Promise<readonly string[]>
}

export async function openCounter(startAt: string): Promise<Counter> {
  const province = await livingProvince(startAt)
  const { parts, database } = province
  const reception = await province.officer('nguyen-thi-lan')
  const agencyId = await province.agency('ubnd-27694')
  const birth = (change: Partial<IntakeInput> = {}): IntakeInput => ({
    procedure: '1.001193',
    caseKey: 'with-birth-notice',
    agencyId,
    channel: 'counter',
    applicant: {
      kind: 'citizen',
      name: 'Trần Văn Mới',
      nationalId: '072090990099',
      birthOn: '1990-02-03',
      phone: '0909123456',
      email: null,
    },
    answers: birthAnswers,
    papers: [original],
    delivery: 'counter',
    accept: true,
    ...change,
  })
  return {
    province,
    reception,
    agencyId,
    birth,
    copies: (change = {}) =>
      birth({
        procedure: '2.000815',
        caseKey: 'original-of-vietnam',
        answers: copyAnswers,
        papers: [{ requirement: 'copy', originals: 0, copies: 1 }],
        ...change,
      }),
    aBusiness: (change = {}) =>
      birth({
        procedure: '1.001612',
        caseKey: 'one-person',
        answers: businessAnswers,
        papers: [],
        ...change,
      }),
    takeIn: (input, visitor = reception) => takeInAtOffice(parts, visitor, input, undefined),
    page: (id) => readDossierPage(parts, reception, id),
    async finish(id, withFile) {
      const steps = [
        ['tran-quoc-bao', 'propose-grant'],
        ['vo-hong-son', 'approve'],
      ] as const
      for (const [name, outcome] of steps) {
        const officer = await province.officer(name)
        const { actions } = await readDossierPage(parts, officer, id)
        const taskId = actions.find(({ action }) => action === 'complete-task')?.taskId ?? ''
        const file = withFile ? { file: await province.file(officer) } : {}
        const result = outcome === 'approve' ? { result: { number: '21/2026', ...file } } : {}
        await completeTask(parts, officer, id, { taskId, outcome, ...result })
      }
    },
    fact: (id) =>
      database.one<Record<string, unknown>>(
        'SELECT * FROM dossier_fact WHERE dossier_id = $1 AND replaced_on IS NULL',
        [id],
      ),
    async inexactSeries() {
      const inexact: string[] = []
      for (const name of Object.keys(dossierSeries) as SeriesName[]) {
        const report = await database.snapshot((db) =>
          compareCells(db, seriesName(name), recountDossiers(db)),
        )
        if (!report.exact) inexact.push(name)
      }
      const facts = await database.snapshot((db) => compareFacts(db))
      if (facts.mismatchCount > 0) inexact.push('facts')
      return inexact
    },
  }
}
