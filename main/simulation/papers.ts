import { localDateOf } from '../../kernel/dates.ts'
import type { Answers, Channel } from '../../modules/dossiers/contract.ts'
import type { PartFile, PlacedPart, ReusedFrom } from '../../modules/dossiers/store/parts.ts'
import { papersFor } from '../../modules/procedures/index.ts'
import type { Life } from './outcome.ts'
import type { Random } from './random.ts'
import type { Brought, Setting } from './setting.ts'

/** Of those who could use an earlier paper again, so many do. */
const REUSERS = 0.85
const SCANNED = 0.45

/** The dossier that papers are brought for. */
export interface Receiving {
  readonly id: string
  readonly channel: Channel
  readonly answers: Answers
  readonly at: Date
}

/** What is needed and some of what may come besides: as files online, on paper and mostly scanned at a counter, or used again. */
export function papersBrought(
  { files }: Setting,
  { version: { declaration }, caseKey }: Brought,
  { id, channel, answers, at }: Receiving,
  earlier: readonly Life[],
  random: Random,
  nextId: () => string,
): PlacedPart[] {
  const asked = papersFor(declaration, caseKey, channel, answers, localDateOf(at)).filter(
    ({ isNeeded, requirement }) =>
      isNeeded || (requirement.condition === undefined && random.chance(0.7)) || random.chance(0.1),
  )
  const reusable = earlier.flatMap((life) => papersOfEarlier(life, at))
  let mayReuse = reusable.length > 0 && random.chance(REUSERS)
  const isScanned = random.chance(SCANNED)
  return asked.map(({ requirement: { key, name } }): PlacedPart => {
    const base = { id: nextId(), dossierId: id, requirement: key, title: name, addedAt: at }
    if (mayReuse) {
      mayReuse = random.chance(0.3)
      const { reusedFrom, file } = random.pick(reusable)
      return { ...base, originals: 0, copies: 0, file, reusedFrom }
    }
    const isOnline = channel === 'online'
    const file = isOnline || isScanned ? random.pick(files) : null
    return { ...base, originals: isOnline ? 0 : 1, copies: 0, file, reusedFrom: null }
  })
}

interface Reusable {
  readonly reusedFrom: ReusedFrom
  readonly file: PartFile
}

function papersOfEarlier({ dossier, parts, result }: Life, before: Date): readonly Reusable[] {
  if (dossier.acceptedAt === null || dossier.acceptedAt >= before) return []
  const dossierId = dossier.id
  const brought = parts.flatMap(({ id: partId, file, reusedFrom, addedAt, replacedAt }) =>
    file !== null && reusedFrom === null && (replacedAt ?? null) === null && (addedAt ?? before) < before
      ? [{ reusedFrom: { dossierId, partId }, file }]
      : [],
  )
  const issued = result?.file ?? null
  if (result === null || issued === null || result.issuedAt >= before) return brought
  return [...brought, { reusedFrom: { dossierId, partId: null }, file: issued }]
}
