import { join } from 'node:path'
import { Problem } from '../../kernel/problem.ts'
import { type ProvinceMode, provinceMode } from '../../platform/auth/index.ts'
import {
  brokenReference,
  type Content,
  type ContentError,
  contentError,
  readContent,
  refuseErrors,
} from '../../platform/content/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { findAgencyByKey } from '../agencies/index.ts'
import { DemoPeople } from './contract.ts'
import type { Assignment } from './domain.ts'
import * as officers from './store/officers.ts'
import * as store from './store/people.ts'

/** Reads demo/people.yaml of a province's folder. Problem `content.invalid`. */
export async function readDemoPeople(folder: string): Promise<Content<DemoPeople>> {
  const content = await readContent(join(folder, 'demo', 'people.yaml'), DemoPeople, { root: folder })
  refuseErrors([...repeated(content, 'citizens'), ...repeated(content, 'officers')])
  return content
}

function repeated(content: Content<DemoPeople>, list: 'citizens' | 'officers'): ContentError[] {
  const subjects = content.value[list].map(({ subject }) => subject)
  return subjects.flatMap((subject, index) =>
    subjects.indexOf(subject) === index
      ? []
      : [contentError(content, `/${list}/${index}/subject`, 'repeated', 'this account stands here already')],
  )
}

/**
 * Enters the simulated people, adding only what is missing and nothing to officers that were changed on screen. Problems 'people.demo-in-real-province' and
 * `content.invalid` for an agency that does not exist.
 */
export async function loadDemoPeople(tx: Tx, at: Date, content: Content<DemoPeople>): Promise<void> {
  refuseRealProvince(await provinceMode(tx))
  for (const { subject, nationalId, name, birthOn, email } of content.value.citizens) {
    const person = await store.saveSignedInPerson(tx, at, { subject, nationalId, name, birthOn })
    if (person && email !== undefined) await store.setContact(tx, person.id, email)
  }
  const agencies = await agencyIds(tx, content)
  for (const { subject, name, assignments } of content.value.officers) {
    const officer = await officers.enterOfficer(tx, at, subject, name)
    // Whoever was changed on screen is as the screen says; content gave the first word.
    if (officer.revision > 0) continue
    const known = officer.assignments
    for (const { agency, role, from, to = null } of assignments) {
      const assignment: Assignment = { agencyId: agencies.get(agency) ?? '', role, from, to }
      if (!known.some((held) => isSame(held, assignment)))
        await officers.addAssignment(tx, officer.id, assignment)
    }
  }
}

function refuseRealProvince(mode: ProvinceMode | undefined): void {
  if (mode !== 'demo') throw new Problem('forbidden', 'people.demo-in-real-province')
}

async function agencyIds(tx: Tx, content: Content<DemoPeople>): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>()
  const errors: ContentError[] = []
  for (const [index, { assignments }] of content.value.officers.entries()) {
    for (const [place, { agency }] of assignments.entries()) {
      const found = ids.has(agency) ? undefined : await findAgencyByKey(tx, agency)
      if (found) ids.set(agency, found.id)
      const path = `/officers/${index}/assignments/${place}/agency`
      if (!ids.has(agency)) errors.push(brokenReference(content, path, `agency ${agency}`))
    }
  }
  refuseErrors(errors)
  return ids
}

function isSame(held: Assignment, wanted: Assignment): boolean {
  return held.agencyId === wanted.agencyId && held.role === wanted.role && held.from === wanted.from
}
