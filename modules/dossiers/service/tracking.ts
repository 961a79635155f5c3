import { Problem } from '../../../kernel/problem.ts'
import type { Db } from '../../../platform/db/index.ts'
import { grouped } from '../../../platform/grouping/index.ts'
import type { CitizenVisitor, Visitor } from '../../../platform/http/index.ts'
import { historyOf } from '../../../platform/ledger/index.ts'
import { listAgencyNames } from '../../agencies/index.ts'
import { accountOf, showAccount } from '../../payments/index.ts'
import { listOfficerNames, listPersons } from '../../people/index.ts'
import { listVersions, type ProcedureVersion } from '../../procedures/index.ts'
import { dossierEntries, type Receipt, type Tracking } from '../contract.ts'
import type { Course } from '../domain.ts'
import { findDossierByCode, listCourses } from '../store/dossier.ts'
import { listParts } from '../store/parts.ts'
import { listCourseSteps, type CourseStep } from '../store/steps.ts'
import { maskName } from './masking.ts'
import type { DossierParts } from './parts.ts'
import {
  caseName,
  distinct,
  dueShown,
  instants,
  open,
  resultShown,
  stepShown,
  supplementShown,
  type Names,
} from './showing.ts'
import { verdictOf } from './verdict.ts'

/** Where the dossier of a code is. Problem 'dossiers.missing'. */
export type Track = (visitor: Visitor, code: string) => Promise<Tracking>

/**
 * Where a dossier is, for whoever has its code: the applicant sees it whole, anybody else its course with the name masked.
 * The strangers who ask at the same time are answered together.
 */
export function tracking(parts: DossierParts): Track {
  const asStrangers = grouped((codes: readonly string[]) =>
    parts.database.snapshot((db) => seenByStrangers(db, codes)),
  )
  return async (visitor, code) => {
    const asked = code.trim().toUpperCase()
    const own = visitor.kind === 'citizen' ? await seenByApplicant(parts, visitor, asked) : undefined
    const seen = own ?? (await asStrangers(asked))
    if (seen === undefined) throw new Problem('missing', 'dossiers.missing')
    return seen
  }
}

interface Underway extends Names {
  readonly dossier: Course
  readonly version: ProcedureVersion
  readonly steps: readonly CourseStep[]
}

async function seenByStrangers(db: Db, codes: readonly string[]): Promise<readonly (Tracking | undefined)[]> {
  const [dossiers, stepsOf] = await Promise.all([listCourses(db, codes), listCourseSteps(db, codes)])
  const steps = [...stepsOf.values()].flat()
  const [versions, persons, agencies, officers] = await Promise.all([
    listVersions(db, distinct(dossiers.map(({ procedureVersionId }) => procedureVersionId))),
    listPersons(db, distinct(dossiers.map(({ applicantId }) => applicantId))),
    listAgencyNames(
      db,
      distinct([
        ...dossiers.map(({ receivingAgencyId }) => receivingAgencyId),
        ...dossiers.map(({ competentAgencyId }) => competentAgencyId),
        ...steps.map(({ agencyId }) => agencyId),
      ]),
    ),
    listOfficerNames(db, distinct(steps.map(({ officerId }) => officerId))),
  ])
  const nameOf = new Map(persons.map(({ id, name }) => [id, name]))
  const seen = new Map(
    dossiers.map((dossier) => {
      const version = versions.get(dossier.procedureVersionId)
      if (version === undefined) throw new Error(`the version of dossier ${dossier.id} is not there`)
      const name = dossier.applicantId === null ? undefined : nameOf.get(dossier.applicantId)
      const underway = { dossier, version, steps: stepsOf.get(dossier.id) ?? [], agencies, officers }
      return [dossier.code, strangersView(underway, name)]
    }),
  )
  return codes.map((code) => seen.get(code))
}

function strangersView(underway: Underway, applicant: string | undefined): Tracking {
  return {
    ...courseShown(underway),
    own: false,
    applicant: applicant === undefined ? null : maskName(applicant),
    refusal: null,
    steps: underway.steps.map((step) => ({ ...stepShown(step, underway), note: null })),
    supplement: null,
    result: null,
    dossierId: null,
    answers: null,
    account: null,
    mayPayOnline: false,
    receipt: null,
  }
}

/** Undefined for whoever is not its applicant. */
function seenByApplicant(
  { database, payAt, clock }: DossierParts,
  { personId }: CitizenVisitor,
  code: string,
): Promise<Tracking | undefined> {
  return database.snapshot(async (db) => {
    const dossier = await findDossierByCode(db, code)
    if (dossier === undefined || dossier.applicantId !== personId) return undefined
    const [opened, [applicant], account] = await Promise.all([
      open(db, dossier),
      listPersons(db, [personId]),
      accountOf(db, dossier.id),
    ])
    const waiting = opened.supplements.find((one) => one.answeredAt === null)
    return {
      ...courseShown(opened),
      due: dueShown(opened, await verdictOf(db, dossier, opened.supplements, clock())),
      own: true,
      applicant: applicant?.name ?? null,
      refusal: dossier.refusal,
      steps: opened.steps.map((step) => ({ ...stepShown(step, opened), note: step.note })),
      supplement: waiting === undefined ? null : supplementShown(waiting, opened),
      result: resultShown(opened),
      dossierId: dossier.id,
      answers: dossier.answers,
      account: account === null ? null : showAccount(account),
      mayPayOnline: payAt !== undefined && account !== null && account.outstanding > 0,
      receipt: dossier.acceptedAt === null ? null : await receiptOf(db, dossier.id),
    }
  })
}

function courseShown({ dossier, version, agencies }: Omit<Underway, 'steps'>) {
  return {
    code: dossier.code,
    procedure: version.code,
    procedureName: version.declaration.name,
    caseName: caseName({ dossier, version }),
    state: dossier.state,
    channel: dossier.channel,
    delivery: dossier.delivery,
    receivingAgencyName: agencies.get(dossier.receivingAgencyId) ?? '',
    competentAgencyName: agencies.get(dossier.competentAgencyId) ?? '',
    ...instants(dossier),
    due: dueShown({ dossier, version }),
    procedureVersionId: dossier.procedureVersionId,
  }
}

async function receiptOf(db: Db, dossierId: string): Promise<Receipt> {
  const [papers, history] = await Promise.all([listParts(db, dossierId), historyOf(db, dossierId)])
  const accepted = history.find(({ kind }) => kind === dossierEntries.accepted)
  const officers = await listOfficerNames(db, accepted?.actor.kind === 'officer' ? [accepted.actor.id] : [])
  return {
    acceptedBy: officers.get(accepted?.actor.id ?? '') ?? null,
    papers: papers.map(({ title, file, originals, copies }) => ({
      title,
      name: file?.name ?? null,
      originals,
      copies,
    })),
  }
}
