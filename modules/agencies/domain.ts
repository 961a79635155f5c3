import type { Dated } from '../../kernel/dated.ts'
import { faultOf, isInForce, overlapping } from '../../kernel/dated.ts'
import type { LocalDate } from '../../kernel/dates.ts'
import { Problem } from '../../kernel/problem.ts'
import type { AgenciesContent, AgencyKind, AgencyLevel, CodeStatus, SuccessionKind } from './contract.ts'

/** An agency under one name and superior; `parent` and `area` are keys of content. */
export interface AgencyVersion extends Dated {
  readonly key: string
  readonly code: string | null
  readonly codeStatus: CodeStatus
  readonly name: string
  readonly kind: AgencyKind
  readonly level: AgencyLevel
  readonly parent: string | null
  readonly area: string | null
  readonly counter: string | null
  readonly source: string
}

export interface Succession {
  readonly from: string
  readonly to: string
  readonly effectiveOn: LocalDate
  readonly kind: SuccessionKind
}

export interface Fault {
  readonly path: string
  readonly code: string
  readonly detail: string
}

/** A version together with the place of its row in the file. */
export interface Told {
  readonly path: string
  readonly version: AgencyVersion
}

/** The rows of agencies.yaml with what their groups say, in the order of the file. */
export function agencyVersions({ validFrom, groups }: AgenciesContent): readonly Told[] {
  return groups.flatMap((group, at) =>
    group.agencies.map((row, index) => ({
      path: `/groups/${at}/agencies/${index}`,
      version: {
        key: row.key,
        code: row.code ?? null,
        codeStatus: group.codes.status,
        name: row.name,
        kind: group.kind,
        level: group.level,
        parent: group.parent,
        area: row.area,
        counter: row.counter ?? null,
        source: group.source,
        validFrom: row.validFrom ?? validFrom,
        validTo: row.validTo ?? null,
      },
    })),
  )
}

/** What the schema cannot say: superiors and successors exist, codes are given as promised, versions do not overlap. */
export function agencyFaults(content: AgenciesContent): readonly Fault[] {
  const told = agencyVersions(content)
  const keys = new Set(told.map(({ version }) => version.key))
  const faults: Fault[] = []
  for (const [at, group] of content.groups.entries()) {
    if (group.parent !== null && !keys.has(group.parent)) {
      const detail = `there is no agency ${group.parent}`
      faults.push({ path: `/groups/${at}/parent`, code: 'broken-reference', detail })
    }
    if (group.codes.status !== 'official' && group.codes.reason === undefined) {
      const detail = 'codes that are not official say why'
      faults.push({ path: `/groups/${at}/codes`, code: 'reason-missing', detail })
    }
  }
  for (const { path, version } of told) {
    const fault = faultOf(version)
    if (fault) faults.push({ path, code: fault, detail: fault })
    if ((version.code === null) !== (version.codeStatus === 'unpublished')) {
      const detail = 'an agency has a code exactly when its group says so'
      faults.push({ path: `${path}/code`, code: 'code', detail })
    }
  }
  for (const by of ['key', 'code'] as const) faults.push(...clashes(told, by))
  for (const [at, { from, to }] of content.successions.entries()) {
    for (const [part, key] of [['from', from] as const, ['to', to] as const]) {
      if (keys.has(key)) continue
      const detail = `there is no agency ${key}`
      faults.push({ path: `/successions/${at}/${part}`, code: 'broken-reference', detail })
    }
  }
  return faults
}

/**
 * Who carries on the duties of an agency on a day, through any number of reorganisations; itself while nobody does.
 * `successions` may be of any agencies.
 */
export function successors(id: string, successions: readonly Succession[], on: LocalDate): readonly string[] {
  const seen = new Set([id])
  const last = new Set<string>()
  const queue = [id]
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    const next = successions.filter(({ from, effectiveOn }) => from === one && effectiveOn <= on)
    if (next.length === 0) last.add(one)
    for (const { to } of next) {
      if (!seen.has(to)) queue.push(to)
      seen.add(to)
    }
  }
  return [...last]
}

/** The agencies whose duties this one carries on by a day, through any number of reorganisations. */
export function predecessors(
  id: string,
  successions: readonly Succession[],
  on: LocalDate,
): readonly string[] {
  const found = new Set<string>()
  const queue = [id]
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    for (const { from, to, effectiveOn } of successions) {
      if (to !== one || effectiveOn > on || from === id || found.has(from)) continue
      found.add(from)
      queue.push(from)
    }
  }
  return [...found]
}

function clashes(told: readonly Told[], by: 'key' | 'code'): readonly Fault[] {
  const groups = Map.groupBy(told, ({ version }) => version[by])
  return [...groups].flatMap(([value, group]) => {
    if (value === null) return []
    const found = new Set<Dated>(overlapping(group.map(({ version }) => version)))
    return group
      .filter(({ version }) => found.has(version))
      .map(({ path }) => ({
        path: `${path}/${by}`,
        code: 'overlap',
        detail: `${by} ${value} is taken on that day`,
      }))
  })
}

/** At which level an agency of a kind stands; a unit stands where its agency does. */
export function levelOf(kind: AgencyKind, parent: AgencyLevel | null): AgencyLevel {
  if (kind === 'unit') return parent ?? 'province'
  if (kind === 'external') return 'outside'
  return kind === 'commune-committee' ? 'commune' : 'province'
}

/** What becomes of an agency's versions when it is something else from a day on. */
export type VersionChange<V extends Dated> =
  | { readonly kind: 'correct'; readonly known: V }
  | { readonly kind: 'follow'; readonly known: V; readonly validTo: LocalDate | null }

/**
 * The version in force on a day is ended there and followed by a new one until its own end; one that begins that very day is
 * corrected. Problem 'agencies.not-in-force' where there is none, 'agencies.later-version' where another is to follow already.
 */
export function changeFrom<V extends Dated>(versions: readonly V[], from: LocalDate): VersionChange<V> {
  const known = versions.find((version) => isInForce(version, from))
  if (known === undefined) throw new Problem('conflict', 'agencies.not-in-force')
  if (versions.some(({ validFrom }) => validFrom > from)) {
    throw new Problem('conflict', 'agencies.later-version')
  }
  if (known.validFrom === from) return { kind: 'correct', known }
  return { kind: 'follow', known, validTo: known.validTo }
}

/** Whether an agency may stand under another: neither is itself, nor does the other stand under it. */
export function mayStandUnder(
  id: string,
  parentId: string,
  agencies: readonly { readonly id: string; readonly parentId: string | null }[],
): boolean {
  const parentOf = new Map(agencies.map((agency) => [agency.id, agency.parentId]))
  const seen = new Set<string>()
  for (let one: string | null = parentId; one !== null && !seen.has(one); one = parentOf.get(one) ?? null) {
    if (one === id) return false
    seen.add(one)
  }
  return true
}
