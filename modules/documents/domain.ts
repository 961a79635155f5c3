import { faultOf, isInForce, overlapping, type Dated } from '../../kernel/dated.ts'
import { localDateOf, localTimeOf, type LocalDate } from '../../kernel/dates.ts'
import { Problem, type FieldProblem } from '../../kernel/problem.ts'
import type { HandOverResult, SlipKind, SlipsContent } from './contract.ts'

type VersionContent = SlipsContent['slips'][number]['versions'][number]

/** One form as it is prescribed from a day on. */
export type SlipVersion = Omit<VersionContent, 'validTo'> & Dated & { readonly kind: SlipKind }

export function versionsOf({ slips }: SlipsContent): readonly SlipVersion[] {
  return slips.flatMap(({ kind, versions }) =>
    versions.map((version) => ({ ...version, kind, validTo: version.validTo ?? null })),
  )
}

/** What the schema cannot say: a form is told once, its versions are on one day at most one. */
export function slipFaults(content: SlipsContent): readonly FieldProblem[] {
  const { slips } = content
  return slips.flatMap(({ kind, versions }, index) => {
    const path = `/slips/${index}`
    const dated = versionsOf({ slips: [{ kind, versions }] })
    const faults = dated.flatMap((version, place) => {
      const code = faultOf(version)
      return code === undefined ? [] : [{ path: `${path}/versions/${place}/validFrom`, code }]
    })
    const twice = slips.findIndex((one) => one.kind === kind) < index
    const overlap = overlapping(dated)
    return [
      ...(twice ? [{ path: `${path}/kind`, code: 'twice' }] : []),
      ...faults,
      ...overlap.map((version) => ({
        path: `${path}/versions/${dated.indexOf(version)}/validFrom`,
        code: 'overlaps',
      })),
    ]
  })
}

/** The form in force on a day. Problem 'documents.no-template'. */
export function versionOn(versions: readonly SlipVersion[], kind: SlipKind, on: LocalDate): SlipVersion {
  const found = versions.find((version) => version.kind === kind && isInForce(version, on))
  if (found === undefined) throw new Problem('missing', 'documents.no-template', { meta: { kind, on } })
  return found
}

/** An instant as slips state it: the minute on the wall. */
export function momentOf(instant: Date): string {
  return `${localDateOf(instant)}T${localTimeOf(instant)}`
}

/**
 * How a step that was handed over came out (form 06): late after its due moment, early before its due day, otherwise on time.
 * 'open' while it is not done; 'unknown' where nothing says when it was due or done.
 */
export function handOverResult(step: {
  readonly isOpen: boolean
  readonly dueAt: Date | null
  readonly closedAt: Date | null
}): HandOverResult {
  if (step.isOpen) return 'open'
  const { dueAt, closedAt } = step
  if (dueAt === null || closedAt === null) return 'unknown'
  if (closedAt > dueAt) return 'late'
  return localDateOf(closedAt) < localDateOf(dueAt) ? 'early' : 'on-time'
}

/** What a slip's file is called: ASCII, so that no programme stumbles over it. */
export function fileName(kind: SlipKind, code: string): string {
  return `mau-${kind}-${code.replaceAll(/[^A-Za-z0-9.-]+/g, '-')}.pdf`
}
