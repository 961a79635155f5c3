import { localDateOf } from '../../kernel/dates.ts'
import { takesOnline } from '../../modules/procedures/index.ts'
import type { Arrival } from './life.ts'
import { randomOf, type Random } from './random.ts'
import type { Office, Setting } from './setting.ts'

/** Dossiers of one office whose people bring more than one: enough to know each other, and few enough for one batch. */
export interface Unit {
  readonly number: number
  readonly office: Office
  readonly firstOrdinal: number
  readonly size: number
}

export interface Batch {
  readonly number: number
  readonly units: readonly Unit[]
  readonly size: number
}

const LARGEST_UNIT = 500
const BATCH = 1000

/** Batches of two lanes that share no office, so that two can be written at once and the serials come out the same. */
export const LANES = 2

/** Shares so many dossiers out among the offices, by their weight, and cuts them into batches, lane by lane. */
export function planOf({ offices }: Setting, dossiers: number): readonly (readonly Batch[])[] {
  const total = offices.reduce((sum, { weight }) => sum + weight, 0)
  let before = 0
  let reached = 0
  let unit = 0
  const units = offices.flatMap((office, index) => {
    reached += office.weight
    const after = index === offices.length - 1 ? dossiers : Math.round((dossiers * reached) / total)
    const own: { readonly lane: number; readonly unit: Unit }[] = []
    while (before < after) {
      const size = Math.min(LARGEST_UNIT, after - before)
      own.push({ lane: index % LANES, unit: { number: unit, office, firstOrdinal: before, size } })
      before += size
      unit += 1
    }
    return own
  })
  let number = 0
  return Array.from({ length: LANES }, (_, lane) => {
    const batches: Batch[] = []
    let open: Unit[] = []
    let size = 0
    const close = () => {
      if (open.length > 0) batches.push({ number: number++, units: open, size })
      open = []
      size = 0
    }
    for (const one of units) {
      if (one.lane !== lane) continue
      if (size + one.unit.size > BATCH) close()
      open.push(one.unit)
      size += one.unit.size
    }
    close()
    return batches
  })
}

const ONLINE = 0.57
const EVENINGS = 0.22

/** When a unit's dossiers come, in the order of time, with the random numbers that go on from there. */
export function arrivalsOf(
  setting: Setting,
  seed: number,
  { number, office, firstOrdinal, size }: Unit,
): { readonly arrivals: readonly Arrival[]; readonly random: Random } {
  const random = randomOf(seed, number)
  const arrivals: Omit<Arrival, 'ordinal'>[] = []
  while (arrivals.length < size) {
    const day = office.work.day(random)
    const brought = office.choose(day, random)
    if (brought === undefined) continue
    const { declaration } = brought.version
    const channel =
      takesOnline(declaration) && random.chance(ONLINE / 0.8)
        ? 'online'
        : declaration.channels.includes('post') && random.chance(0.12)
          ? 'post'
          : 'counter'
    if (!declaration.channels.includes(channel)) continue
    let at = office.work.within(day, random)
    if (channel === 'online' && random.chance(EVENINGS)) {
      at = new Date(at.getTime() + 3_600_000 * random.whole(8, 11))
      if (localDateOf(at) !== day) continue
    }
    if (at >= setting.until) continue
    arrivals.push({ at, channel, brought })
  }
  arrivals.sort((a, b) => a.at.getTime() - b.at.getTime())
  return {
    random,
    arrivals: arrivals.map((arrival, index) => ({ ...arrival, ordinal: firstOrdinal + index })),
  }
}
