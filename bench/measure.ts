/** What one target did in one round. */
export interface Sample {
  readonly operations: number
  readonly failures: number
  readonly perSecond: number
  readonly p50Ms: number
  /** Where a goal is set by it. */
  readonly p95Ms?: number
  readonly p99Ms: number
  /** CPU microseconds an operation took of the target's own process and of the database; null where there is no /proc. */
  readonly processMicros: number | null
  readonly databaseMicros: number | null
}

export interface Target<Name extends string = string> {
  readonly name: Name
  readonly run: (seconds: number) => Promise<Sample>
}

export type Round<Name extends string> = Readonly<Record<Name, Sample>>

export interface Pace {
  readonly rounds: number
  readonly seconds: number
  readonly warmUpSeconds: number
}

/** Every target once a round, each round beginning with another one, so that what the machine does besides meets all alike. */
export async function interleave<Name extends string>(
  targets: readonly Target<Name>[],
  { rounds, seconds, warmUpSeconds }: Pace,
  progress: (line: string) => void,
): Promise<readonly Round<Name>[]> {
  for (const { name, run } of targets) {
    progress(`warming up: ${name}`)
    await run(warmUpSeconds)
  }
  const done: Round<Name>[] = []
  for (let number = 0; number < rounds; number += 1) {
    const first = number % targets.length
    const samples: [Name, Sample][] = []
    for (const { name, run } of [...targets.slice(first), ...targets.slice(0, first)]) {
      const sample = await run(seconds)
      samples.push([name, sample])
      progress(`round ${number + 1} of ${rounds}: ${name} ${Math.round(sample.perSecond)}/s`)
    }
    done.push(Object.fromEntries(samples) as Round<Name>)
  }
  return done
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  if (low === undefined || high === undefined) throw new RangeError('Nothing has no median')
  return (low + high) / 2
}

/** The median over the rounds of one figure of two targets of the same round; null where it was not measured. */
export function ratioOf<Name extends string>(
  rounds: readonly Round<Name>[],
  figure: (sample: Sample) => number | null,
  of: Name,
  to: Name,
): number | null {
  const ratios = rounds.flatMap((round) => {
    const [above, below] = [figure(round[of]), figure(round[to])]
    return above === null || below === null || below === 0 ? [] : [above / below]
  })
  return ratios.length === 0 ? null : median(ratios)
}

export const perSecond = ({ perSecond: rate }: Sample): number => rate
export const p99 = ({ p99Ms }: Sample): number => p99Ms
export const cpu = ({ processMicros, databaseMicros }: Sample): number | null =>
  processMicros === null || databaseMicros === null ? null : processMicros + databaseMicros

/** The value that a share of the sorted values does not exceed. */
export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
