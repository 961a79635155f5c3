import type { MyReading } from '../../../modules/dossiers/contract.ts'

/** The looks of one reader, on one day, for one purpose, into one dossier: told once, with every time. */
export interface Look {
  /** The newest of them. */
  readonly reading: MyReading
  /** Newest first, one a minute: what follows within it is one act of the same hand. */
  readonly times: readonly string[]
  readonly fields: readonly string[]
}

export interface DayOfLooks {
  /** 'YYYY-MM-DD' in the province. */
  readonly day: string
  readonly looks: readonly Look[]
}

/** Readings, newest first, as a person reads them: day by day. None is left out. */
export function looksByDay(readings: readonly MyReading[]): readonly DayOfLooks[] {
  const days = Map.groupBy(readings, ({ at }) => dayOf(at))
  return [...days].map(([day, ofDay]) => ({
    day,
    looks: [...Map.groupBy(ofDay, sameLook).values()].flatMap((same) => {
      const [reading] = same
      if (reading === undefined) return []
      const minutes = new Map(same.map(({ at }) => [at.slice(0, 16), at]))
      return [
        {
          reading,
          times: [...minutes.values()],
          fields: [...new Set(same.flatMap(({ fields }) => fields))],
        },
      ]
    }),
  }))
}

function sameLook({ agencyName, duty, system, purpose, dossier }: MyReading): string {
  return JSON.stringify([agencyName, duty, system, purpose, dossier?.code])
}

const ahead = 7 * 3_600_000

function dayOf(at: string): string {
  return new Date(Date.parse(at) + ahead).toISOString().slice(0, 10)
}
