import { isLocalDate } from '../../kernel/dates.ts'
import type { Declaration } from './contract.ts'

/** A rule that a declaration breaks; `path` is a JSON pointer into it. */
export interface Fault {
  readonly path: string
  readonly code: string
  readonly detail: string
}

/** What else a declaration points at: the form's fields and the process's ends. */
export interface Surroundings {
  /** Field names; undefined where there is no form. */
  readonly fields: ReadonlySet<string> | undefined
  /** Ids of end events; undefined where the steps are free. */
  readonly ends: ReadonlySet<string> | undefined
}

/** What the schema cannot say of a declaration: that everything it names is there, once, and that every case has its terms. */
export function declarationFaults(declaration: Declaration, around: Surroundings): readonly Fault[] {
  return [
    ...dayFaults(declaration),
    ...twice(declaration.cases, '/cases'),
    ...twice(declaration.requirements, '/requirements'),
    ...twice(declaration.results, '/results'),
    ...requirementFaults(declaration, around),
    ...caseFaults(declaration),
    ...termFaults(declaration),
    ...resultFaults(declaration, around),
    ...serviceFaults(declaration, around),
    ...sharedFaults(declaration),
  ]
}

function dayFaults({ validFrom, legalBases, requirements }: Declaration): readonly Fault[] {
  const days = [
    ['/validFrom', validFrom] as const,
    ...legalBases.map(({ inForceFrom }, at) => [`/legalBases/${at}/inForceFrom`, inForceFrom] as const),
    ...requirements.map(
      ({ replacedBy }, at) => [`/requirements/${at}/replacedBy/from`, replacedBy?.from] as const,
    ),
  ]
  return days.flatMap(([path, day]) =>
    typeof day === 'string' && !isLocalDate(day)
      ? [{ path, code: 'not-a-day', detail: `${day} is no day` }]
      : [],
  )
}

function twice(list: readonly { readonly key: string }[], path: string): readonly Fault[] {
  return list.flatMap(({ key }, at) =>
    list.findIndex((other) => other.key === key) < at
      ? [{ path: `${path}/${at}/key`, code: 'twice', detail: `${key} stands here twice` }]
      : [],
  )
}

function requirementFaults(declaration: Declaration, { fields }: Surroundings): readonly Fault[] {
  const faults: Fault[] = []
  const used = new Set(declaration.cases.flatMap((one) => one.requirements))
  for (const [at, requirement] of declaration.requirements.entries()) {
    const path = `/requirements/${at}`
    if (!used.has(requirement.key)) {
      faults.push({ path: `${path}/key`, code: 'unused', detail: `no case takes ${requirement.key}` })
    }
    for (const channel of requirement.channels ?? []) {
      if (!declaration.channels.includes(channel)) {
        faults.push({ path: `${path}/channels`, code: 'channel', detail: `${channel} is not offered` })
      }
    }
    const field = requirement.condition?.field?.split('/')[1]
    if (field !== undefined && !fields?.has(field)) {
      const detail = `there is no field ${field} in the form`
      faults.push({ path: `${path}/condition/field`, code: 'broken-reference', detail })
    }
    if (requirement.isForm === true && fields === undefined) {
      faults.push({ path: `${path}/isForm`, code: 'broken-reference', detail: 'there is no form' })
    }
    if (requirement.handling === 'look-up' && requirement.replacedBy === undefined) {
      const detail = 'what is looked up names the database it is looked up in'
      faults.push({ path: `${path}/handling`, code: 'database-missing', detail })
    }
  }
  return faults
}

function caseFaults({ cases, requirements }: Declaration): readonly Fault[] {
  const keys = new Set(requirements.map(({ key }) => key))
  return cases.flatMap((one, at) =>
    one.requirements.flatMap((key, index) => {
      const path = `/cases/${at}/requirements/${index}`
      if (!keys.has(key))
        return [{ path, code: 'broken-reference', detail: `there is no requirement ${key}` }]
      return one.requirements.indexOf(key) < index
        ? [{ path, code: 'twice', detail: `${key} stands here twice` }]
        : []
    }),
  )
}

