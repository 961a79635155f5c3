import type { LocalDate } from '../../../kernel/dates.ts'
import type { CountRow, ListRow } from '../wire/provisional/messages.ts'
import { dayOf } from '../wire/provisional/to-ho-so.ts'

/** A cell in the monitor's codes; '' where the agency's code or the channel is not known. */
export interface CountedCell {
  readonly acceptedOn: LocalDate
  readonly agencyCode: string
  readonly state: string
  readonly channel: string
}

export interface OwnCount extends CountedCell {
  /** How many dossiers there are. */
  readonly ours: number
  /** How many the monitor has confirmed to have. */
  readonly told: number
}

export interface Difference extends OwnCount {
  readonly theirs: number
}

export interface Place {
  readonly acceptedOn: LocalDate
  readonly agencyCode: string
}

export function keyOf({ acceptedOn, agencyCode, state, channel }: CountedCell): string {
  return JSON.stringify([acceptedOn, agencyCode, state, channel])
}

/**
 * The cells in which the two sides do not count the same. What moved between two countings of ours, before and after the
 * monitor's, is not judged.
 */
export function compareCounts(
  before: readonly OwnCount[],
  theirs: readonly CountRow[],
  after: readonly OwnCount[],
): readonly Difference[] {
  const [first, second] = [before, after].map((counts) => new Map(counts.map((one) => [keyOf(one), one])))
  const there = new Map<string, { cell: CountedCell; count: number }>()
  for (const { NgayTiepNhan, MaDonVi, TrangThaiHoSo, KenhThucHien, SoLuong } of theirs) {
    const cell = {
      acceptedOn: dayOf(NgayTiepNhan),
      agencyCode: MaDonVi,
      state: TrangThaiHoSo,
      channel: KenhThucHien ?? '',
    }
    const key = keyOf(cell)
    there.set(key, { cell, count: (there.get(key)?.count ?? 0) + SoLuong })
  }
  const keys = new Set([...(first?.keys() ?? []), ...(second?.keys() ?? []), ...there.keys()])
  return [...keys].flatMap((key) => {
    const [own, later, other] = [first?.get(key), second?.get(key), there.get(key)]
    const cell = own ?? later ?? other?.cell
    const moved = own?.ours !== later?.ours || own?.told !== later?.told
    const [ours, count] = [own?.ours ?? 0, other?.count ?? 0]
    if (cell === undefined || moved || ours === count) return []
    const { acceptedOn, agencyCode, state, channel } = cell
    return [{ acceptedOn, agencyCode, state, channel, ours, told: own?.told ?? 0, theirs: count }]
  })
}

/** Where the monitor does not have what it has confirmed to have: there it is asked dossier by dossier. */
export function placesToAsk(differences: readonly Difference[]): readonly Place[] {
  const doubtful = differences.filter(({ told, theirs, agencyCode }) => told !== theirs && agencyCode !== '')
  const places = doubtful.map(
    ({ acceptedOn, agencyCode }) => [`${acceptedOn} ${agencyCode}`, { acceptedOn, agencyCode }] as const,
  )
  return [...new Map(places).values()]
}

export interface ToldDossier {
  readonly dossierId: string
  readonly code: string
  readonly state: string
  readonly channel: string | null
}

/** The dossiers that the monitor was told of and does not have, or has otherwise. */
export function lackingIn(listed: readonly ListRow[], told: readonly ToldDossier[]): readonly string[] {
  const there = new Map(listed.map((row) => [row.MaHoSo, row]))
  return told.flatMap(({ dossierId, code, state, channel }) => {
    const row = there.get(code)
    return row?.TrangThaiHoSo === state && row.KenhThucHien === channel ? [] : [dossierId]
  })
}
