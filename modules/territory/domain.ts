import type { Dated } from '../../kernel/dated.ts'
import { faultOf, isInForce, overlapping } from '../../kernel/dated.ts'
import type { LocalDate } from '../../kernel/dates.ts'
import type { AreaKind, AreasContent, Province } from './contract.ts'

/** An area under one name and code. `key` is its identity in content; `parent` another's key. */
export interface AreaVersion extends Dated {
  readonly key: string
  readonly code: string
  readonly name: string
  readonly kind: AreaKind
  readonly parent: string | null
  readonly place: readonly [longitude: number, latitude: number] | null
  readonly source: string
}

/** A rule that a row of the content breaks; `path` is a JSON pointer into the file. */
export interface Fault {
  readonly path: string
  readonly code: string
  readonly detail: string
}

/** The rows of areas.yaml with the file's defaults filled in, in the order of the file. */
export function areaVersions({ defaults, areas }: AreasContent): readonly AreaVersion[] {
  return areas.map((row) => ({
    key: row.key ?? row.code,
    code: row.code,
    name: row.name,
    kind: row.kind,
    parent: row.parent === undefined ? defaults.parent : row.parent,
    place: pairOf(row.place),
    source: row.source ?? defaults.source,
    validFrom: row.validFrom ?? defaults.validFrom,
    validTo: row.validTo ?? null,
  }))
}

/** What the schema cannot say: parents exist, only a province has none, versions and codes do not overlap. */
export function areaFaults(versions: readonly AreaVersion[]): readonly Fault[] {
  const keys = new Set(versions.map((version) => version.key))
  const faults: Fault[] = []
  const told = (version: AreaVersion, part: string, code: string, detail: string) =>
    faults.push({ path: `/areas/${versions.indexOf(version)}/${part}`, code, detail })
  for (const version of versions) {
    const fault = faultOf(version)
    if (fault) told(version, version.validTo === null ? 'validFrom' : 'validTo', fault, fault)
    const isTop = version.kind === 'province' || version.kind === 'city'
    if (version.parent !== null && !keys.has(version.parent)) {
      told(version, 'parent', 'broken-reference', `there is no area ${version.parent}`)
    }
    if (isTop !== (version.parent === null)) {
      told(version, 'parent', 'parent', 'a province has no parent, every other area has one')
    }
  }
  for (const one of clashes(versions, (version) => version.key)) {
    told(one, 'validFrom', 'overlap', `another version of ${one.key} is valid on that day`)
  }
  for (const one of clashes(versions, (version) => version.code)) {
    told(one, 'code', 'overlap', `code ${one.code} means another area on that day`)
  }
  return faults
}

/** The province's own code under a scheme on a day; absent where none is known. */
export function findProvinceCode(
  province: Province,
  scheme: 'agency' | 'territory',
  on: LocalDate,
): string | undefined {
  return province.codes.find(
    (held) => held.scheme === scheme && isInForce({ validFrom: held.from, validTo: held.to ?? null }, on),
  )?.code
}

function pairOf([longitude, latitude]: readonly number[] = []): AreaVersion['place'] {
  return longitude === undefined || latitude === undefined ? null : [longitude, latitude]
}

function clashes(
  versions: readonly AreaVersion[],
  by: (version: AreaVersion) => string,
): readonly AreaVersion[] {
  return [...Map.groupBy(versions, by).values()].flatMap((group) => overlapping(group))
}