function termFaults({ cases, channels, terms }: Declaration): readonly Fault[] {
  const faults: Fault[] = []
  const keys = new Set(cases.map(({ key }) => key))
  for (const [at, term] of terms.entries()) {
    for (const [index, key] of (term.cases ?? []).entries()) {
      if (keys.has(key)) continue
      const path = `/terms/${at}/cases/${index}`
      faults.push({ path, code: 'broken-reference', detail: `there is no case ${key}` })
    }
    for (const [index, channel] of term.channels.entries()) {
      if (channels.includes(channel)) continue
      const path = `/terms/${at}/channels/${index}`
      faults.push({ path, code: 'channel', detail: `${channel} is not offered` })
    }
    faults.push(...twice(term.fees, `/terms/${at}/fees`))
  }
  for (const [at, { key }] of cases.entries()) {
    for (const channel of channels) {
      const found = terms.filter(
        (term) => term.channels.includes(channel) && (term.cases === undefined || term.cases.includes(key)),
      )
      if (found.length === 1) continue
      const detail = `${found.length} terms for ${key} through ${channel}, not one`
      faults.push({ path: `/cases/${at}`, code: 'terms', detail })
    }
  }
  return faults
}

function resultFaults({ results }: Declaration, { ends }: Surroundings): readonly Fault[] {
  const faults: Fault[] = []
  for (const [at, { end }] of results.entries()) {
    if (ends?.has(end)) continue
    const detail = `there is no end event ${end} in the process`
    faults.push({ path: `/results/${at}/end`, code: 'broken-reference', detail })
  }
  for (const end of ends ?? []) {
    const found = results.filter((result) => result.end === end).length
    if (found === 1) continue
    faults.push({ path: '/results', code: 'results', detail: `${found} results for the end ${end}, not one` })
  }
  return faults
}

function serviceFaults(
  { serviceLevel, offered, channels, process, calendar }: Declaration,
  { fields, ends }: Surroundings,
): readonly Fault[] {
  const faults: Fault[] = []
  // NĐ 224/2026/NĐ-CP Đ14: anything less than end to end is published with one of four reasons.
  const isLess = serviceLevel.level === 'partial' || serviceLevel.level === 'information'
  if (isLess !== (serviceLevel.reason !== undefined)) {
    const detail = 'a service has a reason exactly when it is less than end to end'
    faults.push({ path: '/serviceLevel', code: 'reason', detail })
  }
  if (serviceLevel.level === 'information' && channels.includes('online')) {
    const detail = 'what is offered online is more than information'
    faults.push({ path: '/serviceLevel/level', code: 'level', detail })
  }
  if (offered !== (serviceLevel.level !== 'none')) {
    const detail = 'there is a service exactly when it is offered'
    faults.push({ path: '/serviceLevel/level', code: 'level', detail })
  }
  if (offered && fields === undefined) {
    faults.push({ path: '/offered', code: 'form-missing', detail: 'what is offered to citizens has a form' })
  }
  if (offered && process === 'free') {
    faults.push({ path: '/process', code: 'process', detail: 'what is offered to citizens has a process' })
  }
  if ((process === 'bpmn') !== (ends !== undefined)) {
    const detail = 'a process is there exactly when it is declared'
    faults.push({ path: '/process', code: 'process', detail })
  }
  if (!offered && calendar === null && process === 'free') {
    const detail = 'a case that lives elsewhere names the calendar of that place'
    faults.push({ path: '/calendar', code: 'calendar', detail })
  }
  return faults
}

function sharedFaults(declaration: Declaration): readonly Fault[] {
  const { sharedForm, process, sharedProcess, channels, onlineSystem, requirementsUnknown } = declaration
  const faults: Fault[] = []
  if (sharedProcess !== undefined && process !== 'bpmn') {
    const detail = 'steps that are free follow no process'
    faults.push({ path: '/sharedProcess', code: 'process', detail })
  }
  if (sharedForm === undefined) return faults
  if (channels.includes('online') && onlineSystem === undefined) {
    const detail = 'without a form of its own it names the system that takes its online dossiers'
    faults.push({ path: '/onlineSystem', code: 'online-system', detail })
  }
  const asksForPapers = declaration.requirements.some(({ isForm }) => isForm !== true)
  if (!asksForPapers && requirementsUnknown === undefined) {
    const detail = 'a list of papers that is not whole says why'
    faults.push({ path: '/requirements', code: 'reason', detail })
  }
  return faults
}
